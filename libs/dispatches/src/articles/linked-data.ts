/** JSON-LD as news pages embed it (schema.org), with the faults that content systems make. */

/** An object whose values nobody has checked. */
export type Thing = Readonly<Record<string, unknown>>;

/** What a Yoast graph or a live blog holds stays far under these. */
const MAX_THINGS = 5_000;
const MAX_DEPTH = 12;

export interface LinkedData {
  /** Every typed object, outermost first. */
  readonly things: readonly { readonly thing: Thing; readonly types: readonly string[]; readonly listed: boolean }[];
  /** What `{"@id": …}` stands for, in the graph; anything else is itself. */
  readonly resolve: (value: unknown) => unknown;
}

/** Never throws: a script that cannot be repaired says nothing. */
export function readLinkedData(scripts: readonly string[]): LinkedData {
  const byId = new Map<string, Thing>();
  const things: { thing: Thing; types: readonly string[]; listed: boolean }[] = [];
  let seen = 0;
  const pending = scripts
    .map((script) => ({ value: parse(script), depth: 0, listed: false }))
    .filter(({ value }) => value !== undefined)
    .reverse();
  for (let next = pending.pop(); next !== undefined && seen < MAX_THINGS; next = pending.pop()) {
    seen += 1;
    const { value, depth, listed } = next;
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) continue;
    if (Array.isArray(value)) {
      for (const item of value.toReversed()) pending.push({ value: item, depth: depth + 1, listed });
      continue;
    }
    const thing = value as Thing;
    const types = typesOf(thing);
    if (types.length > 0) things.push({ thing, types, listed });
    const id = thing['@id'];
    if (typeof id === 'string' && Object.keys(thing).length > 1 && !byId.has(id)) byId.set(id, thing);
    for (const [key, inner] of Object.entries(thing).toReversed()) {
      // What a list or an "is related to" holds are other pages.
      pending.push({ value: inner, depth: depth + 1, listed: listed || OTHER_PAGES.has(key) });
    }
  }
  return { things, resolve: (value) => resolveId(value, byId) };
}

const OTHER_PAGES = new Set([
  'itemListElement', 'liveBlogUpdate', 'comment', 'review', 'isRelatedTo', 'relatedLink', 'citation', 'blogPost',
  'hasPart', 'mentions', 'about', 'significantLink', 'subjectOf',
]); // prettier-ignore

function resolveId(value: unknown, byId: ReadonlyMap<string, Thing>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const id = (value as Thing)['@id'];
  if (typeof id !== 'string' || Object.keys(value).length > 1) return value;
  return byId.get(id) ?? value;
}

function typesOf(thing: Thing): string[] {
  const type = thing['@type'];
  return (Array.isArray(type) ? type : [type]).flatMap((one) =>
    typeof one === 'string' ? [one.replace(/^.*[/#:]/, '')] : [],
  );
}

function parse(script: string): unknown {
  const text = script
    .replace(/<!--|-->|(?:\/\/\s*|\/\*\s*)?<!\[CDATA\[(?:\s*\*\/)?|(?:\/\/\s*|\/\*\s*)?\]\]>(?:\s*\*\/)?/g, ' ')
    .trim()
    .replace(/;$/, '');
  for (const attempt of [text, repaired(text)]) {
    try {
      return JSON.parse(attempt) as unknown;
    } catch {
      // Not this way; what cannot be repaired either is left unread.
    }
  }
  return undefined;
}

/** Raw line ends inside strings, a comma before a closing bracket, quotation marks as entities. */
function repaired(text: string): string {
  const quoted = text.includes('"') ? text : text.replaceAll('&quot;', '"').replaceAll('&#34;', '"');
  return (
    quoted
      // eslint-disable-next-line no-control-regex -- they are what JSON forbids
      .replace(/[\u0000-\u001f]/g, ' ')
      .replace(/,(?= *[}\]])/g, '')
      .replace(/,+$/, '')
  );
}

/** The first text there is in a value: itself, the first of a list, or what an object is called. */
export function textIn(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one.trim() === '' ? undefined : one;
  if (typeof one === 'number') return String(one);
  if (typeof one !== 'object' || one === null) return undefined;
  const thing = one as Thing;
  const inner = thing['@value'] ?? thing['name'];
  return typeof inner === 'string' && inner.trim() !== '' ? inner : undefined;
}
