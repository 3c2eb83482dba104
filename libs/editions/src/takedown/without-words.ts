/** Shorter texts are in too many others by chance: a headline "Flash" takes nothing else along. */
const TELLING_LENGTH = 12;

/**
 * A stored document without what was taken down: an object that names one of `ids` loses all its texts but ids and
 * codes, and any other text that holds one of `words` goes as a whole. Shape and keys stay, so that what reads it goes
 * on reading it. Pure; returns the same value where nothing was found.
 */
export function withoutWords(value: unknown, lost: { readonly ids: ReadonlySet<string>; readonly words: readonly string[] }): unknown {
  const words = lost.words.filter((word) => word.length >= TELLING_LENGTH);
  const text = (given: string): string => (words.some((word) => given.includes(word)) ? '' : given);
  const walk = (given: unknown, isLost: boolean): unknown => {
    if (typeof given === 'string') return isLost && !isCode(given) ? '' : text(given);
    if (Array.isArray(given)) return given.map((one) => walk(one, isLost));
    if (typeof given !== 'object' || given === null) return given;
    const names = isLost || Object.values(given).some((one) => typeof one === 'string' && lost.ids.has(one));
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [keyOf(key, text), walk(one, names)]));
  };
  return walk(value, false);
} // prettier-ignore

/** Ids, slugs, instants and dotted codes: what no sentence looks like. */
function isCode(text: string): boolean {
  return /^[a-z0-9][\w.:+-]{0,63}$/i.test(text);
}

function keyOf(key: string, text: (given: string) => string): string {
  return text(key) === '' ? '-' : key;
}
