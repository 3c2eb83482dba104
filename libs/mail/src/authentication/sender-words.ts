import type { DnsRecord, Finding, Verdict } from './finding.js';
import { english, englishPhrases, type PhraseName, type SenderFindingName, type SenderPhrases, type SenderWords } from './sender-words.en.js'; // prettier-ignore
import { french, frenchPhrases } from './sender-words.fr.js';

/** Findings about sending domains are read in the admin too, in the operator's language; those of relays by the doctor alone. */

export type { PhraseName, SenderFindingName } from './sender-words.en.js';

/** Part of a sentence that is worded in the sentence's language. */
export interface Phrase {
  readonly phrase: PhraseName;
  readonly values?: Values;
}

/** A list is told with commas. */
type Value = string | number | Phrase | readonly Phrase[];
type Values = Readonly<Record<string, Value>>;

/** A finding that can be said in other languages; until then it is English. */
export interface SenderFinding extends Finding {
  readonly name: SenderFindingName;
  readonly values: Values;
}

export interface FoundAtSender {
  readonly verdict: Verdict;
  readonly name: SenderFindingName;
  readonly values: Values;
  readonly publish?: DnsRecord;
}

export function senderFinding(found: FoundAtSender): SenderFinding {
  const code = found.name.split('.').slice(0, 2).join('.');
  return { ...found, code, ...told(found, 'en') };
}

/** In the languages of the admin; everybody else reads English. */
export function inLanguage(finding: SenderFinding, locale: string): SenderFinding {
  return { ...finding, ...told(finding, locale) };
}

/** A phrase for itself, in English: for sentences that nobody reads but the doctor's. */
export function englishPhrase(phrase: Phrase): string {
  return worded(phrase, 'en');
}

function told({ name, values }: Pick<FoundAtSender, 'name' | 'values'>, locale: string): { says: string; remedy?: string } {
  const words: SenderWords = isFrench(locale) ? french : english;
  const [says, remedy] = words[name];
  const its = { says: filled(says, values, locale) };
  return remedy === undefined ? its : { ...its, remedy: filled(remedy, values, locale) };
} // prettier-ignore

function isFrench(locale: string): boolean {
  return /^fr(?:-|$)/i.test(locale);
}

function worded({ phrase, values = {} }: Phrase, locale: string): string {
  const phrases: SenderPhrases = isFrench(locale) ? frenchPhrases : englishPhrases;
  return filled(phrases[phrase], values, locale);
}

/** What a value holds is not looked into again. */
function filled(text: string, values: Values, locale: string): string {
  return text.replaceAll(/\{([a-z]+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value !== 'object') return String(value);
    return 'phrase' in value ? worded(value, locale) : value.map((one) => worded(one, locale)).join(', ');
  });
}
