import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type CustomDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  isScope,
  operatorErrors,
  type OperatorPrincipal,
  type Principal,
  type Right,
  type Scope,
} from '@app/operators';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard on every route that is not public; null on public ones, whatever cookie came along. */
    principal: Principal | null;
  }
}

export const ACCESS = 'colporteur:access';
export type Access =
  | { readonly kind: 'public' }
  /** `perSource`: keys bound to a source come in as well, and the handler asks which. */
  | { readonly kind: 'requires'; readonly need: Right | Scope; readonly perSource: boolean; readonly of: Of };

/**
 * What the right is asked for. `everything`: it must be held everywhere. A route parameter: for the newsletter with that
 * slug or id, or that of the edition with that id. `handler`: held for some newsletter at least, and the handler, which
 * learns later for which, asks {@link demand}.
 */
export type Of = 'everything' | 'handler' | { readonly newsletter: string } | { readonly edition: string };

/** Names of the two ways in, as the OpenAPI document declares them. */
export const SESSION_SCHEME = 'session';
export const API_KEY_SCHEME = 'apiKey';

const access = (value: Access): CustomDecorator => SetMetadata(ACCESS, value);

/** Anybody may. The route must also stand in public-routes.ts. */
export function Public(): CustomDecorator {
  return access({ kind: 'public' });
}

/** Operators who hold it for what `of` names; with a scope also API keys that have it. */
export function Requires(need: Right | Scope, of: Of = 'everything'): ClassDecorator & MethodDecorator {
  return required({ need, of, perSource: false });
}

/** As {@link Requires}, also for keys that may do it for some sources only: the handler asks `mayWriteTo`. */
export function RequiresForSource(need: Scope): ClassDecorator & MethodDecorator {
  return required({ need, of: 'everything', perSource: true });
}

function required(asked: Omit<Extract<Access, { kind: 'requires' }>, 'kind'>): ClassDecorator & MethodDecorator {
  const schemes = isScope(asked.need) ? [SESSION_SCHEME, API_KEY_SCHEME] : [SESSION_SCHEME];
  return applyDecorators(access({ kind: 'requires', ...asked }), ...schemes.map((scheme) => ApiSecurity(scheme)));
}

/** Handler parameter: whoever the request speaks for. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal === null) throw operatorErrors.error('operator.unauthenticated');
  return principal;
});

/** Handler parameter: the operator who is signed in; refuses API keys. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): OperatorPrincipal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (principal?.kind !== 'operator') throw operatorErrors.error('operator.forbidden');
  return principal;
});
