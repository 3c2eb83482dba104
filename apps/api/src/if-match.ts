import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { apiErrors } from './api.errors.js';

/**
 * Changes of what two people may have before them at once: whoever changes it says which version they looked at
 * (RFC 9110 §13.1.1), and a change made against an older one is answered 412 by the domain's `…changed_meanwhile`.
 */

/** The `ETag` of a version, and what `If-Match` is to hold. */
export function entityTag(version: number): string {
  return `"${version}"`;
}

/** A version is a PostgreSQL int. */
const TAG = /^"(\d{1,9})"$/;

/**
 * The version a request was made against. One strong tag as we gave it out: `*` and lists would change something nobody
 * has looked at.
 *
 * @throws `request.if_match_missing`, `request.if_match_invalid`
 */
export function versionMatched(header: string | undefined): number {
  if (header === undefined) throw apiErrors.error('request.if_match_missing');
  const version = TAG.exec(header.trim())?.[1];
  if (version === undefined) throw apiErrors.error('request.if_match_invalid');
  return Number(version);
}

/** Handler parameter: the version named by `If-Match`. The route is also to say {@link TakesIfMatch}. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  versionMatched(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** Describes the header; 412 and 428 are problems like all others. */
export function TakesIfMatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The `ETag` of what you looked at, such as "7". 412 when it was changed meanwhile, 428 without.',
      schema: { type: 'string' },
    }),
  );
}
