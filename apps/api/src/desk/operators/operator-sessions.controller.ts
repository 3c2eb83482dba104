import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { z } from 'zod';
import { ChangeOperator, OwnSessions, ReadOperators, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';
import { actorOf } from './operator-answers.js';

const ID = { schema: z.uuid() };

const sessionList = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      device: z.string().describe('Such as "Firefox on Linux"; empty where the browser does not say.'),
      method: z.string().describe('link, password or oidc.'),
      hasSecondFactor: z.boolean(),
      since: z.iso.datetime(),
      lastSeenAt: z.iso.datetime().describe('To the minute.'),
    }),
  ),
});
const ended = z.object({ ended: z.int().min(0) });

/** Where another operator is signed in, for those who administer. */
@Controller('api/v1/operators/:id/sessions')
@Requires('administer')
export class OperatorSessionsController {
  constructor(
    private readonly operators: ReadOperators,
    private readonly changing: ChangeOperator,
    private readonly sessions: OwnSessions,
  ) {}

  @Get()
  @Answers(200, sessionList, 'Those that let the operator in at this moment, the latest used first.')
  async listOperatorSessions(@Param('id', ID) id: string): Promise<z.infer<typeof sessionList>> {
    await this.operators.read(id);
    const sessions = await this.sessions.list(id);
    return {
      sessions: sessions.map((one) => ({
        id: one.id,
        device: one.userAgent,
        method: one.method,
        hasSecondFactor: one.secondFactorAt !== null,
        since: one.createdAt.toISOString(),
        lastSeenAt: one.lastSeenAt.toISOString(),
      })),
    };
  }

  @Delete()
  @HttpCode(200)
  @Answers(200, ended, 'Signed out everywhere.')
  async endOperatorSessions(@Param('id', ID) id: string, @SignedIn() caller: OperatorPrincipal) {
    await this.changing.assertMayTouch(id, actorOf(caller));
    return { ended: await this.sessions.endOthers({ operatorId: id, by: caller.operatorId }, null) };
  }

  @Delete(':sessionId')
  @HttpCode(200)
  @Answers(200, ended, 'Signed out there. 404 for one that is another’s, or has ended.')
  async endOperatorSession(
    @Param('id', ID) id: string,
    @Param('sessionId', ID) sessionId: string,
    @SignedIn() caller: OperatorPrincipal,
  ) {
    await this.changing.assertMayTouch(id, actorOf(caller));
    await this.sessions.end({ operatorId: id, by: caller.operatorId }, sessionId);
    return { ended: 1 };
  }
}
