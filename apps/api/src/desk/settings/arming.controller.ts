import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { ArmInstallation } from '@app/delivery';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';

const cause = z.enum(['copied', 'restored', 'unknown_history', 'operator']);

const findings = z.object({
  cause: cause.nullable().describe('null: it is armed, and nothing speaks against it.'),
  disarmedAt: z.iso.datetime().nullable(),
  unknown: z
    .object({ began: z.iso.datetime(), ended: z.iso.datetime() })
    .nullable()
    .describe('Hours this database knows nothing of; null: none.'),
  journal: z.boolean().describe('Whether the journal outside the database knows this installation.'),
  withdrawals: z.int().describe('Withdrawals of the unknown hours that would be done again.'),
  uncertain: z.int().describe('Deliveries that would be called uncertain, and not sent.'),
  notices: z.int().describe('Notices that would be given up, because they may have been sent.'),
  waiting: z
    .object({ deliveries: z.int(), editions: z.int(), notices: z.int() })
    .describe('What would leave: copies of editions being sent, at once or at their hour, and notices.'),
});

const armed = z.object({
  changed: z.boolean().describe('false: it was armed.'),
  uncertain: z.int(),
  notices: z.int(),
  replayed: z.object({ ended: z.int(), paused: z.int(), suppressed: z.int(), erased: z.int(), measures: z.int() }),
});

const arming = z.strictObject({
  cause: cause.describe('What you were told; 409 `arming.changed` where it is another one by now.'),
});

const NOTHING = { ended: 0, paused: 0, suppressed: 0, erased: 0, measures: 0 };

/** Whether anything may leave: letting it, after a restore or a stop, and the emergency stop. See docs/restoring.md. */
@Controller('api/v1/settings/arming')
@Requires('administer')
export class ArmingController {
  constructor(private readonly installation: ArmInstallation) {}

  @Get()
  @Answers(200, findings, 'What arming would do. Changes nothing.')
  async readArming(): Promise<z.infer<typeof findings>> {
    const { disarmedAt, unknown, outside, ...found } = await this.installation.look({ withoutJournal: false });
    return {
      ...found,
      waiting: { ...found.waiting },
      disarmedAt: disarmedAt?.toISOString() ?? null,
      unknown: unknown && { began: unknown.began.toISOString(), ended: unknown.ended.toISOString() },
      journal: outside !== null,
    };
  }

  /** 409 `arming.journal_missing` where nobody knows who withdrew; only the command line arms without the journal. */
  @Post('arm')
  @HttpCode(200)
  @Answers(200, armed, 'Armed: mail may leave.')
  async armInstallation(
    @Body({ schema: arming }) { cause: seen }: z.infer<typeof arming>,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof armed>> {
    const done = await this.installation.arm({ operatorId, withoutJournal: false, cause: seen });
    if (done === undefined) return { changed: false, uncertain: 0, notices: 0, replayed: NOTHING };
    const { uncertain, notices, replayed } = done;
    return { changed: true, uncertain, notices, replayed: { ...replayed } };
  }

  @Post('disarm')
  @HttpCode(200)
  @Answers(200, z.object({ changed: z.boolean() }), 'Disarmed: nothing leaves that is not under way already.')
  async disarmInstallation(@Caller() { operatorId }: Principal) {
    return { changed: await this.installation.disarm(operatorId) };
  }
}
