import { z } from 'zod';
import { editionErrors } from '../editions.errors.js';
import { DESK_LIMITS, deskLine, deskLink, deskMarkdown, wordedLine } from './desk-texts.js';

/** What an editor does to a proposal, as the API and the command line take it. One act is one verb. */

/** Acts of one request: more than a proposal has blocks, so that any proposal can be turned into any other at once. */
export const MAX_ACTS = 200;

const block = z.uuid().describe('Id of the block.');
const dispatch = z.uuid().describe('Id of the dispatch.');
const position = z
  .int()
  .min(0)
  .max(10_000)
  .describe('Counted from 0 in the order after the act; past the end is the end.');
const section = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('One of the newsletter’s sections.');
const reason = wordedLine(DESK_LIMITS.reason).describe(
  'In your own words, for the audit and for whoever asks tomorrow.',
);
/** Chosen by whoever asks, they can go on with the new block before the answer came, and asking twice adds it once. */
const as = z
  .uuid()
  .optional()
  .describe('Id the new block gets; left out: one is made. There already: nothing is added.');
const place = { position: position.optional(), section: section.optional() };

const insertion = {
  title: wordedLine(DESK_LIMITS.title),
  text: deskLine(DESK_LIMITS.insertion).default(''),
  link: deskLink,
  linkLabel: wordedLine(DESK_LIMITS.linkLabel),
  as,
  ...place,
};

export const deskAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('pin'), block }).describe('Assembling again leaves it where it is.'),
  z.object({ act: z.literal('unpin'), block }),
  z
    .object({ act: z.literal('exclude'), block, reason })
    .describe('Out of this edition; assembling does not bring it back.'),
  z.object({ act: z.literal('include'), dispatch, as, ...place }).describe('From the shelf, or excluded before.'),
  z
    .object({ act: z.literal('reorder'), blocks: z.array(block).max(MAX_ACTS) })
    .describe('Names every block exactly once.'),
  z.object({ act: z.literal('move'), block, ...place }).describe('To a position, a section or both.'),
  z
    .object({
      act: z.literal('rewrite'),
      block,
      headline: deskLine(DESK_LIMITS.headline).optional().describe('Empty: the dispatch’s own again.'),
      standfirst: deskLine(DESK_LIMITS.standfirst).optional().describe('Empty: the dispatch’s own again.'),
    })
    .describe('The desk’s words for a dispatch, in this edition alone.'),
  z
    .object({
      act: z.literal('add_text'),
      title: deskLine(DESK_LIMITS.title).default(''),
      markdown: deskMarkdown,
      signature: wordedLine(DESK_LIMITS.signature).describe('Who speaks: no text without a name.'),
      as,
      ...place,
    })
    .describe('Hand-written and signed.'),
  z.object({
    act: z.literal('edit_text'),
    block,
    title: deskLine(DESK_LIMITS.title).optional(),
    markdown: deskMarkdown.optional(),
    signature: wordedLine(DESK_LIMITS.signature).optional(),
  }),
  z.object({ act: z.literal('add_promotion'), ...insertion }).describe('The house’s own, in this edition alone.'),
  z
    .object({ act: z.literal('add_sponsor'), advertiser: wordedLine(DESK_LIMITS.advertiser), ...insertion })
    .describe('Paid for. Its label is the product’s and cannot be written.'),
  z
    .object({ act: z.literal('remove'), block })
    .describe('A text, promotion or sponsor; a dispatch is excluded instead.'),
  z
    .object({
      act: z.literal('set_head'),
      subject: deskLine(DESK_LIMITS.subject).nullable().optional(),
      preheader: deskLine(DESK_LIMITS.preheader).nullable().optional(),
    })
    .describe('null or empty: the machine’s again.'),
]);
export type DeskAct = z.output<typeof deskAct>;
export type DeskActInput = z.input<typeof deskAct>;
export type Act<Verb extends DeskAct['act']> = Extract<DeskAct, { act: Verb }>;

/**
 * An act, or a list of them, as somebody wrote it.
 *
 * @throws `edition.act_invalid` with `issues`: what does not fit, and where
 */
export function readActs(given: unknown): DeskAct[] {
  const read = z
    .array(deskAct)
    .min(1)
    .max(MAX_ACTS)
    .safeParse(Array.isArray(given) ? given : [given]);
  if (read.success) return read.data;
  const issues = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw editionErrors.error('edition.act_invalid', { issues });
}
