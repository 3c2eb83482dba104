import type { FastifyReply, FastifyRequest } from 'fastify';

/** For every answer that does not say otherwise: nothing inline, nothing from elsewhere, in nobody's frame. */
export const DEFAULT_POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * The admin shows mails in sandboxed `srcdoc` frames, and such a frame lives under its parent's policy: a mail's inline
 * styles and https pictures have to be allowed here to be seen there. Scripts stay ours alone.
 */
export const ADMIN_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': DEFAULT_POLICY,
  'x-content-type-options': 'nosniff',
  // Addresses hold tokens, so no other site may learn them; our own forms need an Origin that is not "null".
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // What may be kept says so itself: pages with tokens and answers to operators may not.
  'cache-control': 'no-store',
};

/** Set before anything else can answer; a handler that knows better overwrites single ones. */
export function setSecurityHeaders(_request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(headers);
}
