import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '@app/platform';

/**
 * The pattern a request was routed by, `/confirm/:token`. The address itself is never written anywhere: it holds tokens
 * that let their finder act for a reader.
 */
export function routePattern(request: FastifyRequest): string {
  return request.is404 ? 'unmatched' : (request.routeOptions.url ?? 'unmatched');
}

/** A hook for `onResponse`: one line for every answer. */
export function logAnswer(log: Log) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    log.info('http.answered', {
      method: request.method,
      route: routePattern(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  };
}
