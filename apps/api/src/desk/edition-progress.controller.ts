import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { PauseEdition, ReadEditionStatus } from '@app/delivery';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { editionState } from './edition-answers.js';

const ID = { schema: z.uuid() };

const count = z.int().min(0);
const counts = z
  .object({
    recipients: count,
    planned: count,
    claimed: count,
    submitting: count,
    submitted: count,
    deferred: count,
    rejected: count,
    skipped: count,
    uncertain: count,
  })
  .describe('Rows of the ledger by state.');

const progress = z.object({
  id: z.uuid(),
  state: editionState,
  pausedAt: z.iso.datetime().nullable(),
  revision: z.int().nullable().describe('The current one; null: not frozen yet.'),
  counts,
  skipped: z.partialRecord(z.string(), count).describe('Why rows were skipped.'),
  waves: z
    .array(
      z.object({
        dueAt: z.iso.datetime(),
        isSeed: z.boolean().describe('Staff and seed addresses, before everybody.'),
        size: count,
        openedAt: z.iso.datetime().nullable().describe('Readers who came since were added; null: not yet open.'),
        counts,
      }),
    )
    .describe('Earliest first; empty until the audience is frozen, two minutes before the first one.'),
  messagesPerMinute: z.number().nullable().describe('Over the last five minutes; null: not being sent.'),
  expectedEnd: z.iso.datetime().nullable().describe('At that rate; null: nothing is owed, or nothing leaves.'),
  uncertain: z
    .array(
      z.object({ subscriberId: z.uuid(), submittingAt: z.iso.datetime().nullable(), reply: z.string().nullable() }),
    )
    .describe('We may have submitted these and cannot know; oldest first, a hundred at most.'),
  correction: z
    .object({
      holders: count.describe('Readers who were sent the error.'),
      outcomes: z.array(z.object({ outcome: z.string(), readers: count })).describe('What became of it for them.'),
      outside: count.describe('In its audience without having been sent the error.'),
    })
    .nullable()
    .describe('Of a correction; null for any other kind.'),
});
type Progress = z.infer<typeof progress>;

const ways = z.object({
  ways: z.array(
    z.object({
      transport: z.string().nullable().describe('null: the first try is still to come.'),
      provider: z.string().nullable().describe('Whose mailboxes they are.'),
      submitted: count,
      rejected: count,
      uncertain: count,
      deferred: count.describe('Tried, and told to come again later.'),
      waiting: count.describe('Not tried yet.'),
      lastMinute: count.describe('Tried in the last minute.'),
      nextAt: z.iso.datetime().nullable().describe('When the next of them may be tried.'),
      sparedUntil: z.iso.datetime().nullable().describe('The provider is slowed or suspended until then.'),
      reason: z.string().nullable().describe('What the provider said, without addresses.'),
    }),
  ),
});
type Ways = z.infer<typeof ways>;

/** How far an edition is on its way, and holding it. */
@Controller('api/v1/editions/:id')
export class EditionProgressController {
  constructor(
    private readonly reading: ReadEditionStatus,
    private readonly pausing: PauseEdition,
  ) {}

  @Get('progress')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, progress, 'How far the edition is.')
  async readProgress(@Param('id', ID) id: string): Promise<Progress> {
    const { edition, waves, expectedEnd, uncertain, correction, ...status } = await this.reading.read(id);
    return {
      ...status,
      id,
      pausedAt: edition.pausedAt?.toISOString() ?? null,
      waves: waves.map((wave) => ({
        ...wave,
        dueAt: wave.dueAt.toISOString(),
        openedAt: wave.openedAt?.toISOString() ?? null,
      })),
      expectedEnd: expectedEnd?.toISOString() ?? null,
      uncertain: uncertain.map((row) => ({ ...row, submittingAt: row.submittingAt?.toISOString() ?? null })),
      correction: correction === null ? null : { ...correction, outcomes: [...correction.outcomes] },
    };
  }

  @Get('progress/ways')
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, ways, 'How far it is, by transport and mailbox provider.')
  async readWays(@Param('id', ID) id: string): Promise<Ways> {
    const found = await this.reading.ways(id);
    return {
      ways: found.map((way) => ({
        ...way,
        nextAt: way.nextAt?.toISOString() ?? null,
        sparedUntil: way.sparedUntil?.toISOString() ?? null,
      })),
    };
  }

  @Post('pause')
  @HttpCode(200)
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, progress, 'Held: nothing leaves that is not being submitted already.')
  async pauseEdition(@Param('id', ID) id: string, @Caller() { operatorId }: Principal): Promise<Progress> {
    await this.pausing.set(id, true, operatorId);
    return this.readProgress(id);
  }

  @Post('resume')
  @HttpCode(200)
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, progress, 'Going on.')
  async resumeEdition(@Param('id', ID) id: string, @Caller() { operatorId }: Principal): Promise<Progress> {
    await this.pausing.set(id, false, operatorId);
    return this.readProgress(id);
  }
}
