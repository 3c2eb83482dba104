import { z } from 'zod';
import type { LabelKind } from '@app/platform';
import { COUNTRY_CODES } from './places-data.js';

/**
 * Regions and topics as a newsroom has them: installation data with rules that say, in a small language, which
 * dispatches get the label.
 *
 * Phrases are found as whole words whatever their accents; a capital letter in a phrase asks for one in the text, so
 * that "Orange" is the commune and not the fruit, and a word of up to four capitals is written exactly so ("UE").
 * Arabic particles and the article may stand before the first word. A mention counts 2 in the body, 4 in the
 * standfirst, 6 in the headline; a country of the label's list half as much again when it is named by its own name.
 */

/** More would be a dictionary; each costs memory in every process. */
const MAX_PHRASES = 500;
const MAX_PHRASE_LENGTH = 100;
const MAX_LABELS = 500;

export const labelSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, a letter first');
const languageCode = z.string().regex(/^(?:[a-z]{2,3}|\*)$/, 'a language such as fr, or * for every language');
const phrase = z
  .string()
  .trim()
  .max(MAX_PHRASE_LENGTH)
  .regex(/[\p{L}\p{N}]/u, 'holds no word');
const phraseList = z.array(phrase).max(MAX_PHRASES);

/** A list is for texts in every language; else one list a language, with `*` for every language. */
const phrases = z.union([phraseList, z.record(languageCode, phraseList)]);
export type Phrases = z.output<typeof phrases>;

export const labelRules = z.strictObject({
  /** Each mention of one of them counts. */
  any: phrases.optional(),
  /** All of them must be there, or no word of the rule counts. */
  all: phrases.optional(),
  /** One of them, and the dispatch never gets the label, whatever else says so. */
  none: phrases.optional(),
  /** A category given by the source, compared folded: a term, or an IPTC code such as `medtop:15000000`. */
  categories: z.array(z.string().trim().min(1).max(200)).max(MAX_PHRASES).optional(),
  /** Slugs of sources whose every dispatch gets the label. */
  sources: z.array(z.string().min(1).max(100)).max(MAX_PHRASES).optional(),
  /** What the words and countries must count together; left out, any mention will do. */
  minScore: z.number().positive().max(1_000).optional(),
});
export type LabelRules = z.output<typeof labelRules>;

/** One label, without its kind: in a file, and as a row of the table reads. */
export const storedLabel = z.strictObject({
  slug: labelSlug,
  /** Language → name, as readers see it. */
  names: z
    .record(z.string().regex(/^[a-z]{2,3}$/, 'a language such as fr'), z.string().trim().min(1).max(100))
    .refine((names) => Object.keys(names).length > 0, 'a label needs a name in one language at least'),
  /** ISO 3166-1 alpha-2: a dispatch about them gets the label. */
  countries: z.array(z.enum(COUNTRY_CODES, 'no country has this code (ISO 3166-1 alpha-2)')).default([]),
  rules: labelRules.default({}),
});

const labels = z
  .array(storedLabel)
  .max(MAX_LABELS)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [at, { slug }] of all.entries()) {
      if (seen.has(slug)) context.addIssue({ code: 'custom', path: [at, 'slug'], message: `“${slug}” stands twice` });
      seen.add(slug);
    }
  });

/** The file that `colporteur label export` writes and `label import` reads. A kind left out stays as it is. */
export const labelFile = z.strictObject({ regions: labels.optional(), topics: labels.optional() });
export type LabelFile = z.output<typeof labelFile>;
export type LabelFileInput = z.input<typeof labelFile>;

export interface Label {
  readonly kind: LabelKind;
  readonly slug: string;
  readonly names: Readonly<Record<string, string>>;
  readonly countries: readonly string[];
  readonly rules: LabelRules;
}

/** In the order of the file, regions first. */
export function labelsOf({ regions = [], topics = [] }: LabelFile): Label[] {
  return [
    ...regions.map((region): Label => ({ kind: 'region', ...region })),
    ...topics.map((topic): Label => ({ kind: 'topic', ...topic })),
  ];
}

/** The phrases of a rule for a text in `language`: those for it, and those for every language. */
export function phrasesFor(given: Phrases | undefined, language: string): readonly string[] {
  if (given === undefined) return [];
  if (Array.isArray(given)) return given;
  return [...(given['*'] ?? []), ...(given[language] ?? [])];
}

export function languagesOf({ rules }: Label): string[] {
  return [rules.any, rules.all, rules.none].flatMap((given) =>
    given === undefined || Array.isArray(given) ? [] : Object.keys(given),
  );
}
