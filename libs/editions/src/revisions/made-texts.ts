import { z } from 'zod';
import { DESK_LIMITS, deskMarkdown, wordedLine } from '../desk/desk-texts.js';
import { editionErrors } from '../editions.errors.js';

/** What a person writes and chooses when an edition is made outside the calendar, as the API and the command line take it. */

/** A flash is one piece of news; what has more parts is a digest. */
const FLASH_DISPATCHES = 3;
/** Versions of a dispatch that one correction names: more than any agency refiles a story. */
const CORRECTED_VERSIONS = 100;

const signature = wordedLine(DESK_LIMITS.signature).describe('Who speaks: no text without a name.');

export const letterWords = z.object({
  subject: wordedLine(DESK_LIMITS.subject).describe('Also the title above the letter.'),
  preheader: wordedLine(DESK_LIMITS.preheader).optional(),
  markdown: deskMarkdown,
  signature,
});
export type LetterWords = z.infer<typeof letterWords>;

export const flashWords = z.object({
  dispatches: z
    .array(z.uuid())
    .min(1)
    .max(FLASH_DISPATCHES)
    .refine((ids) => new Set(ids).size === ids.length, 'names a dispatch twice')
    .describe('Ids, the most important first.'),
  text: z.object({ markdown: deskMarkdown, signature }).optional().describe('Hand-written and signed, above them.'),
});
export type FlashWords = z.infer<typeof flashWords>;

export const correctionWords = z.object({
  dispatch: z.uuid(),
  versions: z
    .array(z.int().min(1).max(1_000_000))
    .min(1)
    .max(CORRECTED_VERSIONS)
    .optional()
    .describe('The wrong ones. Left out: all that were mailed before the present one.'),
  explanation: deskMarkdown.describe('What was wrong and what is right.'),
  correctedHeadline: wordedLine(DESK_LIMITS.headline).optional().describe('Left out: the dispatch’s present one.'),
  signature: signature.optional().describe('Left out: the brand’s name.'),
});
export type CorrectionWords = z.infer<typeof correctionWords>;

/**
 * What was given, checked: whoever calls may have asked no schema before.
 *
 * @throws `edition.act_invalid`
 */
export function checkedWords<Output>(schema: z.ZodType<Output>, given: unknown): Output {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw editionErrors.error('edition.act_invalid', { issues });
}
