import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { ConfigError, readConfig } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startNameServer, type NameServer } from '../../../../test/support/name-server.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { addDoctor } from '../commands/doctor.command.js';
import { doctorReport, type DoctorReport } from './doctor-report.js';
import { runDoctor } from './run-doctor.js';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');

/** Everything as it should be for the newsroom's gazette.example. */
const ZONES = {
  'gazette.example': { mx: ['mx.gazette.example'] },
  'bounce.gazette.example': { txt: ['v=spf1 ip4:198.51.100.7 -all'], mx: ['mx.gazette.example'] },
  'mx.gazette.example': { a: ['198.51.100.7'] },
  '_dmarc.gazette.example': { txt: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@gazette.example'] },
  's1._domainkey.gazette.example': { txt: [`v=DKIM1; k=rsa; p=${KEY}`] },
  '_dmarc.elsewhere.media': { txt: ['v=DMARC1; p=none', 'v=DMARC1; p=none'] },
};

/** The tests' own server is quick instead of safe, and so the doctor says. */
const OF_THE_TESTS = ['database.fsync', 'database.synchronous_commit'];

describe('colporteur doctor', () => {
  let test: TestDatabase;
  let names: NameServer;
  let website: Server;
  let relay: SMTPServer;
  beforeAll(async () => {
    website = createServer((request, response) => response.writeHead(request.url === '/health/live' ? 200 : 404).end());
    website.listen(0, '127.0.0.1');
    // With the certificate that the library brings along, which nobody should trust; one user.
    const warned = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    relay = new SMTPServer({
      authOptional: true,
      onAuth: (auth, _, done) => { done(auth.password === 'right' ? null : new Error('no'), { user: 'u' }); }, // prettier-ignore
    });
    warned.mockRestore();
    const listening = relay.listen(0, '127.0.0.1');
    // A visitor who only looks at the certificate breaks off.
    relay.on('error', () => undefined);
    await Promise.all([once(website, 'listening'), once(listening, 'listening')]);
    names = await startNameServer(ZONES);
    test = await createTestDatabase({
      PUBLIC_URL: `http://127.0.0.1:${portOf(website)}`,
      BOUNCE_DOMAIN: 'bounce.gazette.example',
      SMTP_URL: `smtp://127.0.0.1:${portOf(relay.server)}?tls=none`,
      DNS_SERVERS: names.address,
    });
    await createNewsroom(test.database);
    // The database all tests copy is as old as their run.
    await test.database.updateTable('installation').set({ alive_at: new Date() }).execute();
    const key = { id: randomUUID(), domain: 'gazette.example', selector: 's1', public_key: KEY, private_key: Buffer.from('x') }; // prettier-ignore
    await test.database
      .insertInto('dkim_key')
      .values({ ...key, state: 'active' })
      .execute();
  });
  afterAll(async () => {
    await test.close();
    await names.close();
    website.close();
    await new Promise<void>((resolve) => { relay.close(resolve); }); // prettier-ignore
  });

  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  const codes = (found: DoctorReport, verdict: string): string[] =>
    found.findings.filter((finding) => finding.verdict === verdict).map(({ code }) => code);

  it('finds nothing wrong where nothing is', async () => {
    const found = await runDoctor({ config: () => test.config });
    expect(doctorReport.parse(found)).toEqual(found);
    expect(found.findings.filter(({ verdict }) => !['ok', 'note'].includes(verdict)).map(({ code }) => code)).toEqual(OF_THE_TESTS); // prettier-ignore
    expect(found.isSound).toBe(false);
    expect(codes(found, 'ok')).toEqual(
      expect.arrayContaining([
        'configuration.sound', 'database.migrated', 'database.role', 'queue.sound', 'files.sound',
        'clock.sound', 'work.armed', 'work.notices', 'transport.answers', 'spf.sound', 'mx.sound', 'dmarc.sound',
        'alignment.spf', 'alignment.dkim', 'dkim.sound', 'website.answers',
      ]),
    ); // prettier-ignore
  });

  it('says what is wrong, each thing for itself, and what to publish', async () => {
    const { database } = test;
    await database.updateTable('installation').set({ disarmed_at: new Date(), disarmed_cause: 'restored' }).execute();
    await database.insertInto('system_alarm').values({ id: randomUUID(), code: 'transport.failing', object: 'transport:main' }).execute(); // prettier-ignore
    const transport = { host: '127.0.0.1', port: portOf(relay.server), username: 'u', purposes: ['editions'] };
    const unreadable = { ...transport, id: randomUUID(), name: 'main', password: Buffer.from('no box of ours') };
    await database.insertInto('transport').values(unreadable).execute();
    const found = await runDoctor({ config: () => test.config, domain: 'Elsewhere.media' });
    expect(found.isSound).toBe(false);
    expect(codes(found, 'failure')).toEqual(expect.arrayContaining(['work.disarmed', 'transport.secret', 'dmarc.several', 'alignment.none'])); // prettier-ignore
    expect(codes(found, 'warning')).toEqual(expect.arrayContaining(['work.alarm', 'mx.no_domain']));
    const example = await runDoctor({ config: () => test.config, domain: 'unknown.example' });
    expect(example.findings.filter(({ object }) => object === 'unknown.example').map(({ code }) => code)).toEqual(['domain.reserved']); // prettier-ignore
    expect(JSON.stringify(found)).not.toContain('no box of ours');
    await database.deleteFrom('transport').execute();
    await database.deleteFrom('system_alarm').execute();
    await database.updateTable('installation').set({ disarmed_at: null, disarmed_cause: null }).execute();
  });

  it('tries the sign-in, and looks at the certificate', async () => {
    const looked = async (user: string): Promise<string[]> => {
      const url = `smtp://${user}127.0.0.1:${portOf(relay.server)}`;
      const found = await runDoctor({ config: () => readConfig({ ...plain(test.config.env), SMTP_URL: url }) });
      return found.findings.filter(({ group }) => group === 'transports').map(({ code, verdict }) => `${code} ${verdict}`); // prettier-ignore
    };
    // The library's certificate is its own: no password is told to whoever shows it.
    expect(await looked('u:right@')).toEqual(['transport.tls failure', expect.stringMatching(/^tls\.(?:untrusted|expired) warning$/), 'ptr.private note']); // prettier-ignore
  });

  it('has its say without a database, and without a configuration', async () => {
    const away = { ...plain(test.config.env), DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:9/none' };
    const found = await runDoctor({ config: () => readConfig(away) });
    expect(codes(found, 'failure')).toEqual(['database.unreachable']);
    expect(codes(found, 'unknown')).toEqual(expect.arrayContaining(['database.unchecked', 'work.unchecked', 'domains.unchecked', 'transports.unchecked'])); // prettier-ignore
    const work = found.findings.filter(({ group }) => group === 'work');
    expect(work.map(({ object }) => object)).toEqual(['installation, alarms, editions, deliveries, notices']);
    expect(codes(found, 'ok')).toEqual(expect.arrayContaining(['spf.sound', 'transport.answers', 'website.answers']));
    expect(JSON.stringify(found)).not.toContain('secret-word');
    const refuse = (): never => {
      throw new ConfigError('SECRET_KEY: given nothing');
    };
    expect(codes(await runDoctor({ config: refuse }), 'failure')).toEqual(['configuration.invalid']);
  });

  it('asks nobody outside when told so', async () => {
    const asked = names.asked.length;
    const found = await runDoctor({ config: () => test.config, offline: true });
    expect(names.asked).toHaveLength(asked);
    expect(new Set(found.findings.map(({ group }) => group))).toEqual(new Set(['configuration', 'machine', 'database', 'queue', 'files', 'clock', 'work'])); // prettier-ignore
  });

  it('is a command whose exit status is 1 when anything fails', async () => {
    const { env, exitCode } = process;
    const written: string[] = [];
    const output = jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    addDoctor(program);
    process.env = { ...plain(test.config.env), SMTP_URL: 'smtp://127.0.0.1:9' };
    try {
      await program.parseAsync(['node', 'colporteur', 'doctor', '--json', '--dns', names.address]);
      expect(process.exitCode).toBe(1);
      await program.parseAsync(['node', 'colporteur', 'doctor', '--offline', '--domain', 'gazette.example']);
    } finally {
      output.mockRestore();
      process.env = env;
      process.exitCode = exitCode;
    }
    expect(codes(doctorReport.parse(JSON.parse(written[0] ?? '')), 'failure')).toEqual([...OF_THE_TESTS, 'transport.unreachable']); // prettier-ignore
    expect(written[1]).toMatch(/^configuration\n {2}ok .*\n2 failures, /s);
    await expect(program.parseAsync(['node', 'colporteur', 'doctor', '--dns', 'dns.example'])).rejects.toThrow('expected an address'); // prettier-ignore
  });
});

/** As a shell would hold it. */
function plain(env: TestDatabase['config']['env']): Record<string, string> {
  const { PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL, BOUNCE_DOMAIN, DNS_SERVERS, FILES_URL } = env;
  const files = FILES_URL.kind === 'folder' ? `file://${FILES_URL.path}` : '';
  return { NODE_ENV: 'test', PUBLIC_URL, SECRET_KEY, DATABASE_URL, SMTP_URL, BOUNCE_DOMAIN: BOUNCE_DOMAIN ?? '', DNS_SERVERS: DNS_SERVERS.join(','), FILES_URL: files }; // prettier-ignore
}
