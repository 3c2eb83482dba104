/**
 * The months' names as the world's calendars write them (Unicode CLDR, through Intl), because feeds write their dates
 * in the language of the newsroom: in full and short, alone and beside a day, with and without their accents.
 */

/** The languages news comes in, those of the issue first: a name that two of them share means what it means in the first. */
const LOCALES = [
  'en', 'fr', 'es', 'de', 'it', 'pt', 'ar', 'ar-SY', 'ar-MA', 'ar-DZ', 'nl', 'ca', 'ro', 'ru', 'uk', 'pl', 'cs', 'sk', 'hu', 'sv', 'da', 'nb', 'fi', 'el', 'tr',
  'fa', 'he', 'id', 'sw', 'ha', 'de-AT', 'sl', 'bg', 'sr', 'et', 'lv', 'lt', 'az', 'sq',
]; // prettier-ignore

/** Written in the wild and not in CLDR. */
const OTHERS: Readonly<Record<string, number>> = {
  sept: 9,
  mrt: 3,
  märz: 3,
  mär: 3,
  mae: 3,
  set: 9,
  dez: 12,
  febr: 2,
  jänner: 1,
  juill: 7,
};

let names: ReadonlyMap<string, number> | undefined;

/** 1 … 12, or undefined for a word that is no month. */
export function monthOf(word: string): number | undefined {
  names ??= monthNames();
  const name = plain(word);
  return names.get(name) ?? beginningOf(name, names);
}

/** Shorter than CLDR has it, and still one month's: `fév`, `фев`. */
function beginningOf(word: string, known: ReadonlyMap<string, number>): number | undefined {
  if (word.length < 3) return undefined;
  const months = new Set([...known].filter(([name]) => name.startsWith(word)).map(([, month]) => month));
  return months.size === 1 ? [...months][0] : undefined;
}

/** Names of two words, such as the Levant's. */
export function monthNamesOfTwoWords(): readonly string[] {
  names ??= monthNames();
  return [...names.keys()].filter((name) => name.includes(' '));
}

function monthNames(): Map<string, number> {
  const found = new Map<string, number>();
  const add = (name: string, month: number): void => {
    for (const spelling of [plain(name), plain(name).normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')]) {
      if (spelling.length > 1 && /\p{L}/u.test(spelling) && !found.has(spelling)) found.set(spelling, month);
    }
  };
  for (const locale of LOCALES) {
    for (const style of ['long', 'short'] as const) {
      for (const day of [undefined, 'numeric'] as const) {
        const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
          month: style,
          timeZone: 'UTC',
          ...(day && { day }),
        });
        for (let month = 1; month <= 12; month += 1) {
          const parts = format.formatToParts(Date.UTC(2026, month - 1, 15));
          // Catalan counts its preposition to the name.
          add((parts.find(({ type }) => type === 'month')?.value ?? '').replace(/^d(?:e |['’])/, ''), month);
        }
      }
    }
  }
  for (const [name, month] of Object.entries(OTHERS)) add(name, month);
  return found;
}

function plain(word: string): string {
  return word.normalize('NFC').toLowerCase().replace(/[.'’]/g, '').replace(/\s+/g, ' ').trim();
}
