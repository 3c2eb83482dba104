import { z } from 'zod';
import { mayUse } from '@app/dispatches';
import type { ProposalBlockView, ProposalView } from '@app/editions';
import { editionState } from './edition-answers.js';
import { thumbnail, toThumbnail } from './proposals/shelf-answers.js';

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
  picture: thumbnail,
  isExcerptOnly: z.boolean().describe('Without the right to mail it in full: an excerpt, the link, and no picture.'),
});

const score = z
  .object({
    urgency: z.number(),
    freshness: z.number(),
    breadth: z.number(),
    sourceWeight: z.number(),
    novelty: z.number(),
    total: z.number(),
  })
  .nullable()
  .describe('The machine’s points; null: it did not choose it.');

const block = z.object({
  id: z.uuid().describe('What acts name it by.'),
  position: z.int().describe('Counted from 0.'),
  kind: z.enum(['dispatch', 'text', 'promotion', 'sponsor']),
  section: z.string().describe('Slug; empty: under none.'),
  dispatchId: z.uuid().nullable(),
  dispatch: dispatch.nullable().describe('As it is now; null: none, or no longer usable.'),
  former: z
    .object({ status: z.enum(['usable', 'withheld', 'killed']), headline: z.string(), source: z.string() })
    .nullable()
    .describe('What is left of a dispatch that is no longer usable; it leaves with no edition.'),
  headline: z.string().describe('As it would leave: the desk’s words before the dispatch’s; of a text its title.'),
  edits: z.object({ headline: z.string().optional(), standfirst: z.string().optional() }).describe('The desk’s words.'),
  content: z
    .record(z.string(), z.unknown())
    .describe('Of a text: title, markdown, signature. Of the others: title, text, link, linkLabel, advertiser.'),
  reasons: z.array(z.unknown()).describe('Why the machine chose it.'),
  score,
  others: z
    .array(z.object({ dispatchId: z.string(), headline: z.string(), source: z.string() }))
    .describe('Dispatches of the same event, which stand in it by their sources’ names.'),
  isUpdate: z.boolean().describe('Told before, with new facts since.'),
  isPinned: z.boolean(),
  addedBy: z.string().nullable().describe('The operator; null: the machine.'),
  addedByName: z.string().nullable(),
});

export const proposalAnswer = z.object({
  editionId: z.uuid(),
  newsletter: z.string().describe('Slug.'),
  newsletterId: z.uuid(),
  newsletterName: z.string(),
  familyId: z.uuid().nullable(),
  language: z.string().describe('BCP 47 tag.'),
  direction: z.enum(['ltr', 'rtl']),
  timeZone: z.string().describe('IANA name.'),
  sections: z.array(z.object({ slug: z.string(), name: z.string() })).describe('In the newsletter’s order.'),
  kind: z.enum(['digest', 'flash', 'letter', 'correction']),
  sequence: z.int(),
  editionDate: z.iso.date(),
  state: editionState,
  reason: z.string().nullable().describe('Code: why a human is needed, or why nothing went out.'),
  cutOff: z.iso.datetime().nullable().describe('The machine knew what had come in until then; null: not assembled.'),
  dueAt: z.iso.datetime().describe('Of the first wave.'),
  lastDueAt: z.iso.datetime(),
  usefulUntil: z.iso.datetime(),
  pausedAt: z.iso.datetime().nullable(),
  approval: z.enum(['automatic', 'desk']).describe('`automatic`: what nobody stops leaves by itself.'),
  approvalDelayMinutes: z.int().min(0).describe('So long an approval can be taken back.'),
  isByCalendar: z.boolean().describe('False: somebody made it; it leaves only when a person approves.'),
  version: z.int().describe('Also the ETag; changes and approvals name it in If-Match.'),
  subject: z.string().nullable().describe('The desk’s; null: the machine’s.'),
  preheader: z.string().nullable(),
  deadline: z.iso.datetime(),
  unapproved: z.enum(['send', 'send_short', 'hold']).describe('What happens at the deadline without approval.'),
  releaseAt: z.iso.datetime().nullable(),
  approvals: z
    .array(z.object({ operatorId: z.string(), name: z.string().nullable(), approvedAt: z.iso.datetime() }))
    .describe('Of the proposal as it is, oldest first.'),
  approvalsNeeded: z.int(),
  blocks: z.array(block).describe('In order.'),
  exclusions: z.array(
    z.object({
      dispatchId: z.uuid(),
      headline: z.string().nullable().describe('null: no longer usable.'),
      reason: z.string(),
      excludedBy: z.string().nullable(),
      excludedByName: z.string().nullable(),
    }),
  ),
  warnings: z
    .array(z.object({ code: z.string(), block: z.uuid().nullable() }))
    .describe('What to know before approving; block null: about the whole.'),
});

/** What the answer says that the proposal does not know. */
export interface ProposalWords {
  /** By the operator's id. */
  readonly names: ReadonlyMap<string, string>;
  readonly direction: 'ltr' | 'rtl';
  /** A section's name in the newsletter's language. */
  readonly section: (slug: string) => string;
}

export function toProposalAnswer(view: ProposalView, words: ProposalWords): z.infer<typeof proposalAnswer> {
  const { edition, newsletter, subject, preheader } = view;
  const nameOf = (operatorId: string | null): string | null => words.names.get(operatorId ?? '') ?? null;
  const sections = new Set([...view.sections, ...view.blocks.map(({ section }) => section)]);
  sections.delete('');
  return {
    editionId: edition.id,
    newsletter: newsletter.slug,
    newsletterId: newsletter.id,
    newsletterName: newsletter.name,
    familyId: newsletter.familyId,
    language: newsletter.language,
    direction: words.direction,
    timeZone: newsletter.timeZone,
    sections: [...sections].map((slug) => ({ slug, name: words.section(slug) })),
    kind: edition.kind,
    sequence: edition.sequence,
    editionDate: edition.editionDate,
    state: edition.state,
    reason: edition.reason,
    cutOff: edition.cutOff?.toISOString() ?? null,
    dueAt: edition.dueAt.toISOString(),
    lastDueAt: edition.lastDueAt.toISOString(),
    usefulUntil: edition.usefulUntil.toISOString(),
    pausedAt: edition.pausedAt?.toISOString() ?? null,
    approval: newsletter.approval,
    approvalDelayMinutes: newsletter.approvalDelayMinutes,
    isByCalendar: edition.slot !== null,
    version: edition.proposalVersion,
    subject,
    preheader,
    deadline: edition.freezeAt.toISOString(),
    unapproved: edition.slot === null ? 'hold' : newsletter.unapproved,
    releaseAt: edition.releaseAt?.toISOString() ?? null,
    approvals: view.approvals.map(({ operatorId, approvedAt }) => ({
      operatorId,
      name: nameOf(operatorId),
      approvedAt: approvedAt.toISOString(),
    })),
    approvalsNeeded: newsletter.approvalsNeeded,
    blocks: view.blocks.map((one) => ({ ...toBlock(one, edition.lastDueAt), addedByName: nameOf(one.addedBy) })),
    exclusions: view.exclusions.map((one) => ({ ...one, excludedByName: nameOf(one.excludedBy) })),
    warnings: view.warnings.map((warning) => ({ ...warning })),
  };
}

function toBlock(given: ProposalBlockView, at: Date): Omit<z.infer<typeof block>, 'addedByName'> {
  const { dispatch: found, former, content, edits } = given;
  const { title = '', isUpdate = false } = content;
  return {
    ...given,
    headline: edits.headline ?? found?.headline ?? former?.headline ?? (typeof title === 'string' ? title : ''),
    content: { ...content },
    reasons: [...given.reasons],
    others: given.others.map(({ dispatchId, headline, source }) => ({ dispatchId, headline, source })),
    isUpdate: isUpdate === true || (found?.isUpdate ?? false),
    former: former === null ? null : { status: former.status, headline: former.headline, source: former.sourceName },
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
            picture: toThumbnail(found.picture),
            isExcerptOnly: !mayUse(found.rights, 'mail', { at }),
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
  approvalTakenBack: z.boolean().describe('Who had approved it, all or one of two, has to approve it anew.'),
  added: z.array(z.uuid()).describe('Ids of the new blocks, in their order.'),
});
