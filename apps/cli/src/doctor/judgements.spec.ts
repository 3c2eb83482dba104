import { describe, expect, it } from '@jest/globals';
import { readConfig } from '@app/platform';
import type { Finding } from '@app/mail';
import { judgeCertificate } from './certificate.js';
import { judgeClock } from './clock-checks.js';
import { judgeServer } from './database-checks.js';
import { report, reported } from './doctor-report.js';
import type { ServerFacts } from './doctor.repository.js';
import { doctorSheet } from './doctor-sheet.js';
import { judgeConfig, judgeDisk, judgeMachine } from './machine-checks.js';
import { judgeRedis } from './queue-checks.js';
import { runChecks } from './run-checks.js';
import { judgeAlarms, judgeDeliveries, judgeInstallation, judgeNotices } from './work-checks.js';

const told = (findings: readonly Finding[] | Finding): string[] =>
  [findings].flat().map(({ code, verdict }) => `${code} ${verdict}`);

const SERVER: ServerFacts = {
  versionNumber: 180_001,
  version: '18.1',
  fsync: 'on',
  synchronousCommit: 'on',
  maxConnections: 100,
  usedConnections: 12,
  oldestTransaction: null,
  isSuperuser: false,
  ownsTables: false,
};

describe('the doctor judges', () => {
  it('a database server', () => {
    const judged = (change: Partial<ServerFacts>): string[] => told(judgeServer({ ...SERVER, ...change }, 10));
    expect(judged({})).toEqual(['database.sound ok']);
    expect(judged({ versionNumber: 140_010 })).toEqual(['database.version failure']);
    expect(judged({ fsync: 'off' })).toEqual(['database.fsync failure']);
    expect(judged({ synchronousCommit: 'off' })).toEqual(['database.synchronous_commit failure']);
    expect(judged({ synchronousCommit: 'local' })).toEqual(['database.sound ok']);
    expect(judged({ maxConnections: 20 })).toEqual(['database.connections warning']);
    expect(judged({ usedConnections: 95 })).toEqual(['database.connections warning']);
    expect(judged({ oldestTransaction: 3_600 })).toEqual(['database.transaction warning']);
  });

  it('Redis', () => {
    const judged = (change: Record<string, string>): string[] =>
      told(judgeRedis(new Map(Object.entries({ redis_version: '8.0.0', maxmemory_policy: 'noeviction', maxmemory: '0', role: 'master', aof_enabled: '0', rdb_last_bgsave_status: 'ok', ...change })))); // prettier-ignore
    expect(judged({})).toEqual(['queue.sound ok']);
    expect(judged({ maxmemory_policy: 'allkeys-lru' })).toEqual(['queue.eviction warning']);
    expect(judged({ maxmemory: '100', used_memory: '95' })).toEqual(['queue.memory warning']);
    expect(judged({ role: 'slave' })).toEqual(['queue.replica failure']);
    expect(judged({ rdb_last_bgsave_status: 'err' })).toEqual(['queue.saving warning']);
    expect(told(judgeRedis(new Map()))).toEqual(['queue.sound ok']);
  });

  it('disk, memory and Node', () => {
    const gigabyte = 1_073_741_824;
    expect(told(judgeDisk('/f', 50 * gigabyte, 100 * gigabyte))).toEqual(['machine.disk ok']);
    expect(told(judgeDisk('/f', 9 * gigabyte, 100 * gigabyte))).toEqual(['machine.disk warning']);
    expect(told(judgeDisk('/f', 0.9 * gigabyte, 2 * gigabyte))).toEqual(['machine.disk warning']);
    expect(told(judgeMachine({ node: '24.1.0', total: 2 * gigabyte, free: gigabyte }))).toEqual(['machine.sound ok']);
    expect(told(judgeMachine({ node: '22.19.0', total: gigabyte / 2, free: 0 }))).toEqual(['machine.node note', 'machine.memory warning']); // prettier-ignore
  });

  it('clocks, by what each answer can be wrong by', () => {
    const now = Date.parse('2026-11-22T06:00:00Z');
    const judged = (seconds: number, resolutionMs = 0): string[] =>
      told(judgeClock({ name: 'x', at: now + seconds * 1_000, resolutionMs }, now));
    expect(judged(1.9)).toEqual(['clock.sound ok']);
    expect(judged(-2.5)).toEqual(['clock.skewed note']);
    expect(judged(2.5, 1_000)).toEqual(['clock.sound ok']);
    expect(judged(-61)).toEqual(['clock.wrong failure']);
  });

  it('certificates', () => {
    const now = new Date('2026-11-22T06:00:00Z');
    const judged = (validTo: string, fault?: string): string[] =>
      told(judgeCertificate({ validTo: new Date(validTo), fault, protocol: 'TLSv1.3' }, { name: 'x', verdict: 'failure', now })); // prettier-ignore
    expect(judged('2027-01-22T06:00:00Z')).toEqual(['tls.sound ok']);
    expect(judged('2026-11-30T06:00:00Z')).toEqual(['tls.ending warning']);
    expect(judged('2026-11-20T06:00:00Z')).toEqual(['tls.expired failure']);
    expect(judged('2027-01-22T06:00:00Z', 'ERR_TLS_CERT_ALTNAME_INVALID')).toEqual(['tls.untrusted failure']);
  });

  it('the configuration', () => {
    const judged = (change: Record<string, string>): string[] => {
      const needed = { DATABASE_URL: 'postgres://a@127.0.0.1/a', SMTP_URL: 'smtp://127.0.0.1:25', FILES_URL: 'file:///files' }; // prettier-ignore
      const env = { NODE_ENV: 'production', PUBLIC_URL: 'https://news.test', SECRET_KEY: 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6', TRUSTED_PROXIES: '127.0.0.1', ...needed, ...change }; // prettier-ignore
      return told(judgeConfig(readConfig(env)));
    };
    expect(judged({})).toEqual(['configuration.sound ok']);
    expect(judged({ PUBLIC_URL: 'http://news.test' })).toEqual(['configuration.public_url failure']);
    expect(judged({ TRUSTED_PROXIES: '' })).toEqual(['configuration.trusted_proxies warning']);
    expect(judged({ SECRET_KEY: 'k'.repeat(40) })).toEqual(['configuration.secret_key failure']);
    expect(judged({ NODE_ENV: 'development' })).toEqual(['configuration.sound ok', 'configuration.not_production note']); // prettier-ignore
  });

  it('what is owed', () => {
    expect(told(judgeInstallation({ disarmedCause: null, silentSeconds: 20 }))).toEqual(['work.armed ok']);
    expect(told(judgeInstallation({ disarmedCause: 'restored', silentSeconds: 7_200 }))).toEqual(['work.disarmed failure', 'work.no_worker warning']); // prettier-ignore
    expect(told(judgeInstallation(undefined))).toEqual(['work.no_installation failure']);
    expect(told(judgeAlarms([]))).toEqual(['work.no_alarms ok']);
    expect(told(judgeDeliveries({ waiting: 0, editions: 0, uncertain: 3 }))).toEqual(['work.deliveries ok', 'work.uncertain note']); // prettier-ignore
    expect(told(judgeDeliveries({ waiting: 9, editions: 1, uncertain: 0 }))).toEqual(['work.deliveries_waiting warning']); // prettier-ignore
    expect([null, 100, 400, 4_000].map((seconds) => told(judgeNotices({ seconds, owed: 1 }))[0])).toEqual(['work.notices ok', 'work.notices ok', 'work.notices_late warning', 'work.notices_late failure']); // prettier-ignore
  });
});

describe('checks', () => {
  const ok: Finding = { verdict: 'ok', code: 'x.y', says: 'Fine.' };

  it('end none of the others by failing or by never ending, and are told by group', async () => {
    const findings = await runChecks(
      [
        { group: 'website', object: 'w', run: () => Promise.resolve([ok]) },
        { group: 'queue', object: 'q', run: () => Promise.reject(new Error('anna@readers.example is away')) },
        { group: 'database', object: 'd', run: () => new Promise(() => undefined) },
      ],
      30,
    );
    expect(findings.map(({ group, code, verdict }) => [group, code, verdict])).toEqual([
      ['database', 'database.unchecked', 'unknown'],
      ['queue', 'queue.unchecked', 'unknown'],
      ['website', 'x.y', 'ok'],
    ]);
    expect(findings[1]?.says).not.toContain('@');
  });

  it('are shown with the record in zone form, and nothing that a terminal obeys', () => {
    const publish = { name: 'k._domainkey.news.test', type: 'TXT', value: `v=DKIM1; p=${'A'.repeat(300)}` } as const;
    const bad: Finding = { verdict: 'failure', code: 'x.z', says: 'The text \u001b[2J is bad.', remedy: 'Mend it.', publish }; // prettier-ignore
    const now = new Date();
    const document = report([reported('domains', 'news.test', bad), reported('website', 'w', ok)], now, now);
    const sheet = doctorSheet(document, false);
    expect(sheet).not.toContain('\u001b');
    expect(sheet).toContain('→ Mend it.');
    const strings = /publish: k\._domainkey\.news\.test\. TXT (.*)/.exec(sheet)?.[1]?.match(/"[^"]*"/g) ?? [];
    expect(strings.map((text) => text.length - 2)).toEqual([255, 56]);
    expect(doctorSheet(document, true)).toContain('\u001b[31mfailure\u001b[0m');
    expect(document).toMatchObject({ isSound: false, counts: { failure: 1, ok: 1 } });
  });
});
