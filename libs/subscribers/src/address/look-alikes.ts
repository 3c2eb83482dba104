/**
 * Letters that look like another, for telling which well-known domain a foreign one can be mistaken for: a small part of
 * Unicode's confusables.txt (UTS 39 §4), small Latin letters only, which is what mail domains are made of.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аαɑ', b: 'ЬЪƅ', c: 'сϲᴄ', d: 'ԁɗ', e: 'еҽє', f: 'ғƒ', g: 'ɡցğ', h: 'һհ', i: 'іıιɩ', j: 'јϳ', k: 'кκ',
  l: 'ӏɫłǀ', m: 'мᴍ', n: 'ոпηɴ', o: 'оοօσഠ๐', p: 'рρ', q: 'ԛգ', r: 'гɾ', s: 'ѕꜱ', t: 'тτ', u: 'սυцʋ', v: 'ѵνᴠ',
  w: 'ԝաѡω', x: 'хχ', y: 'уүγ', z: 'ᴢʐ',
}; // prettier-ignore

const plainOf: ReadonlyMap<string, string> = new Map(
  Object.entries(lookAlikes).flatMap(([plain, alike]) => Array.from(alike, (letter) => [letter, plain] as const)),
);

/** The domain in the plain letters it looks like, without accents. */
export function plainForm(domain: string): string {
  return Array.from(domain.normalize('NFKD').replace(/\p{M}/gu, ''), (letter) => plainOf.get(letter) ?? letter).join(
    '',
  );
}

/** Digits and pairs of letters that pass for a letter in most typefaces. */
export function readForm(domain: string): string {
  return domain.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
}
