import type { FastifyRequest } from 'fastify';
import { isPublicAddress, type Log } from '@app/platform';

/**
 * A hook for `onRequest`. Behind a proxy that TRUSTED_PROXIES does not name all readers seem to be one, and the form
 * soon asks every one of them for a proof of work. So whoever is a neighbour and says for whom it asks is reported, once
 * while the process lives: it is either that proxy or somebody who pretends.
 */
export function reportUndeclaredProxy(log: Log): (request: FastifyRequest) => void {
  let isReported = false;
  return (request) => {
    if (isReported || request.headers['x-forwarded-for'] === undefined) return;
    const neighbour = request.socket.remoteAddress;
    if (neighbour === undefined || request.ip !== neighbour || isPublicAddress(neighbour)) return;
    isReported = true;
    log.warn('http.proxy_undeclared', { variable: 'TRUSTED_PROXIES' });
  };
}
