import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '@app/platform';
import {
  AuthenticateApiKey,
  AuthenticateSession,
  mayDo,
  mayForSomeSource,
  operatorErrors,
  type Principal,
} from '@app/operators';
import { ACCESS, type Access } from './access.js';
import { apiErrors } from './api.errors.js';
import { requestSite } from './same-origin.js';
import { sessionCookie } from './session-cookie.js';

const BEARER = /^Bearer +(\S+)$/i;
/** Methods that change nothing (RFC 9110 §9.2.1), so that another site gains nothing by causing one. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Deny by default: a route that declares nothing is open to nobody. Public routes are not even asked who is there, so
 * that no reader's page behaves differently for a signed-in operator.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: AuthenticateSession,
    private readonly apiKeys: AuthenticateApiKey,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.authenticate(request);
    request.principal = principal;
    if (access === undefined) throw apiErrors.error('route.undeclared');
    const may = access.perSource ? mayForSomeSource : mayDo;
    if (!may(principal, access.need)) throw operatorErrors.error('operator.forbidden', { needs: access.need });
    return true;
  }

  private async authenticate(request: FastifyRequest): Promise<Principal> {
    // Another scheme belongs to a proxy in front of us, not to us.
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined) return this.apiKeys.authenticate(key);
    const secret = request.cookies[sessionCookie(this.config).name];
    if (secret === undefined) throw operatorErrors.error('operator.unauthenticated');
    const principal = await this.sessions.authenticate(secret);
    if (!SAFE_METHODS.has(request.method) && requestSite(request.headers, this.config.publicUrl) !== 'same')
      throw apiErrors.error('request.cross_site');
    return principal;
  }
}
