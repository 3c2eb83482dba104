import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ResolveUncertain } from '@app/delivery';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';

const ID = { schema: z.uuid() };

/** Deliveries in one answer, oldest first; `counts.uncertain` of the progress tells how many there are. */
const MOST_LISTED = 1_000;

const listed = z.object({
  uncertain: z
    .array(
      z.object({
        subscriberId: z.uuid(),
        cause: z.enum(['no_report', 'no_answer', 'restored']),
        explanation: z.string().describe('What happened, in a sentence.'),
        messageId: z.string().describe('As the relay’s log knows it.'),
        submittingAt: z.iso.datetime().nullable(),
        dueAt: z.iso.datetime(),
        transport: z.string().nullable(),
        provider: z.string().nullable(),
        attempts: z.int().min(0),
        reply: z.string().nullable(),
        evidence: z.string().nullable().describe('policy: left as it is by the newsletter’s own rule.'),
      }),
    )
    .describe(`Oldest first, ${MOST_LISTED} at most.`),
});
type Listed = z.infer<typeof listed>;

const decision = z.object({
  wasSent: z
    .boolean()
    .describe('true: the relay took them, they count as submitted; false: they are sent again while it is useful.'),
  subscriberIds: z
    .array(z.uuid())
    .min(1)
    .max(MOST_LISTED)
    .nullable()
    .describe('null: every uncertain delivery of the edition.'),
});
const decided = z.object({ decided: z.int().min(0).describe('What was decided otherwise first stays so.') });

/** Deliveries nobody knows the end of, and what somebody who looked into the relay’s log says of them. */
@Controller('api/v1/editions/:id/uncertain')
export class EditionUncertainController {
  constructor(private readonly resolving: ResolveUncertain) {}

  @Get()
  @Requires('editions:read', { edition: 'id' })
  @Answers(200, listed, 'What the relay may have taken.')
  async listUncertain(@Param('id', ID) id: string): Promise<Listed> {
    const rows = await this.resolving.list(id, MOST_LISTED);
    return {
      uncertain: rows.map((row) => ({
        subscriberId: row.subscriberId,
        cause: row.cause,
        explanation: row.explanation,
        messageId: row.messageId,
        submittingAt: row.submittingAt?.toISOString() ?? null,
        dueAt: row.dueAt.toISOString(),
        transport: row.transport,
        provider: row.provider,
        attempts: row.attempts,
        reply: row.reply,
        evidence: row.evidence,
      })),
    };
  }

  @Post()
  @HttpCode(200)
  @Requires('editions:send', { edition: 'id' })
  @Answers(200, decided, 'How many were decided.')
  async decideUncertain(
    @Param('id', ID) id: string,
    @Body({ schema: decision }) { wasSent, subscriberIds }: z.infer<typeof decision>,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof decided>> {
    return { decided: await this.resolving.decide(id, { wasSent, subscriberIds, operatorId }) };
  }
}
