import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { mailProviders, paceErrors, ReadPace, WHOLE } from '@app/delivery';
import { transportName } from '@app/mail';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';

const provider = z.string().regex(/^(?:\*|[a-z0-9][a-z0-9-]{0,39})$/, 'the name of a mailbox provider, or *');

const pace = z.object({
  ways: z
    .array(
      z.object({
        transport: z.string(),
        provider: z.string().describe(`\`${WHOLE}\`: the transport as a whole.`),
        held: z.int().describe('Connections under way, over all workers.'),
        wanted: z.int().describe('Connections the workers would use.'),
        allowed: z.int().nullable().describe('Connections at once; null: the transport’s own limit.'),
        perSecond: z.number().nullable().describe('Messages, while it is held back; null: no rate of its own.'),
        suspendedUntil: z.iso.datetime().nullable(),
        slowedUntil: z.iso.datetime().nullable(),
        reason: z.string().nullable().describe('What the provider said; null: nothing holds it back.'),
      }),
    )
    .describe('What is under way or held back now, by transport and provider.'),
  sentToday: z
    .array(z.object({ domain: z.string(), provider: z.string(), messages: z.int() }))
    .describe('Since midnight UTC, by sending domain.'),
  rules: z
    .array(z.object({ provider: z.string(), connections: z.int().describe('At once, over all workers.') }))
    .describe('How many connections each provider is given while it says nothing.'),
});

const letGo = z.strictObject({ transport: transportName.or(z.enum(['smtp-url', 'notice-smtp-url'])), provider });

/** How gentle mailbox providers are dealt with, and letting one go again that was held back. */
@Controller('api/v1/pace')
@Requires('administer')
export class PaceController {
  constructor(private readonly pace: ReadPace) {}

  @Get()
  @Answers(200, pace, 'What is under way, what is held back and why, what left today, and the rules.')
  async readPace(): Promise<z.infer<typeof pace>> {
    const { ways, sentToday } = await this.pace.report();
    return {
      ways: ways.map((way) => ({
        ...way,
        suspendedUntil: way.suspendedUntil?.toISOString() ?? null,
        slowedUntil: way.slowedUntil?.toISOString() ?? null,
      })),
      sentToday: [...sentToday],
      rules: mailProviders.map(({ name, connections }) => ({ provider: name, connections })),
    };
  }

  /** What a provider said is forgotten, and mail goes on at the usual pace within seconds. */
  @Post('resume')
  @HttpCode(200)
  @Answers(200, z.object({ resumed: z.literal(true) }), 'Let go. 404 `pace.not_held_back`: nothing held it back.')
  async resumePace(@Body({ schema: letGo }) given: z.infer<typeof letGo>, @Caller() { operatorId }: Principal) {
    if (await this.pace.resume(given.transport, given.provider, operatorId)) return { resumed: true };
    throw paceErrors.error('pace.not_held_back', given);
  }
}
