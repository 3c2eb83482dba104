import { Controller, Delete, Get, HttpCode, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RevokeSession, type OperatorPrincipal } from '@app/operators';
import { Config } from '@app/platform';
import { Requires, SignedIn } from '../access.js';
import { sessionCookie } from '../session-cookie.js';

const sessionSchema = z.object({
  operator: z.object({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(['admin', 'editor', 'designer', 'viewer']),
    locale: z.string().describe('BCP 47 tag.'),
  }),
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
  readSession(@SignedIn() { operatorId, name, role, locale }: OperatorPrincipal): z.infer<typeof sessionSchema> {
    return { operator: { id: operatorId, name, role, locale } };
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
  }
}
