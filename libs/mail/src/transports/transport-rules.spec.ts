import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { relayTrouble } from '../smtp/relay-trouble.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';
import { environmentTransports, placeOf } from './environment-transports.js';
import { failsAtOnce, isFailing, missed, nextTrySeconds, noMisses, signOf } from './transport-health.js';
import { transportDefaults, transportHints, transportProblems, transportName } from './transport-settings.js';
import { connectionShares, relayUrl, type RelayPlace, type TransportSettings } from './transport.js';
import { WeightedTurns } from './weighted-turns.js';

describe('turns', () => {
  it('are given by weight, spread out, and exactly so over a whole round', () => {
    const turns = new WeightedTurns();
    const all = [{ name: 'a', weight: 5 }, { name: 'b', weight: 1 }, { name: 'c', weight: 1 }]; // prettier-ignore
    const given = Array.from({ length: 7 }, () => turns.next(all)?.name).join('');
    expect(given).toBe('aabacaa');
    expect(turns.next(all.slice(0, 0))).toBeUndefined();
  });

  it('keep to the shares whatever the weights', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const turns = new WeightedTurns();
        const all = weights.map((weight, n) => ({ name: String(n), weight }));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const counts = new Map<string, number>();
        for (let n = 0; n < total; n += 1) {
          const name = turns.next(all)?.name ?? '';
          counts.set(name, (counts.get(name) ?? 0) + 1);
        }
        for (const { name, weight } of all) expect(counts.get(name)).toBe(weight);
      }),
    );
  });
});

describe('a relay’s address', () => {
  it('is written as SMTP_URL is read', () => {
    const place = fc.record<RelayPlace>({
      host: fc.constantFrom('relay.example', '192.0.2.25', '2001:db8::25', 'mail'),
      port: fc.integer({ min: 1, max: 65_535 }),
      tls: fc.constantFrom('none', 'offered', 'required', 'implicit'),
      username: fc.string({ minLength: 1 }),
      password: fc.string({ minLength: 1 }),
    });
    fc.assert(fc.property(place, (given) => { expect(placeOf(relayUrl(given))).toEqual(given); })); // prettier-ignore
  });

  it('has its usual port where none is said, and no user where none is named', () => {
    expect(placeOf('smtp://[::1]')).toEqual({ host: '::1', port: 587, tls: 'offered', username: null, password: null });
    expect(placeOf('smtps://relay.example')).toMatchObject({ port: 465, tls: 'implicit' });
  });

  it('of the environment serves notices by itself only where NOTICE_SMTP_URL is not another one', () => {
    const names = (notice?: string) =>
      environmentTransports({ SMTP_URL: 'smtp://a', NOTICE_SMTP_URL: notice, DELIVERY_CONNECTIONS: 5 }).map(
        ({ name, purposes, shares }) => [name, purposes.includes('notices'), shares.bulk, shares.notices],
      );
    expect(names()).toEqual([['smtp-url', true, 5, 2]]);
    expect(names('smtp://a')).toEqual([['smtp-url', true, 5, 2]]);
    expect(names('smtp://b')).toEqual([['smtp-url', false, 5, 0], ['notice-smtp-url', true, 0, 2]]); // prettier-ignore
  });
});

it.each([
  [['editions', 'flash'], 5, { bulk: 5, notices: 0 }],
  [['notices'], 5, { bulk: 0, notices: 5 }],
  [['editions', 'notices'], 2, { bulk: 1, notices: 1 }],
  [['editions', 'flash', 'notices'], 3, { bulk: 1, notices: 2 }],
  [['flash', 'notices'], 500, { bulk: 498, notices: 2 }],
] as const)('of connections for %j, %i are shared out as %j', (purposes, connections, shares) => {
  expect(connectionShares(connections, purposes)).toEqual(shares);
});

describe('health', () => {
  const answer = (kind: SubmissionOutcome['kind'], code: number | null, begun = true): SubmissionOutcome => ({
    kind,
    begun,
    reply: { code, enhancedCode: null, text: '' },
  });

  it('is not about recipients: an answer shows that a relay works, and silence shows nothing', () => {
    for (const [kind, code] of [['submitted', 250], ['refused', 550], ['postponed', 451], ['postponed', 421]] as const)
      expect(signOf(answer(kind, code))).toEqual({ kind: 'works' }); // prettier-ignore
    expect(signOf(answer('unknown', null))).toEqual({ kind: 'nothing' });
    expect(signOf(answer('postponed', null, false))).toEqual({ kind: 'nothing' });
    expect(signOf(answer('postponed', 530, false))).toEqual({ kind: 'trouble', trouble: 'sign_in' });
    const away = { ...answer('postponed', null, false), trouble: 'unreachable' } as SubmissionOutcome;
    expect(signOf(away)).toEqual({ kind: 'trouble', trouble: 'unreachable' });
  });

  it('is lost by three failures in a minute, or by one that only a person can mend', () => {
    let misses = missed(noMisses, 0);
    expect(isFailing(misses, 'unreachable')).toBe(false);
    expect(isFailing(misses, 'sign_in')).toBe(true);
    expect(isFailing(misses, 'tls')).toBe(true);
    misses = missed(misses, 30_000);
    expect(isFailing(missed(misses, 59_000), 'greeting')).toBe(true);
    expect(isFailing(missed(misses, 61_000), 'greeting')).toBe(false);
  });

  it('is looked after soon at first, seldom where a password is wrong, and never not at all', () => {
    expect([0, 1, 2, 3, 4, 99].map((tries) => nextTrySeconds(tries, 'unreachable'))).toEqual([5, 10, 15, 30, 60, 60]);
    expect([0, 1, 2, 99].map((tries) => nextTrySeconds(tries, 'sign_in'))).toEqual([60, 120, 300, 300]);
    expect(failsAtOnce('greeting')).toBe(false);
  });

  it.each([
    [{ code: 'EAUTH', responseCode: 535 }, 'sign_in'],
    [{ code: 'EAUTH', responseCode: 454 }, 'greeting'],
    [{ code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
    [{ code: 'ETLS' }, 'tls'],
    [{ code: 'EPROTOCOL', responseCode: 421 }, 'greeting'],
    [{ code: 'EPROTOCOL', responseCode: 554 }, 'greeting'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'unreachable'],
    [Object.assign(new Error('Connection closed unexpectedly'), { code: 'ETLS' }), 'unreachable'],
    [new Error('the relay was not ready in time'), 'unreachable'],
    ['a text', 'unreachable'],
  ])('of %j is told as %s', (error, trouble) => {
    expect(relayTrouble(error)).toBe(trouble);
  });
});

describe('settings', () => {
  const settings: TransportSettings = { ...transportDefaults, host: 'relay.example', port: 587 };
  const around = { isProduction: true, hasPassword: false, mayBeInsecure: false };
  const fields = (change: Partial<TransportSettings>, where: Partial<typeof around> = {}): string[] =>
    transportProblems({ ...settings, ...change }, { ...around, ...where }).map(({ field }) => field);

  it('need what belongs together', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ username: 'u' })).toEqual(['password']);
    expect(fields({}, { hasPassword: true })).toEqual(['username']);
    expect(fields({ connections: 1 })).toEqual(['connections']);
    expect(fields({ connections: 1, purposes: ['notices'] })).toEqual([]);
    expect(fields({ purposes: ['flash', 'flash'] })).toEqual(['purposes']);
  });

  it('send nothing in the open over a public network in production, unless that is said', () => {
    expect(fields({ tls: 'none' })).toEqual(['tls']);
    expect(fields({ tls: 'offered' })).toEqual([]);
    expect(fields({ tls: 'offered', username: 'u' }, { hasPassword: true })).toEqual(['tls']);
    expect(fields({ tls: 'none' }, { mayBeInsecure: true })).toEqual([]);
    expect(fields({ tls: 'none' }, { isProduction: false })).toEqual([]);
    for (const host of ['127.0.0.1', '::1', '10.1.2.3', 'localhost', 'postfix', 'mail.internal'])
      expect(fields({ tls: 'none', host })).toEqual([]);
    for (const host of ['8.8.8.8', 'internal.example']) expect(fields({ tls: 'none', host })).toEqual(['tls']);
  });

  it('are remarked upon where a port speaks otherwise', () => {
    expect(transportHints({ port: 465, tls: 'required' })).toHaveLength(1);
    expect(transportHints({ port: 587, tls: 'implicit' })).toHaveLength(1);
    expect(transportHints({ port: 587, tls: 'required' })).toEqual([]);
  });

  it.each(['smtp-url', 'notice-smtp-url', 'Main', 'a b', '-a', '', 'x'.repeat(41)])('have no name such as %p', (name) => {
    expect(transportName.safeParse(name).success).toBe(false);
  }); // prettier-ignore
});
