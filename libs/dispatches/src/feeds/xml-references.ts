/**
 * Character references as feeds write them, made such that a strict reader decodes each of them exactly once: a bare
 * `&` becomes `&amp;`, an entity that the document itself declares becomes its text, and the two halves of a
 * character that were written as two references become that character.
 */

/** How many entities a document may declare: enough for a publisher's shorthand. */
const MAX_ENTITIES = 200;
/** Characters that one document's entities may become, all together: too little for a bomb. */
const MAX_EXPANSION = 200_000;

const ENTITY = /<!ENTITY\s+([\w.-]{1,60})\s+(?:"([^"<]{0,200})"|'([^'<]{0,200})')\s*>/g;

/**
 * The simple internal entities of a document type. One that refers to others is left out (that is how bombs are
 * built), and so is every external one (that is how files are read).
 */
export class DeclaredEntities {
  readonly #texts = new Map<string, string>();
  #room = MAX_EXPANSION;

  constructor(doctype = '') {
    for (const [, name = '', double, single] of doctype.matchAll(ENTITY)) {
      const value = double ?? single ?? '';
      if (this.#texts.size >= MAX_ENTITIES) break;
      const refersToOthers = /&(?!#\d{1,7};|#x[0-9a-f]{1,6};)/i.test(value);
      if (!refersToOthers && !this.#texts.has(name)) this.#texts.set(name, escapeMarkup(value));
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** XML-escaped; undefined for one not declared, or when the document has used up what it may become. */
  textOf(name: string): string | undefined {
    const text = this.#texts.get(name);
    if (text === undefined || text.length > this.#room) return undefined;
    this.#room -= text.length;
    return text;
  }
}

const REFERENCE = /&(?:#(\d{1,8});|#x([\da-f]{1,7});|([a-z][\w.-]{0,60});)?/gi;
/** What {@link REFERENCE} finds and no reference. */
const BARE_AMPERSAND = /&(?!#\d{1,8};|#x[\da-f]{1,7};|[a-z][\w.-]{0,60};)/i;
const HALVES = /&#(?:x(d[89ab][\da-f]{2})|(5[56]\d{3}));&#(?:x(d[c-f][\da-f]{2})|(5[67]\d{3}));/gi;

/** Character data as written → the same with well-formed references only. `<` and `>` are escaped. */
export function wellFormedText(text: string, entities: DeclaredEntities): string {
  return escapeMarkup(wellFormedReferences(text, entities));
}

/** The same for text that is markup already and keeps its brackets. */
export function wellFormedReferences(text: string, entities: DeclaredEntities): string {
  if (!text.includes('&')) return text;
  const joined = joinedHalves(text);
  // Most texts need nothing of it, and looking is several times faster than rewriting.
  if (entities.isEmpty && !BARE_AMPERSAND.test(joined)) return joined;
  return joined.replace(REFERENCE, (written: string, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return entities.textOf(name) ?? written;
    return decimal === undefined && hexadecimal === undefined ? '&amp;' : written;
  });
}

/** Text that is no XML yet → character data. */
export function escapeText(text: string): string {
  return escapeMarkup(text.includes('&') ? text.replaceAll('&', '&amp;') : text);
}

function escapeMarkup(text: string): string {
  const half = text.includes('<') ? text.replaceAll('<', '&lt;') : text;
  return half.includes('>') ? half.replaceAll('>', '&gt;') : half;
}

/** `&#55357;&#56832;`, from writers that know UTF-16 only. */
function joinedHalves(text: string): string {
  if (!/&#(?:x[dD]|5)/.test(text)) return text;
  return text.replace(HALVES, (written: string, high16?: string, high10?: string, low16?: string, low10?: string) => {
    const high = codeUnit(high16, high10);
    const low = codeUnit(low16, low10);
    const isPair = high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
    return isPair ? String.fromCharCode(high, low) : written;
  });
}

function codeUnit(hexadecimal: string | undefined, decimal: string | undefined): number {
  return hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
}
