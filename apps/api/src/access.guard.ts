import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { auditAsKey, Config } from '@app/platform';
import {
  AuthenticateApiKey,
  AuthenticateSession,
  demand,
  mayDoSomewhere,
  mayForSomeSource,
  operatorErrors,
  type Principal,
} from '@app/operators';
import { ACCESS, type Access } from './access.js';
import { apiErrors } from './api.errors.js';
import { RateLimits } from './rate-limits.service.js';
import { RightsSubjects } from './rights-subject.service.js';
import { requestSite } from './same-origin.js';
import { sessionCookie } from './session-cookie.js';

type Required = Extract<Access, { kind: 'requires' }>;

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
    private readonly subjects: RightsSubjects,
    private readonly limits: RateLimits,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const principal = await this.authenticate(request, reply);
    request.principal = principal;
    await this.limits.count(principal, reply);
    if (access === undefined) throw apiErrors.error('route.undeclared');
    await this.demand(principal, access, request);
    return true;
  }

  private async demand(principal: Principal, access: Required, request: FastifyRequest): Promise<void> {
    const { need, of, perSource } = access;
    if (of === 'everything' && !perSource) {
      demand(principal, need);
      return;
    }
    // Who may do it for nothing at all does not learn what there is.
    const mayAtAll = perSource ? mayForSomeSource(principal, need) : mayDoSomewhere(principal, need);
    if (!mayAtAll) throw operatorErrors.error('operator.forbidden', { needs: need });
    if (typeof of === 'string') return;
    const subject = await this.subjects.of(request, of);
    // Nothing is named that could exist: the handler says what is wrong with the address.
    if (subject !== undefined) demand(principal, need, subject);
  }

  private async authenticate(request: FastifyRequest, reply: FastifyReply): Promise<Principal> {
    // Another scheme belongs to a proxy in front of us, not to us.
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (key !== undefined) {
      const program = await this.apiKeys.authenticate(key);
      auditAsKey(program.keyId);
      return program;
    }
    const { name, options } = sessionCookie(this.config);
    const secret = request.cookies[name];
    if (secret === undefined) throw operatorErrors.error('operator.unauthenticated');
    const { principal, next } = await this.sessions.authenticateAndRotate(secret);
    if (next !== undefined) reply.setCookie(name, next.secret, { ...options, expires: next.expiresAt });
    if (!SAFE_METHODS.has(request.method) && requestSite(request.headers, this.config.publicUrl) !== 'same')
      throw apiErrors.error('request.cross_site');
    return principal;
  }
}
