import { z } from 'zod';
import type { ProposalBlockView, ProposalView } from '@app/editions';
import { approvalList, editionState, toApprovals } from './edition-answers.js';

/** A proposal as a desk has it before it. */

const dispatch = z.object({
  id: z.uuid(),
  version: z.int(),
  headline: z.string(),
  standfirst: z.string(),
  link: z.string().nullable(),
  source: z.string(),
  otherSources: z.array(z.string()),
  regions: z.array(z.string()),
  countries: z.array(z.string()),
  urgency: z.int().describe('IPTC: 1 most urgent … 9 least.'),
  publishedAt: z.iso.datetime(),
  embargoedUntil: z.iso.datetime().nullable(),
  access: z.string(),
  hasPicture: z.boolean(),
});

const block = z.object({
  id: z.uuid().describe('What acts name it by.'),
  position: z.int().describe('Counted from 0.'),
  kind: z.enum(['dispatch', 'text', 'promotion', 'sponsor']),
  section: z.string().describe('Slug; empty: under none.'),
  dispatchId: z.uuid().nullable(),
  dispatch: dispatch.nullable().describe('As it is now; null: none, or no longer usable.'),
  headline: z.string().describe('As it would leave: the desk’s words before the dispatch’s; of a text its title.'),
  edits: z.object({ headline: z.string().optional(), standfirst: z.string().optional() }).describe('The desk’s words.'),
  content: z
    .record(z.string(), z.unknown())
    .describe('Of a text: title, markdown, signature. Of the others: title, text, link, linkLabel, advertiser.'),
  reasons: z.array(z.unknown()).describe('Why the machine chose it.'),
  isPinned: z.boolean(),
  addedBy: z.string().nullable().describe('The operator; null: the machine.'),
});

export const proposalAnswer = z.object({
  editionId: z.uuid(),
  newsletter: z.string().describe('Slug.'),
  editionDate: z.iso.date(),
  state: editionState,
  version: z.int().describe('Also the ETag; changes and approvals name it in If-Match.'),
  subject: z.string().nullable().describe('The desk’s; null: the machine’s.'),
  preheader: z.string().nullable(),
  deadline: z.iso.datetime(),
  unapproved: z.enum(['send', 'send_short', 'hold']).describe('What happens at the deadline without approval.'),
  releaseAt: z.iso.datetime().nullable(),
  approvals: approvalList,
  approvalsNeeded: z.int(),
  blocks: z.array(block).describe('In order.'),
  exclusions: z.array(
    z.object({
      dispatchId: z.uuid(),
      headline: z.string().nullable().describe('null: no longer usable.'),
      reason: z.string(),
      excludedBy: z.string().nullable(),
    }),
  ),
  warnings: z
    .array(z.object({ code: z.string(), block: z.uuid().nullable() }))
    .describe('What to know before approving; block null: about the whole.'),
});

export function toProposalAnswer(view: ProposalView): z.infer<typeof proposalAnswer> {
  const { edition, newsletter, subject, preheader } = view;
  return {
    editionId: edition.id,
    newsletter: newsletter.slug,
    editionDate: edition.editionDate,
    state: edition.state,
    version: edition.proposalVersion,
    subject,
    preheader,
    deadline: edition.freezeAt.toISOString(),
    unapproved: newsletter.unapproved,
    releaseAt: edition.releaseAt?.toISOString() ?? null,
    approvals: toApprovals(view.approvals),
    approvalsNeeded: newsletter.approvalsNeeded,
    blocks: view.blocks.map(toBlock),
    exclusions: view.exclusions.map((exclusion) => ({ ...exclusion })),
    warnings: view.warnings.map((warning) => ({ ...warning })),
  };
}

function toBlock(given: ProposalBlockView): z.infer<typeof block> {
  const { dispatch: found, content, edits } = given;
  const { title = '' } = content;
  return {
    ...given,
    headline: edits.headline ?? found?.headline ?? (typeof title === 'string' ? title : ''),
    content: { ...content },
    reasons: [...given.reasons],
    dispatch:
      found === null
        ? null
        : {
            ...found,
            source: found.sourceName,
            otherSources: [...found.otherSources],
            regions: [...found.regions],
            countries: [...found.countries],
            publishedAt: found.publishedAt.toISOString(),
            embargoedUntil: found.embargoedUntil?.toISOString() ?? null,
            hasPicture: found.picture !== null,
          },
  };
}

const place = z.object({ position: z.int(), section: z.string() });

export const diffAnswer = z.object({
  version: z.int(),
  isAssembled: z.boolean().describe('False: no machine made anything, and all of it is the desk’s.'),
  added: z.array(
    z.object({ block: z.uuid(), dispatchId: z.uuid().nullable(), kind: z.string(), position: z.int(), by: z.string().nullable() }),
  ),
  removed: z.array(
    z.object({
      dispatchId: z.string(),
      position: z.int().describe('Where the machine had it.'),
      reason: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  moved: z.array(z.object({ block: z.uuid(), dispatchId: z.string(), from: place, to: place })),
  rewritten: z.array(
    z.object({ block: z.uuid(), dispatchId: z.string(), headline: z.string().optional(), standfirst: z.string().optional() }),
  ),
  pinned: z.array(z.uuid()),
  subject: z.string().nullable(),
  preheader: z.string().nullable(),
}); // prettier-ignore

export const changeAnswer = z.object({
  editionId: z.uuid(),
  version: z.int().describe('Of the proposal as it is now, and the ETag.'),
  state: editionState,
  changed: z.boolean().describe('False: it was so already.'),
  approvalTakenBack: z.boolean().describe('It was approved, and has to be approved anew.'),
  added: z.array(z.uuid()).describe('Ids of the new blocks, in their order.'),
});
