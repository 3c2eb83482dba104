import { endingSlips, undelegatedEndings } from './domain-slips.js';
import { plainForm, readForm } from './look-alikes.js';
import { isKnownDomain, mailProviders, type MailProvider } from './mail-providers.js';

/**
 * The domain somebody may have meant, where theirs looks like a slip of a well-known one; undefined where nothing says
 * so. Precision goes first: a domain that may well be real is left alone, since a reader who is asked needlessly trusts
 * us less.
 */
export function suggestDomain(ascii: string, unicode: string): string | undefined {
  if (isKnownDomain(ascii)) return undefined;
  return lookalikeOf(ascii, unicode) ?? withoutHost(ascii) ?? mended(ascii) ?? withExistingEnding(ascii);
}

/** Of a text that is no domain, such as `gmailcom`, `hotmail-fr`, `gmail` or `orange.f`: the well-known one it spells. */
export function spelledDomain(text: string): string | undefined {
  const letters = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  for (const { name, tlds } of mailProviders) {
    const plain = name.replaceAll('-', '');
    const tld = tlds.find((ending) => `${plain}${ending.replaceAll('.', '')}`.startsWith(letters));
    if (tld !== undefined && letters.startsWith(plain)) return `${name}.${tld}`;
  }
  return undefined;
}

function lookalikeOf(ascii: string, unicode: string): string | undefined {
  const forms = unicode === ascii ? [readForm(ascii)] : [plainForm(unicode), readForm(plainForm(unicode))];
  return forms.find((form) => form !== ascii && isKnownDomain(form));
}

/** www.gmail.com is a site's name, nobody's mail domain. */
function withoutHost(ascii: string): string | undefined {
  const rest = ascii.startsWith('www.') ? ascii.slice(4) : undefined;
  return rest !== undefined && isKnownDomain(rest) ? rest : undefined;
}

/** The nearest well-known domain, when it is near enough. */
function mended(ascii: string): string | undefined {
  const dot = ascii.indexOf('.');
  const [name, tld] = [ascii.slice(0, dot), ascii.slice(dot + 1)];
  let nearest: { domain: string; steps: number } | undefined;
  for (const provider of mailProviders) {
    const slip = nameSlip(name, provider);
    if (slip === undefined) continue;
    const ending = mendedEnding(tld, provider, slip);
    if (ending === undefined) continue;
    const steps = STEPS[slip] + (ending === tld ? 0 : 1);
    if (steps < (nearest?.steps ?? Infinity)) nearest = { domain: `${provider.name}.${ending}`, steps };
  }
  return nearest?.domain;
}

function withExistingEnding(ascii: string): string | undefined {
  for (const [slip, meant] of Object.entries(undelegatedEndings)) {
    const stem = ascii.slice(0, -slip.length);
    // A name of one letter or two before a doubled .fr may be one's own.
    if (ascii.endsWith(`.${slip}`) && stem.length > 1) return `${stem}${meant}`;
  }
  return undefined;
}

/** `plain`: two letters swapped, or one doubled or no longer doubled; what fingers do, and names seldom differ by. */
type Slip = 'none' | 'plain' | 'one' | 'two';

const STEPS: Readonly<Record<Slip, number>> = { none: 0, plain: 1, one: 1, two: 2 };
/** Letters a name must have for one wrong letter, and for two, to be told from another name. */
const LONG_ENOUGH_FOR_ONE = 5;
const LONG_ENOUGH_FOR_TWO = 9;
/** In shorter names the first letter decides which of many real words it is: gmail, email, ymail, hmail. */
const LONG_ENOUGH_WITHOUT_FIRST = 7;

function nameSlip(name: string, { name: meant, isWord }: MailProvider): Slip | undefined {
  if (name === meant) return 'none';
  if (meant.length < LONG_ENOUGH_FOR_ONE || Math.abs(name.length - meant.length) > 2) return undefined;
  if (isSwapped(name, meant) || isDoubled(name, meant) || isDoubled(meant, name)) return 'plain';
  if (isWord || !sharesFirst(name, meant)) return undefined;
  const apart = distance(name, meant);
  if (apart === 1) return 'one';
  if (apart === 2 && meant.length >= LONG_ENOUGH_FOR_TWO) return 'two';
  if (apart !== 2) return undefined;
  // One letter too many and one wrong (hottmial), or the right letters in another order (icould).
  const isMuddled = distance(singled(name), singled(meant)) <= 1 || sorted(name) === sorted(meant);
  return isMuddled ? 'two' : undefined;
}

function mendedEnding(tld: string, { tlds, isCoined, isWord }: MailProvider, slip: Slip): string | undefined {
  if (tlds.includes(tld)) return tld;
  const meant = undelegatedEndings[tld];
  if (meant !== undefined && tlds.includes(meant)) return meant;
  const slipped = tlds.find((ending) => endingSlips[ending]?.includes(tld));
  if (slipped !== undefined && !isWord && slip !== 'two') return slipped;
  return isCoined && (slip === 'none' || slip === 'plain') ? tlds[0] : undefined;
}

function sharesFirst(name: string, meant: string): boolean {
  return name[0] === meant[0] || (meant.length >= LONG_ENOUGH_WITHOUT_FIRST && name.endsWith(meant.slice(1)));
}

/** Two neighbouring letters in each other's place. */
function isSwapped(name: string, meant: string): boolean {
  if (name.length !== meant.length) return false;
  const at = Array.from(name).findIndex((letter, index) => letter !== meant[index]);
  return name === meant.slice(0, at) + (meant[at + 1] ?? '') + (meant[at] ?? '') + meant.slice(at + 2);
}

/** One letter of `plain` typed once more beside itself. */
function isDoubled(longer: string, plain: string): boolean {
  if (longer.length !== plain.length + 1) return false;
  const at = Array.from(longer).findIndex((letter, index) => letter !== plain[index]);
  return at > 0 && longer[at] === longer[at - 1] && longer.slice(at + 1) === plain.slice(at);
}

function singled(name: string): string {
  return name.replace(/(.)\1/g, '$1');
}

function sorted(name: string): string {
  return Array.from(name).sort().join('');
}

/** Optimal string alignment (Damerau-Levenshtein without overlapping swaps): names are at most a few letters longer than ours. */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const isSame = left[i - 1] === right[j - 1];
      const swap = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1] ? at(before, j - 2) + 1 : Infinity; // prettier-ignore
      next.push(Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (isSame ? 0 : 1), swap));
    }
    [before, row] = [row, next];
  }
  return at(row, right.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
