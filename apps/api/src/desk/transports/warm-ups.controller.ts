import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { MAX_FACTOR, MAX_FIRST, MAX_WARM_UP_DAYS, ManageWarmUps, type WarmUpShown } from '@app/delivery';
import { transportName } from '@app/mail';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { givenDomain } from './given-domain.js';

const warmUp = z.object({
  domain: z.string(),
  transport: z.string().nullable().describe('null: all transports.'),
  caps: z.array(z.int()).describe('Messages on each day, first to last; after the last there is no limit.'),
  startedOn: z.iso.date().describe('The first day, UTC.'),
  endedAt: z.iso.datetime().nullable().describe('When somebody stopped it; null: it goes on.'),
  day: z.iso.date().describe('Today as the cap counts it, UTC.'),
  dayNumber: z.int().describe('Which of its days that is, the first being 1.'),
  cap: z.int().nullable().describe('Messages that may leave today; null: as many as there are.'),
  sentToday: z.int(),
});
type WarmUpAnswer = z.infer<typeof warmUp>;

const newWarmUp = z.strictObject({
  domain: givenDomain.describe('Of From addresses.'),
  transport: transportName.nullable().default(null).describe('Only over this one; null: all.'),
  first: z.int().min(1).max(MAX_FIRST).default(500).describe('Messages on the first day.'),
  factor: z.number().min(1).max(MAX_FACTOR).default(1.6).describe('Each day so many times the day before.'),
  days: z.int().min(1).max(MAX_WARM_UP_DAYS).default(30).describe('Then there is no limit.'),
});

const DAY_MS = 86_400_000;

/** Beginning with few messages a day from a sending domain that nobody knows yet. */
@Controller('api/v1/warm-ups')
@Requires('administer')
export class WarmUpsController {
  constructor(private readonly warmUps: ManageWarmUps) {}

  @Get()
  @Answers(200, z.object({ warmUps: z.array(warmUp) }), 'All of them, stopped ones too, with today’s cap.')
  async listWarmUps() {
    return { warmUps: (await this.warmUps.all()).map(answerOf) };
  }

  /** Readers beyond a day’s cap go by a transport without one, or are skipped: 409 `warm_up.running` where it has begun. */
  @Post()
  @Answers(201, warmUp, 'Begun: it holds within seconds.')
  async startWarmUp(
    @Body({ schema: newWarmUp }) given: z.infer<typeof newWarmUp>,
    @Caller() { operatorId }: Principal,
  ): Promise<WarmUpAnswer> {
    return answerOf(await this.warmUps.start({ ...given, operatorId }));
  }

  @Post(':domain/stop')
  @HttpCode(200)
  @Answers(200, z.object({ changed: z.literal(true) }), 'There is no limit any more, within seconds.')
  async stopWarmUp(@Param('domain', { schema: givenDomain }) domain: string, @Caller() { operatorId }: Principal) {
    await this.warmUps.stop(domain, operatorId);
    return { changed: true };
  }
}

function answerOf({ caps, endedAt, ...rest }: WarmUpShown): WarmUpAnswer {
  const dayNumber = Math.round((Date.parse(rest.day) - Date.parse(rest.startedOn)) / DAY_MS) + 1;
  return { ...rest, caps: [...caps], endedAt: endedAt?.toISOString() ?? null, dayNumber };
}
