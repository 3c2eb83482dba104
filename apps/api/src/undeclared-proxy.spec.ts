import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import type { Log } from '@app/platform';
import { reportUndeclaredProxy } from './undeclared-proxy.js';

const forwarded = { 'x-forwarded-for': '203.0.113.7' };

/** The lines written after these requests, each `headers`, the peer's address, and the address Fastify goes by. */
function reports(...requests: [headers: Record<string, string>, peer: string, ip: string][]): string[] {
  const lines: string[] = [];
  const warn = (event: string): void => {
    lines.push(event);
  };
  const report = reportUndeclaredProxy({ warn } as unknown as Log);
  for (const [headers, remoteAddress, ip] of requests)
    report({ headers, ip, socket: { remoteAddress } } as unknown as FastifyRequest);
  return lines;
}

describe('a proxy that nobody declared', () => {
  it('is reported once, from this machine or the next', () => {
    expect(reports([forwarded, '127.0.0.1', '127.0.0.1'], [forwarded, '127.0.0.1', '127.0.0.1'])).toEqual([
      'http.proxy_undeclared',
    ]);
    expect(reports([forwarded, '::ffff:10.0.0.3', '::ffff:10.0.0.3'])).toHaveLength(1);
  });

  it('is nobody whose headers count, who sends none, or who comes from far away', () => {
    expect(reports([forwarded, '127.0.0.1', '203.0.113.7'])).toEqual([]);
    expect(reports([{}, '127.0.0.1', '127.0.0.1'])).toEqual([]);
    expect(reports([forwarded, '8.8.4.4', '8.8.4.4'])).toEqual([]);
  });
});
