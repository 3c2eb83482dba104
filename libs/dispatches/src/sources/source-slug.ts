/** A slug for a source nobody named: from its title, else its host; letters a to z, digits and hyphens. Pure. */

const MAX_LENGTH = 60;

/** Letters that `NFKD` does not take apart, as they are commonly written without their marks. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', þ: 'th', ð: 'd' };

/** @param taken slugs in use; the one returned is not among them */
export function slugFor(title: string, url: string, taken: ReadonlySet<string>): string {
  const base = slugOf(title) || slugOf(new URL(url).hostname) || 'source';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) {
    const slug = `${base.slice(0, MAX_LENGTH - String(number).length - 1)}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

function slugOf(text: string): string {
  return text
    .slice(0, 500)
    .toLowerCase()
    .replace(/[ßæœøđłþð]/g, (letter) => PLAIN[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
}
