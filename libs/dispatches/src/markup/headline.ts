/** Cutting texts at sentences and words, for headlines that have to be made from prose. */

/** Longest derived headline, in UTF-16 units, ellipsis included: about two lines in a digest. */
export const DERIVED_HEADLINE_LENGTH = 110;

/** How much of a paragraph is searched for the end of its first sentence. */
const SENTENCE_WINDOW = 1_000;

const SENTENCE_END = /([.!?…؟。]+)(?:[\s\u00a0\u202f]*[»”"’)\]])*(?:\s+(?=[\p{Lu}\p{Lo}\p{N}«“"'‘¿¡—–-])|$)/gu;
/** A full stop after these, or after a single capital, ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(«“’'\u00a0])(?:\p{Lu}|MM|Mme|Mmes|Mlle|Mr|Mrs|Ms|Dr|Pr|Prof|St|Ste|Gen|Gén|Lt|Col|Cdt|Sen|Rep|Gov|Sr|Sra|Jr|No|av|env|vs|etc|cf|U\.S|U\.K|[dgj])$/u;

/** The first sentence of a paragraph, without its full stop, question and exclamation marks kept. */
export function firstSentence(paragraph: string): string {
  const window = paragraph.slice(0, SENTENCE_WINDOW);
  for (const end of window.matchAll(SENTENCE_END)) {
    if (end[1] === '.' && ABBREVIATION.test(window.slice(Math.max(0, end.index - 12), end.index))) continue;
    return withoutFullStop(window.slice(0, end.index + end[0].length).trim());
  }
  return withoutFullStop(window.trim());
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/(?<!\.)[.。]$/u, '');
}

/** At most `limit` units, cut between words (inside one only where it fills everything), with an ellipsis when cut. */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = text.slice(0, limit - 1);
  const boundary = /\s/.test(text.charAt(limit - 1)) ? room.length : room.search(/\s\S*$/);
  const cut = (boundary > 0 ? room.slice(0, boundary) : room)
    // No half of a surrogate pair, no dangling punctuation or opening quotation mark.
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\s\u00a0,;:«“"(–—-]+$/u, '');
  return `${cut}…`;
}
