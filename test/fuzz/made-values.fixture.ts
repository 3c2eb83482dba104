import fc from 'fast-check';
import type { JsonSchema } from './described-operations.fixture.js';

/** What exists in the newsroom under test: identifiers, slugs and names, so that requests get past "there is none". */
export type Known = readonly string[];

/**
 * Texts at the edge of what patterns let through. The years and fractions are what a schema takes and a database may
 * not; the hosts are this machine's, so that nothing is looked up.
 */
const STOCK: readonly string[] = [
  'a',
  'fr',
  'GB',
  '07:00',
  '#c8321f',
  '12',
  '2026-03-10',
  '0000-01-01',
  '9999-12-31',
  '2026-03-10T08:00',
  '2026-03-10T08:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999999Z',
  '2026-03-10T08:00:00-23:59',
  'Europe/Paris',
  'Factory',
  '127.0.0.1',
  'reader@readers.example',
  'http://127.0.0.1:1/feed.xml',
  'https://[::1]:1/',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  'Le tunnel est ouvert',
  '{{7*7}} ${7*7} %s %n',
  "Robert'); drop table subscriber;--",
  '<b onclick=alert(1)>x</b>',
  'شريط \u202bالأخبار\u202c 👩🏽‍🚀',
  'constructor',
  '__proto__',
  '%',
  '\\',
];

/** Long enough for every text limit but the body's own. */
const LONGEST = 20_000;
const SHOWN_ITEMS = 3;

function fits(schema: JsonSchema, text: string): boolean {
  const { minLength = 0, maxLength = Infinity, pattern, allOf = [] } = schema;
  if (text.length < minLength || text.length > maxLength) return false;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return false;
  return allOf.every((part) => fits(part, text));
}

function text(schema: JsonSchema, known: Known): fc.Arbitrary<string> {
  const existing = known.filter((one) => fits(schema, one));
  const stock = STOCK.filter((one) => fits(schema, one));
  const long = ['é', 'x', '7'].map((letter) => letter.repeat(Math.min(schema.maxLength ?? 1_000, LONGEST)));
  const edge = [...stock, ...long.filter((one) => fits(schema, one))];
  if (existing.length === 0) return fc.constantFrom(...(edge.length > 0 ? edge : ['x']));
  return edge.length === 0
    ? fc.constantFrom(...existing)
    : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...existing) }, fc.constantFrom(...edge));
}

function whole({ minimum, exclusiveMinimum, maximum }: JsonSchema): fc.Arbitrary<number> {
  const least = minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1);
  const most = maximum ?? Number.MAX_SAFE_INTEGER;
  const small = [0, 1, 2, 20].filter((number) => number >= least && number <= most);
  return fc.constantFrom(least, most, ...small);
}

function record(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, propertyNames, required } = schema;
  if (properties !== undefined) {
    const values = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, fitting(of, known)]));
    return fc.record(values, { requiredKeys: [...(required ?? [])], noNullPrototype: true });
  }
  if (typeof additionalProperties !== 'object') return fc.constant({});
  const names = text(propertyNames ?? {}, known);
  return fc.dictionary(names, fitting(additionalProperties, known), { maxKeys: SHOWN_ITEMS, noNullPrototype: true });
}

/** Values that the schema takes, with existing names and the edges of every limit before anything else. */
export function fitting(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const { type, enum: allowed, anyOf, oneOf, items, minItems = 0, maxItems = SHOWN_ITEMS } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => fitting(choice, known)));
  if ('const' in schema) return fc.constant(schema.const);
  if (allowed !== undefined) return fc.constantFrom(...(allowed as unknown[]));
  switch (type) {
    case 'string':
      return text(schema, known);
    case 'integer':
      return whole(schema);
    case 'number':
      return fc.oneof(whole(schema), fc.constant(0.5));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(fitting(items ?? {}, known), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, SHOWN_ITEMS)),
      });
    case 'object':
      return record(schema, known);
    default:
      return fc.constantFrom<unknown>('x', 1, null, [], {});
  }
}

/** What no schema of ours means, in place of some value of a body. A parser makes an own key of `__proto__`. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  2 ** 53,
  1e308,
  '',
  'NaN',
  '\0',
  'a\0b',
  '\uD800',
  '\uDC00\uD800',
  'x'.repeat(200_000),
  [],
  [[[[]]]],
  ['x', 'x'],
  {},
  { toString: 1 },
  { constructor: { prototype: { polluted: true } } },
  { toJSON: 'x', then: 'x', length: -1 },
  '-0001-12-31T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '2026-02-30T25:61:61Z',
];

type Place = readonly (string | number)[];

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))];
}

function replaced(value: unknown, place: Place, by: unknown): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]),
  );
}

/** A body that fits but for one place. */
export function spoiled(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  return fitting(schema, known).chain((body) =>
    fc
      .tuple(fc.constantFrom(...placesOf(body)), fc.constantFrom(...HOSTILE))
      .map(([place, by]) => replaced(body, place, by)),
  );
}

/** Bodies that are no JSON, or none a server should trust. */
export const NO_JSON: readonly (string | Buffer)[] = [
  '',
  '{',
  '{"a":1}}',
  'null',
  '"text"',
  '[1e400]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  Buffer.from([0xff, 0xfe, 0x00]),
  '\uFEFF{}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  'a=1&b=2',
];

/** Written as they stand in an address. */
export const ODD_IN_ADDRESS: readonly string[] = [
  '%00',
  '%ff',
  '%ED%A0%80',
  '%',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c',
  'NaN',
  '-1',
  '1e999',
  '99999999999999999999',
  '0x10',
  '__proto__',
  'null',
  '%F0%9F%98%80',
  '%C2%A0',
  'a%0d%0aset-cookie:%20x=1',
  '0000-01-01',
  '9999-12-31',
  '2026-02-30',
  'x'.repeat(3_000),
];
