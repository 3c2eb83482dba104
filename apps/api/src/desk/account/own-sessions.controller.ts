import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { OwnSessions, type OperatorPrincipal } from '@app/operators';
import { Requires, SignedIn } from '../../access.js';
import { Answers } from '../../answers.js';

const session = z.object({
  id: z.uuid(),
  device: z.string().describe('Such as "Firefox on Linux"; empty where the browser does not say.'),
  method: z.enum(['link', 'password', 'oidc']),
  hasSecondFactor: z.boolean(),
  since: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().describe('To the minute.'),
  endsAt: z.iso.datetime().describe('At the latest.'),
  isThis: z.boolean().describe('The one the request came with.'),
});
const sessionList = z.object({ sessions: z.array(session) });

/** One's own sessions: where one is signed in. */
@Controller('api/v1/account/sessions')
export class OwnSessionsController {
  constructor(private readonly sessions: OwnSessions) {}

  @Get()
  @Requires('view')
  @Answers(200, sessionList, 'Those that let somebody in at this moment, the latest used first.')
  async listOwnSessions(
    @SignedIn() { operatorId, sessionId }: OperatorPrincipal,
  ): Promise<z.infer<typeof sessionList>> {
    const live = await this.sessions.list(operatorId);
    const sessions = live.map((one) => ({
      id: one.id,
      device: one.userAgent,
      method: one.method,
      hasSecondFactor: one.secondFactorAt !== null,
      since: one.createdAt.toISOString(),
      lastSeenAt: one.lastSeenAt.toISOString(),
      endsAt: one.expiresAt.toISOString(),
      isThis: one.id === sessionId,
    }));
    return sessionList.parse({ sessions });
  }

  @Delete()
  @HttpCode(200)
  @Requires('view')
  @Answers(200, z.object({ ended: z.int() }), 'All but this one have ended.')
  async endOtherSessions(@SignedIn() { operatorId, sessionId }: OperatorPrincipal): Promise<{ ended: number }> {
    return { ended: await this.sessions.endOthers({ operatorId, by: operatorId }, sessionId) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('view')
  @ApiResponse({ status: 204, description: 'Ended at once. 404 for one that is not your own, or has ended.' })
  async endOwnSession(
    @SignedIn() { operatorId }: OperatorPrincipal,
    @Param('id', { schema: z.uuid() }) id: string,
  ): Promise<void> {
    await this.sessions.end({ operatorId, by: operatorId }, id);
  }
}
