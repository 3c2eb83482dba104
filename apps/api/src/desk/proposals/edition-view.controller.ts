import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ForeseeAudience } from '@app/delivery';
import { PreviewProposal, ReadProposal } from '@app/editions';
import { OperatorNamesRepository } from '@app/operators';
import { AuditTrail, Database } from '@app/platform';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { SampleMessage } from '../sample-message.service.js';

const ID = { schema: z.uuid() };

/** Bytes of HTML from which on mail programs cut a mail; freezing refuses it. */
const LARGEST_HTML = 100_000;

const preview = z.object({
  subject: z.string(),
  preheader: z.string(),
  from: z.string(),
  html: z.string(),
  text: z.string(),
  source: z.string().describe('The whole message (RFC 5322), with sample links in the place of a reader’s own.'),
  htmlBytes: z.int(),
  largestHtml: z.int().describe('With more bytes it would not leave.'),
  version: z.int().describe('Of the proposal it was made from.'),
  isFrozen: z.boolean().describe('False: still a proposal.'),
  leftOut: z.int().min(0).describe('Blocks that would not leave as things are: killed, under an embargo, without rights.'),
}); // prettier-ignore

const historyQuery = z.object({
  after: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const history = z.object({
  acts: z
    .array(
      z.object({
        id: z.int(),
        at: z.iso.datetime(),
        by: z.string().nullable().describe('Name of the operator; null: a policy, or one who is gone.'),
        operatorId: z.string().nullable(),
        action: z.string().describe('`edition.move`, `edition.approval_given`, …'),
        detail: z.record(z.string(), z.unknown()).describe('What was there before and after, where it was a change.'),
      }),
    )
    .describe('The latest first.'),
  next: z.string().nullable(),
});

const outlook = z.object({
  readers: z
    .int()
    .min(0)
    .nullable()
    .describe('Active readers as things are; null: a correction goes to those alone who were sent the error.'),
  waves: z.array(z.object({ dueAt: z.iso.datetime(), readers: z.int().min(0) })).describe('Earliest first.'),
  seedDueAt: z.iso.datetime().nullable().describe('When seed addresses get it, before everybody.'),
});

/** What an edition comes to as it is: its message, its story so far, and whom it would reach. */
@Controller('api/v1/editions/:id')
export class EditionViewController {
  constructor(
    private readonly database: Database,
    private readonly previews: PreviewProposal,
    private readonly messages: SampleMessage,
    private readonly proposals: ReadProposal,
    private readonly trail: AuditTrail,
    private readonly names: OperatorNamesRepository,
    private readonly audience: ForeseeAudience,
  ) {}

  @Get('preview')
  @Requires('preview:read', { edition: 'id' })
  @Answers(200, preview, 'The message as it would leave now or, frozen, as it leaves. Nothing is written.')
  async previewEdition(@Param('id', ID) id: string): Promise<z.infer<typeof preview>> {
    const { subject, preheader, isFrozen, leftOut, edition, ...given } = await this.previews.preview(id);
    const message = await this.messages.make({ ...given, subject });
    const version = edition.proposalVersion;
    return { ...message, subject, preheader, isFrozen, leftOut, version, largestHtml: LARGEST_HTML };
  }

  @Get('acts')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, history, 'What people and policies did to the edition.')
  async readActs(
    @Param('id', ID) id: string,
    @Query({ schema: historyQuery }) { after, limit }: z.infer<typeof historyQuery>,
  ): Promise<z.infer<typeof history>> {
    await this.proposals.standing(id);
    const page = { limit: limit + 1, ...(after !== undefined && { before: after }) };
    const found = await this.trail.of(this.database, `edition:${id}`, page);
    const shown = found.slice(0, limit);
    const names = await this.names.of(shown.flatMap(({ operatorId }) => operatorId ?? []));
    return {
      acts: shown.map((one) => ({
        ...one,
        at: one.at.toISOString(),
        by: names.get(one.operatorId ?? '') ?? null,
        detail: { ...one.detail },
      })),
      next: found.length > limit ? String(shown.at(-1)?.id ?? '') : null,
    };
  }

  @Get('outlook')
  @Requires('editions:read', { edition: 'id' })
  @Answers(
    200,
    outlook,
    'How many readers it would reach, and when. A forecast: who gets it is decided when it begins.',
  )
  async readOutlook(@Param('id', ID) id: string): Promise<z.infer<typeof outlook>> {
    const { readers, waves, seedDueAt } = await this.audience.of(id);
    return {
      readers,
      waves: waves.map((wave) => ({ ...wave, dueAt: wave.dueAt.toISOString() })),
      seedDueAt: seedDueAt?.toISOString() ?? null,
    };
  }
}
