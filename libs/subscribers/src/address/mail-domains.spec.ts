import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock, readConfig } from '@app/platform';
import { isDisposable } from './disposable-domains.js';
import { MailDomains } from './mail-domains.service.js';
import { mailProviders } from './mail-providers.js';
import { startNameServer } from '../../../../test/support/name-server.js';
import { neverDisposable } from './never-disposable.js';
import { realNeighbours } from './real-neighbours.js';

class SetClock extends Clock {
  time = Date.parse('2026-03-10T06:00:00Z');
  override now(): Date {
    return new Date(this.time);
  }
}

const REQUIRED = {
  PUBLIC_URL: 'https://news.example',
  SECRET_KEY: 'k'.repeat(32),
  DATABASE_URL: 'postgres://news@127.0.0.1/news',
  SMTP_URL: 'smtp://127.0.0.1:2525',
};

function domains(env: Readonly<Record<string, string>>, clock = new SetClock()): MailDomains {
  return new MailDomains(readConfig({ ...REQUIRED, ...env }), clock);
}

describe('throw-away mailboxes', () => {
  it('are known by a list, with their subdomains', () => {
    expect(['yopmail.com', 'a.b.yopmail.com', 'mailinator.com'].map(isDisposable)).toEqual([true, true, true]);
    expect(['yopmail.com.example', 'notyopmail.example', 'com'].map(isDisposable)).toEqual([false, false, false]);
  });

  it('are never those that readers really have, forwarding services included', () => {
    const honest = [
      ...neverDisposable.map(([domain]) => domain),
      ...mailProviders.flatMap(({ name, tlds }) => tlds.map((tld) => `${name}.${tld}`)),
      ...realNeighbours,
    ];
    expect([...honest, ...honest.map((domain) => `relay.${domain}`)].filter(isDisposable)).toEqual([]);
    // The list does name some of them.
    expect(honest).toContain('anonaddy.com');
  });

  it('are refused or allowed by policy', async () => {
    expect(await domains({}).judge('yopmail.com')).toBe('disposable');
    expect(await domains({ SIGN_UP_DISPOSABLE: 'allow' }).judge('yopmail.com')).toBe('unknown');
  });
});

describe('mail domains in DNS', () => {
  let server: Awaited<ReturnType<typeof startNameServer>>;
  beforeAll(async () => {
    server = await startNameServer({
      'mx.example': { mx: ['mail.mx.example'] },
      'null.example': { mx: ['.'], a: ['192.0.2.1'] },
      'host.example': { a: ['192.0.2.1'] },
      'empty.example': {},
      'broken.example': { trouble: 'failure' },
      'silent.example': { trouble: 'silence' },
    });
  });
  afterAll(async () => {
    for (const made of open) made.onApplicationShutdown();
    await server.close();
  });

  const open: MailDomains[] = [];
  function checked(clock = new SetClock()): MailDomains {
    const made = domains({ SIGN_UP_MX_CHECK: 'on', DNS_SERVERS: server.address }, clock);
    open.push(made);
    return made;
  }

  it.each([
    ['mx.example', 'accepts'],
    ['null.example', 'refuses'],
    ['host.example', 'accepts'],
    ['empty.example', 'refuses'],
    ['missing.example', 'refuses'],
    ['broken.example', 'unknown'],
    ['silent.example', 'unknown'],
  ])('%s: %s', async (domain, verdict) => {
    expect(await checked().judge(domain)).toBe(verdict);
  });

  it('are not looked up where nobody asked for it, nor when no server answers', async () => {
    expect(await domains({ DNS_SERVERS: server.address }).judge('null.example')).toBe('unknown');
    expect(await domains({ SIGN_UP_MX_CHECK: 'on', DNS_SERVERS: '127.0.0.1:1' }).judge('mx.example')).toBe('unknown');
  });

  it('are asked for once by any number of readers, and again when the answer is old', async () => {
    const clock = new SetClock();
    const judge = checked(clock);
    const asked = (): number => server.asked.filter((name) => name === 'mx.example').length;
    const before = asked();
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => judge.judge('mx.example')));
    expect(new Set(verdicts)).toEqual(new Set(['accepts']));
    clock.time += 3_599_000;
    await judge.judge('mx.example');
    expect(asked() - before).toBe(1);
    clock.time += 2_000;
    await judge.judge('mx.example');
    expect(asked() - before).toBe(2);
  });

  it('are unknown to whoever waits while the process ends', async () => {
    const judge = checked();
    const waiting = judge.judge('silent.example');
    judge.onApplicationShutdown();
    expect(await waiting).toBe('unknown');
  });

  it('are asked for at most 200 at a time: a flood of made-up domains passes unasked', async () => {
    const judge = checked();
    const flood = Array.from({ length: 400 }, (_, index) => judge.judge(`flood-${index}.example`));
    const verdicts = await Promise.all(flood);
    expect(verdicts.filter((verdict) => verdict === 'refuses')).toHaveLength(200);
    expect(verdicts.filter((verdict) => verdict === 'unknown')).toHaveLength(200);
  });
});

describe('DNS_SERVERS', () => {
  it.each(['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:53', '192.0.2.53, 192.0.2.54'])(
    'takes %s',
    (servers) => {
      expect(() => domains({ DNS_SERVERS: servers })).not.toThrow();
    },
  );

  it.each(['dns.example', '192.0.2.53:port', '192.0.2'])('refuses %s', (servers) => {
    expect(() => readConfig({ ...REQUIRED, DNS_SERVERS: servers })).toThrow(/DNS_SERVERS/);
  });
});
