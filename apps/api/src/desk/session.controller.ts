import { Controller, Delete, Get, HttpCode, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { rights, RevokeSession, type HeldRights, type OperatorPrincipal } from '@app/operators';
import { Config } from '@app/platform';
import { Requires, SignedIn } from '../access.js';
import { sessionCookie } from '../session-cookie.js';

const held = z.array(z.enum(rights));
const heldThere = z.array(z.object({ id: z.uuid(), rights: held }));

const sessionSchema = z.object({
  operator: z.object({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(['admin', 'editor', 'designer', 'viewer']),
    locale: z.string().describe('BCP 47 tag.'),
  }),
  rights: z
    .object({ everywhere: held, newsletters: heldThere, families: heldThere })
    .describe('What the operator may at this moment: everywhere, and besides for single newsletters and families.'),
});

/** The session the request came with. */
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly revokeSession: RevokeSession,
    private readonly config: Config,
  ) {}

  @Get()
  @Requires('view')
  @ApiResponse({ status: 200, description: 'Who is signed in.', standardSchema: sessionSchema })
  readSession(@SignedIn() caller: OperatorPrincipal): z.infer<typeof sessionSchema> {
    const { operatorId, name, role, locale } = caller;
    return { operator: { id: operatorId, name, role, locale }, rights: answerOf(caller.held) };
  }

  @Delete()
  @HttpCode(204)
  @Requires('view')
  @ApiResponse({ status: 204, description: 'Signed out; the session is worth nothing from now on.' })
  async endSession(
    @SignedIn() { sessionId }: OperatorPrincipal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.revokeSession.revoke(sessionId);
    const { name, options } = sessionCookie(this.config);
    reply.clearCookie(name, options);
    // What the browser kept of our pages is for whoever was signed in.
    reply.header('clear-site-data', '"cache"');
  }
}

/** A copy: what a principal holds is nobody's to change. */
function answerOf({ everywhere, newsletters, families }: HeldRights): z.infer<typeof sessionSchema>['rights'] {
  const places = (there: HeldRights['newsletters']) => there.map(({ id, rights: has }) => ({ id, rights: [...has] }));
  return { everywhere: [...everywhere], newsletters: places(newsletters), families: places(families) };
}
