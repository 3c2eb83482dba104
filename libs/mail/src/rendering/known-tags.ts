import { guardMarkup } from './markup-guard.js';

/**
 * A tag that every parser reads alike: a name, attributes with spaces before them and values in double quotes or none. So
 * are a whole style sheet or title without a `<` in it, and the document type. Anything else is looked at with all that
 * stands around it.
 */
const WELL_FORMED =
  /(?:<(style|title)(?:\s+[a-z][a-z0-9:_.-]*(?:="[^"<]*")?)*\s*>[^<]*<\/\1\s*>|<(?!style\b|title\b)[a-z][a-z0-9:-]*(?:\s+[a-z][a-z0-9:_.-]*(?:="[^"]*")?)*\s*\/?>|<\/[a-z][a-z0-9:-]*\s*>|<!doctype html>)/iy;

/** A digest has some 250 different tags, and the next edition most of them again; of a cut nearly all are known. */
const MOST_KNOWN = 4_000;
/** Characters; longer ones, such as style sheets, hold the edition's own colours and are looked at each time. */
const LONGEST_KNOWN = 4_000;

/** Tags that were looked at by themselves and hold nothing a mail may not. */
const known = new Set<string>();

/**
 * Whether every tag and comment of this HTML is well formed and, looked at by itself, harmless: then so is the whole, and
 * nobody has to parse it. Where not, {@link guardMarkup} says what is wrong and where.
 */
export function isKnownHarmless(html: string): boolean {
  for (let at = html.indexOf('<'); at !== -1;) {
    const tag = tagAt(html, at);
    if (tag === undefined || !isHarmless(tag)) return false;
    at = html.indexOf('<', at + tag.length);
  }
  return true;
}

function tagAt(html: string, at: number): string | undefined {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return end === -1 ? undefined : html.slice(at, end + 3);
  }
  WELL_FORMED.lastIndex = at;
  return WELL_FORMED.exec(html)?.[0];
}

function isHarmless(tag: string): boolean {
  if (known.has(tag)) return true;
  const { removed, refused } = guardMarkup(tag);
  if (removed.length > 0 || refused.length > 0) return false;
  if (tag.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.add(tag);
  }
  return true;
}
