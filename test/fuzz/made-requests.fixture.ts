import fc from 'fast-check';
import type { Operation } from './described-operations.fixture.js';
import { fitting, NO_JSON, ODD_IN_ADDRESS, spoiled, type Known } from './made-values.fixture.js';

export interface Made {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
/** One of each for one seed: the same every time. */
function draw<T>(from: fc.Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(from, { numRuns: 1, seed });
  return value as T;
}

export interface Asking {
  readonly operation: Operation;
  /** What stands there by the name of its place in the path, and what bodies and queries may name. */
  readonly known: { readonly places: ReadonlyMap<string, Known>; readonly anywhere: Known };
  readonly seed: number;
  readonly isFitting: boolean;
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** In a path mostly what exists: behind an unknown name there is little to break. */
function valueOf(
  { name, schema }: Operation['parameters'][number],
  { places, anywhere }: Asking['known'],
  seed: number,
): unknown {
  const there = places.get(name) ?? [];
  return there.length > 0 && seed % 8 !== 0 ? there[seed % there.length] : draw(fitting(schema, anywhere), seed);
}

/** Path and query; what is spoiled is spoiled in one of its places. */
function addressFor({ operation, known, seed, isFitting }: Asking): string {
  const places = operation.parameters.filter((parameter) => parameter.in !== 'header');
  const odd = isFitting || places.length === 0 ? -1 : seed % (places.length * 2);
  const query: string[] = [];
  let { path: address } = operation;
  for (const [index, parameter] of places.entries()) {
    const isWanted = parameter.required === true || (seed + index) % 3 === 0 || index === odd;
    if (!isWanted) continue;
    const value =
      index === odd
        ? draw(fc.constantFrom(...ODD_IN_ADDRESS), seed)
        : encodeURIComponent(written(valueOf(parameter, known, seed + index)).toWellFormed());
    if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, value);
    else query.push(`${parameter.name}=${value}`);
  }
  // Nobody asked for: the same name twice, and one that none of ours has.
  if (!isFitting && seed % 5 === 0) query.push(...query.slice(0, 1), 'unheard[of]=1', '__proto__[x]=1');
  return query.length === 0 ? address : `${address}?${query.join('&')}`;
}

const ODD_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'if-match': 'W/"1"' },
  { 'if-match': '"99999999999999999999"' },
  { 'if-match': '"1", "2"' },
  { 'if-match': '*' },
  { 'if-match': '"-1"' },
  { 'idempotency-key': '' },
  { 'idempotency-key': '\u00ff'.repeat(300) },
  { 'last-event-id': 'x' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data' },
  { 'accept-language': '*;q=9, x-\u00ff' },
];

function bodyFor({ operation, known, seed, isFitting }: Asking): Pick<Made, 'body' | 'headers'> {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type === undefined || content === undefined) return { headers: {} };
  const headers = { 'content-type': type };
  if (!isFitting && seed % 4 === 0) return { headers, body: draw(fc.constantFrom(...NO_JSON), seed) };
  if (!type.endsWith('json'))
    return {
      headers,
      body: draw(
        fc.constantFrom(
          '<opml version="2.0"><body/></opml>',
          'address\nreader@readers.example\n',
          '\0',
          '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        ),
        seed,
      ),
    };
  return { headers, body: JSON.stringify(draw((isFitting ? fitting : spoiled)(content.schema, known.anywhere), seed)) };
}

/** One request, the same for the same seed. */
export function made(asking: Asking): Made {
  const { operation, isFitting, seed } = asking;
  const { headers, ...rest } = bodyFor(asking);
  const match = operation.parameters.some(({ name }) => name.toLowerCase() === 'if-match') ? { 'if-match': '"1"' } : {};
  const odd = !isFitting && seed % 3 === 0 ? draw(fc.constantFrom(...ODD_HEADERS), seed) : {};
  return { address: addressFor(asking), headers: { ...headers, ...match, ...odd }, ...rest };
}
