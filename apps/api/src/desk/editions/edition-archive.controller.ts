import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ReadReport, type EditionSum } from '@app/delivery';
import { dayText, EditionListRepository, ReadProposal, type ListedEdition } from '@app/editions';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { editionAnswer, editionState, toEditionAnswer } from '../edition-answers.js';
import { newsletterSlug } from '../newsletter-settings.controller.js';
import { CURSOR_LIMIT, fromCursor, toCursor } from '../subscribers/page-cursor.js';
import { OperatorNamesRepository } from '@app/operators';

const listQuery = z.object({
  newsletter: newsletterSlug.optional(),
  kind: z.enum(['digest', 'flash', 'letter', 'correction']).optional(),
  state: editionState.optional(),
  from: dayText.optional().describe('The first day.'),
  to: dayText.optional().describe('The last day.'),
  after: z.string().max(CURSOR_LIMIT).optional().describe('`next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const count = z.int().min(0);
const listed = editionAnswer
  .pick({ id: true, kind: true, editionDate: true, sequence: true, slot: true, state: true, reason: true, dueAt: true, pausedAt: true, currentRevision: true })
  .extend({
    newsletter: z.object({ slug: z.string(), name: z.string(), language: z.string(), timeZone: z.string() }),
    subject: z.string().nullable(),
    sum: z
      .object({
        recipients: count, submitted: count, rejected: count, skipped: count, uncertain: count,
        closedAt: z.iso.datetime().nullable().describe('null: it may still change.'),
      })
      .nullable()
      .describe('null: nobody was written down for it.'),
  }); // prettier-ignore
const page = z.object({ editions: z.array(listed), next: z.string().nullable() });

const revisions = z.object({
  revisions: z
    .array(
      z.object({
        number: z.int(),
        subject: z.string(),
        reason: z.string().describe('`approved`, `killed`, `corrected`, `taken_down`, `desk`.'),
        at: z.iso.datetime(),
        by: z.string().nullable().describe('Name of the operator; null: a policy, or one who is gone.'),
      }),
    )
    .describe('Oldest first.'),
});

/** Every edition there was. */
@Controller('api/v1/editions')
export class EditionArchiveController {
  constructor(
    private readonly editions: EditionListRepository,
    private readonly reports: ReadReport,
    private readonly proposals: ReadProposal,
    private readonly names: OperatorNamesRepository,
  ) {}

  @Get()
  @Requires('editions:read')
  @Answers(200, page, 'A page of editions, the latest due first.')
  async listAll(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<z.infer<typeof page>> {
    const { after, limit, ...filter } = query;
    const place = after === undefined ? undefined : fromCursor(after, isPlace);
    const start = place === undefined ? undefined : { dueAt: new Date(place.at), id: place.id };
    const found = await this.editions.page({ ...filter, after: start, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const sums = await this.reports.sums(shown.map(({ edition }) => edition.id));
    const last = found.length > limit ? shown.at(-1)?.edition : undefined;
    return {
      editions: shown.map((one) => listedOf(one, sums.get(one.edition.id))),
      next: last === undefined ? null : toCursor(last.dueAt.toISOString(), last.id),
    };
  }

  @Get(':id/revisions')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, revisions, 'How its content changed since it was frozen; empty: it is not.')
  async listRevisions(@Param('id', { schema: z.uuid() }) id: string): Promise<z.infer<typeof revisions>> {
    await this.proposals.standing(id);
    const found = await this.editions.revisions(id);
    const names = await this.names.of(found.flatMap(({ by }) => by ?? []));
    return {
      revisions: found.map(({ number, subject, reason, at, by }) => ({
        number,
        subject,
        reason,
        at: at.toISOString(),
        by: names.get(by ?? '') ?? null,
      })),
    };
  }
}

function isPlace(at: string, id: string): boolean {
  return z.iso.datetime().safeParse(at).success && z.uuid().safeParse(id).success;
}

function listedOf(
  { edition, newsletter, subject }: ListedEdition,
  sum: EditionSum | undefined,
): z.infer<typeof listed> {
  const isCounted = sum !== undefined && (sum.closedAt !== null || sum.recipients > 0);
  return {
    ...toEditionAnswer(edition),
    newsletter,
    subject,
    sum: isCounted ? { ...sum, closedAt: sum.closedAt?.toISOString() ?? null } : null,
  };
}
