import type { FastifyInstance, FastifyRequest } from 'fastify';
import { apiErrors } from './api.errors.js';

/**
 * JSON as RFC 8259 has it: UTF-8, and nothing else. A byte that is none would become a replacement character in
 * somebody's headline without anybody being told.
 */

/** Levels in one another; a news item has about ten. What walks a body by recursion is safe below it. */
const MAX_DEPTH = 64;

type Done = (error: Error | null, body?: unknown) => void;

export function readJson(server: FastifyInstance): (request: FastifyRequest, body: Buffer, done: Done) => void {
  // Fastify's own, which refuses the keys that change a prototype.
  const parse = server.getDefaultJsonParser('error', 'error');
  return (request, body, done) => {
    const text = decoded(body);
    if (text === undefined) {
      done(apiErrors.error('request.not_utf8'));
      return;
    }
    void parse(request, text, (error, parsed) => {
      if (error === null && isTooDeep(parsed)) done(apiErrors.error('request.too_deep', { limit: MAX_DEPTH }));
      else done(error, parsed);
    });
  };
}

function decoded(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // The decoder's only complaint: bytes that are no UTF-8.
    return undefined;
  }
}

/** Without recursion, level by level. */
function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return false;
}
