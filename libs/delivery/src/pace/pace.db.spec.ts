import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Audit, Log, SystemAlarms, readConfig, type Database } from '@app/platform';
import { NewsletterRepository } from '@app/editions';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startNameServer, type NameServer } from '../../../../test/support/name-server.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { addReaders } from '../../../../test/support/sending.js';
import { MailDomainRepository } from './mail-domain.repository.js';
import { MailProviders } from './mail-providers.service.js';
import { PaceRetention } from './pace-retention.service.js';
import { Pacing, type PacedOutcome, type PacedTransport } from './pacing.service.js';
import { PermitRepository } from './permit.repository.js';
import { Permits } from './permits.service.js';
import { Reactions } from './reactions.service.js';
import { ReadPace } from './read-pace.service.js';
import { SendingCountRepository } from './sending-count.repository.js';
import { SendingCounts } from './sending-counts.service.js';
import { WarmUpRepository } from './warm-up.repository.js';
import { WarmUps } from './warm-ups.service.js';

const log = new Log('silent');
const relay: PacedTransport = { name: 'main', connections: 10, perSecond: null };
/** Of the environment: each worker has its own connections, and nobody waits for another's. */
const own: PacedTransport = { name: 'smtp-url', connections: 10, perSecond: null };
const fromDomain = 'gazette.example';
const submitted: PacedOutcome = {
  kind: 'submitted',
  reply: { code: 250, enhancedCode: '2.0.0', text: '250 2.0.0 ok' },
};
const unused: PacedOutcome = { kind: 'unused' };
const said = (text: string): PacedOutcome => ({
  kind: text.startsWith('5') ? 'refused' : 'postponed',
  begun: true,
  reply: { code: Number(text.slice(0, 3)), enhancedCode: /[45]\.\d\.\d+/.exec(text)?.[0] ?? null, text },
});
const TSS04 = said('421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred');

let test: TestDatabase;
let database: Database;
let alarms: SystemAlarms;
const open: { beforeApplicationShutdown(): Promise<void> }[] = [];

/** A worker, with nothing in common with the others but the database. */
function worker(config = test.config) {
  const permitRows = new PermitRepository(database);
  const countRows = new SendingCountRepository(database);
  const warmUpRows = new WarmUpRepository(database);
  const permits = new Permits(permitRows, log);
  const counts = new SendingCounts(database, countRows, alarms, log);
  const warmUps = new WarmUps(database, warmUpRows, countRows, new NewsletterRepository(database), log);
  const providers = new MailProviders(new MailDomainRepository(database), log, config);
  const reactions = new Reactions(database, permits, permitRows, alarms, log);
  open.push(permits, counts);
  const pacing = new Pacing(providers, permits, reactions, counts, warmUps, log);
  return { pacing, permits, counts, permitRows, countRows, warmUpRows, providers };
}

const read = (): ReadPace =>
  new ReadPace(database, new PermitRepository(database), new SendingCountRepository(database), alarms, new Audit());

beforeAll(async () => {
  test = await createTestDatabase();
  ({ database } = test);
  alarms = new SystemAlarms();
});
afterAll(async () => {
  await test.close();
});
beforeEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.beforeApplicationShutdown()));
  for (const table of ['pace_permit', 'provider_pace', 'sending_count', 'warm_up', 'system_alarm', 'mail_domain'] as const)
    await database.deleteFrom(table).execute();
}); // prettier-ignore

describe('permits', () => {
  const way = (provider: string, transport = relay) => ({ transport, provider, fromDomain });

  it('are all a lone worker’s, from memory after the first, and end when they are given back', async () => {
    const { pacing, permitRows } = worker();
    expect(await pacing.take({ ...way('other'), wanted: 4 })).toEqual({ granted: 4, again: null });
    const renewal = permitRows.renew.bind(permitRows);
    permitRows.renew = () => Promise.reject(new Error('asked the database'));
    expect((await pacing.take({ ...way('other'), wanted: 20 })).granted).toBe(6);
    const none = await pacing.take({ ...way('other'), wanted: 1 });
    expect(none.granted).toBe(0);
    expect(none.again?.getTime()).toBeGreaterThan(Date.now());
    permitRows.renew = renewal;
    pacing.give(way('other'), [submitted, submitted, unused]);
    expect((await pacing.take({ ...way('other'), wanted: 5 })).granted).toBe(3);
  });

  it('are as many over all workers as the transport has connections, and come back from the dead', async () => {
    const [one, two] = [worker(), worker()];
    expect((await one.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(8);
    // A worker alone holds all; the others wait for its next round, and for its dialogues.
    expect((await two.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(0);
    await one.permits.renew();
    await two.permits.renew();
    expect((await two.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(2);
    one.pacing.give(
      way('other'),
      Array.from({ length: 8 }, () => submitted),
    );
    expect((await one.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(5);
    // Killed: nobody gives anything back, and its lease runs out.
    await database.updateTable('pace_permit').set({ lease_until: new Date(Date.now() - 1) }).where('connections', '>', 2).execute(); // prettier-ignore
    await two.permits.renew();
    expect((await two.pacing.take({ ...way('other'), wanted: 20 })).granted).toBe(8);
  });

  it('keep to what a provider likes over all workers, and to a part of it where it has no name', async () => {
    const [one, two] = [worker(), worker()];
    const wide = { ...own, connections: 100 };
    expect((await one.pacing.take({ ...way('google', wide), wanted: 50 })).granted).toBe(5);
    expect((await two.pacing.take({ ...way('google', wide), wanted: 50 })).granted).toBe(0);
    expect((await two.pacing.take({ ...way('hoster.example', wide), wanted: 50 })).granted).toBe(5);
    expect((await two.pacing.take({ ...way('other', wide), wanted: 50 })).granted).toBe(50);
    one.pacing.give(way('google', wide), [submitted, submitted, submitted]);
    await one.permits.renew();
    await two.permits.renew();
    // Five between two: whose turn it is has three.
    expect([2, 3]).toContain((await two.pacing.take({ ...way('google', wide), wanted: 50 })).granted);
  });

  it('of a relay of the environment are each worker’s own', async () => {
    for (const { pacing } of [worker(), worker()])
      expect(await pacing.take({ ...way('other', own), wanted: 10 })).toEqual({ granted: 10, again: null });
  });

  it('keep to a rate over all workers', async () => {
    const limited = { ...own, perSecond: 6 };
    const begun = performance.now();
    let granted = 0;
    for (const { pacing } of [worker(), worker(), worker()]) {
      const grant = await pacing.take({ ...way('other', limited), wanted: 4 });
      granted += grant.granted;
      if (grant.granted < 4) expect(grant.again?.getTime()).toBeGreaterThan(Date.now());
    }
    expect(granted).toBeGreaterThanOrEqual(6);
    expect(granted).toBeLessThanOrEqual(6 + 6 * ((performance.now() - begun) / 1_000));
  });

  it('gained in a round that could not be written are not used', async () => {
    const [one, two] = [worker(), worker()];
    await one.pacing.take({ ...way('other'), wanted: 8 });
    await two.pacing.take({ ...way('other'), wanted: 8 });
    await one.permits.renew();
    const renewal = two.permitRows.renew.bind(two.permitRows);
    two.permitRows.renew = (name, seconds, decide) =>
      renewal(name, seconds, (seen) => {
        decide(seen);
        throw new Error('away');
      });
    await two.permits.renew();
    expect((await two.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(0);
    two.permitRows.renew = renewal;
    await two.permits.renew();
    expect((await two.pacing.take({ ...way('other'), wanted: 8 })).granted).toBe(2);
  });

  it('are nobody’s while the database is away', async () => {
    const { pacing, permitRows } = worker();
    permitRows.renew = () => Promise.reject(new Error('away'));
    const grant = await pacing.take({ ...way('google'), wanted: 3 });
    expect(grant.granted).toBe(0);
    expect(grant.again).not.toBeNull();
  });
});

describe('a provider that complains', () => {
  const way = { transport: own, provider: 'yahoo', fromDomain };
  const untilWritten = async (): Promise<void> => {
    while ((await database.selectFrom('system_alarm').select('id').execute()).length === 0);
  };

  it('is left alone by all workers and after a restart, with one alarm; the others go on', async () => {
    const { pacing } = worker();
    const { granted } = await pacing.take({ ...way, wanted: 3 });
    pacing.give(
      way,
      Array.from({ length: granted }, () => TSS04),
    );
    const again = (await pacing.take({ ...way, wanted: 1 })).again?.getTime() ?? 0;
    expect((again - Date.now()) / 60_000).toBeCloseTo(120, 0);
    await untilWritten();
    const restarted = worker().pacing;
    expect((await restarted.take({ ...way, wanted: 1 })).granted).toBe(0);
    expect((await restarted.take({ ...way, provider: 'google', wanted: 1 })).granted).toBe(1);
    const raised = await alarms.open(database);
    expect(raised).toMatchObject([{ code: 'pace.suspended', object: 'pace:smtp-url:yahoo', transport: 'smtp-url' }]);
  });

  it('is let go by itself and slowly, or by an operator', async () => {
    const hurt = worker();
    await hurt.pacing.take({ ...way, wanted: 1 });
    hurt.pacing.give(way, [TSS04]);
    await untilWritten();
    await hurt.permits.beforeApplicationShutdown();
    const { ways } = await read().report();
    expect(ways).toMatchObject([{ provider: 'yahoo', held: 0, allowed: 0, reason: expect.stringContaining('TSS04') }]);
    await database
      .updateTable('provider_pace')
      .set({ suspended_until: new Date(Date.now() - 1_000) })
      .execute();
    const rows = [new MailDomainRepository(database), new PermitRepository(database), new SendingCountRepository(database)] as const; // prettier-ignore
    await new PaceRetention(database, ...rows, alarms).keep();
    expect(await alarms.open(database)).toEqual([]);
    const slow = worker();
    expect((await slow.pacing.take({ ...way, wanted: 5 })).granted).toBe(1);
    slow.pacing.give(way, [submitted]);
    // Two connections, and two messages a minute.
    const next = await slow.pacing.take({ ...way, wanted: 5 });
    expect(next.granted).toBe(0);
    expect(((next.again?.getTime() ?? 0) - Date.now()) / 1_000).toBeCloseTo(30, -1);
    expect(await read().resume('smtp-url', 'yahoo', null)).toBe(true);
    expect(await read().resume('smtp-url', 'yahoo', null)).toBe(false);
    await slow.permits.renew();
    expect((await slow.pacing.take({ ...way, wanted: 5 })).granted).toBe(5);
  });

  it('is not the relay that spends its quota: that stops everything over it', async () => {
    const { pacing } = worker();
    await pacing.take({ ...way, wanted: 1 });
    pacing.give(way, [said('454 Throttling failure: Daily message quota exceeded.')]);
    expect((await pacing.take({ ...way, provider: 'google', wanted: 1 })).granted).toBe(0);
    await untilWritten();
    expect((await worker().pacing.take({ ...way, provider: 'other', wanted: 1 })).granted).toBe(0);
  });

  it('is not slowed for one mailbox, nor for one uncertain refusal, but for many in a row', async () => {
    const { pacing, permits } = worker();
    const google = { ...way, provider: 'google' };
    await pacing.take({ ...google, wanted: 1 });
    const uncertain = said('550 5.7.1 not for you');
    pacing.give(google, [said('550 5.1.1 no such user'), said('452 4.2.2 full'), said('450 4.2.0 greylisted')]);
    pacing.give(google, [uncertain, uncertain, uncertain, uncertain, submitted, uncertain]);
    expect(permits.isHeldBack('smtp-url', 'google', 'slow')).toBe(false);
    pacing.give(google, [uncertain, uncertain, uncertain, uncertain]);
    expect(permits.isHeldBack('smtp-url', 'google', 'slow')).toBe(true);
    await untilWritten();
  });
});

describe('a warm-up', () => {
  const way = { transport: own, provider: 'other', fromDomain };
  let readers: string[];

  beforeAll(async () => {
    const { newsletterId } = await createNewsroom(database);
    await addReaders(database, newsletterId, 12);
    readers = (await database.selectFrom('subscriber').select('id').execute()).map(({ id }) => id);
  });

  const today = async (): Promise<string> => (await new SendingCountRepository(database).counted(database, '')).day;
  const start = async (caps: number[], startedOn?: string): Promise<void> => {
    await database.deleteFrom('warm_up').execute();
    await new WarmUpRepository(database).start(database, { domain: fromDomain, transport: 'smtp-url', caps, startedOn: startedOn ?? await today() }); // prettier-ignore
  };
  const members = async (): Promise<string[]> => [...((await worker().pacing.cohort(fromDomain, readers))?.members ?? [])]; // prettier-ignore

  it('takes as many readers as a day’s cap, and the same ones again as it grows', async () => {
    await start([3]);
    const first = await members();
    expect(first).toHaveLength(3);
    await start([7]);
    expect(await members()).toEqual(expect.arrayContaining(first));
    expect(await members()).toHaveLength(7);
    await start([50]);
    expect(await members()).toHaveLength(12);
    await start([3], '2020-01-01');
    expect(await worker().pacing.cohort(fromDomain, readers)).toBeNull();
    expect(await worker().pacing.cohort('other.example', readers)).toBeNull();
  });

  it('never has more than a day’s cap leave, over workers and restarts, and not for what was not sent', async () => {
    await start([3]);
    const one = worker();
    expect((await one.pacing.take({ ...way, wanted: 2 })).granted).toBe(2);
    expect(await worker().pacing.take({ ...way, wanted: 2 })).toEqual({ granted: 1, again: null });
    expect(await worker().pacing.take({ ...way, wanted: 2 })).toEqual({ granted: 0, again: null });
    one.pacing.give(way, [submitted, said('450 4.2.0 greylisted')]);
    while ((await one.countRows.counted(database, fromDomain)).messages > 2);
    expect((await one.pacing.take({ ...way, wanted: 2 })).granted).toBe(1);
    // Another transport knows the domain, and has no cap.
    const elsewhere = { ...way, transport: relay };
    expect((await one.pacing.take({ ...elsewhere, wanted: 2 })).granted).toBe(2);
    // What fails there was not taken of the cap, so nothing of it is given back.
    one.pacing.give(elsewhere, [said('450 4.2.0 greylisted'), unused]);
    expect(await one.pacing.take({ ...way, wanted: 2 })).toEqual({ granted: 0, again: null });
    expect((await one.countRows.counted(database, fromDomain)).messages).toBe(3);
  });

  it('does not give a cap twice to a clock that jumps back', async () => {
    await start([3, 5]);
    const tomorrow = new Date(Date.parse(await today()) + 86_400_000).toISOString().slice(0, 10);
    await database.insertInto('sending_count').values({ domain: fromDomain, provider: '*', day: tomorrow, messages: 4 }).execute(); // prettier-ignore
    expect(await worker().pacing.take({ ...way, wanted: 9 })).toEqual({ granted: 1, again: null });
    expect(await members()).toHaveLength(5);
  });
});

describe('counts', () => {
  it('are kept by day, and warn once near and once over the line of bulk senders', async () => {
    const { counts } = worker();
    for (const [domain, messages] of [['a.gazette.example', 2_500], ['b.gazette.example', 1_600]] as const) {
      counts.add(domain, 'google', messages);
      await counts.write();
    } // prettier-ignore
    const other = worker().counts;
    other.add('gazette.example', 'google', 10);
    other.add('gazette.example', 'hoster.example', 9_000);
    await other.write();
    expect((await alarms.open(database)).map(({ object }) => object)).toEqual(['bulk:gazette.example:google:near']);
    const last = worker().counts;
    last.add('gazette.example', 'google', 900);
    await last.write();
    expect((await alarms.open(database)).map(({ object }) => object)).toContain('bulk:gazette.example:google:crossed');
    expect((await read().report()).sentToday).toContainEqual({ domain: 'gazette.example', provider: 'google', messages: 910 }); // prettier-ignore
    expect((await read().report()).sentToday).toContainEqual({ domain: 'gazette.example', provider: 'other', messages: 9_000 }); // prettier-ignore
  });
});

describe('providers', () => {
  let server: NameServer;
  beforeAll(async () => {
    server = await startNameServer({
      'lecteurs-un.fr': { mx: ['aspmx.l.google.com', 'alt1.aspmx.l.google.com'] },
      'lecteurs-deux.fr': { mx: ['mx1.hebergeur.example'] },
      'lecteurs-trois.fr': { a: ['192.0.2.7'] },
      'lecteurs-quatre.fr': { trouble: 'failure' },
    });
  });
  afterAll(async () => {
    await server.close();
  });

  const domains = ['lecteurs-un.fr', 'lecteurs-deux.fr', 'lecteurs-trois.fr', 'lecteurs-quatre.fr', 'gmail.com', 'readers.example']; // prettier-ignore
  const found = ['google', 'hebergeur.example', 'lecteurs-trois.fr', 'other', 'google', 'other'];
  const asking = () =>
    readConfig({ NODE_ENV: 'test', PUBLIC_URL: 'http://127.0.0.1:3000', SECRET_KEY: 'x'.repeat(40), DATABASE_URL: test.url, SMTP_URL: 'smtp://127.0.0.1:9', DNS_SERVERS: server.address }); // prettier-ignore

  it('are found from MX, and asked for once a week over all workers', async () => {
    expect([...(await worker(asking()).pacing.providersOf(domains)).values()]).toEqual(found);
    expect(new Set(server.asked)).toEqual(new Set(domains.slice(0, 4)));
    const asked = server.asked.length;
    expect([...(await worker(asking()).pacing.providersOf(domains)).values()]).toEqual(found);
    expect(server.asked).toHaveLength(asked);
  });

  it('that were asked for too long ago are asked for anew, and stay where nobody answers', async () => {
    await database.insertInto('mail_domain').values([
      { domain: 'lecteurs-un.fr', provider: 'yahoo', expires_at: new Date(Date.now() - 1_000) },
      { domain: 'lecteurs-quatre.fr', provider: 'orange', expires_at: new Date(Date.now() - 1_000) },
    ]).execute(); // prettier-ignore
    const { pacing } = worker(asking());
    const answer = await pacing.providersOf(['lecteurs-un.fr', 'lecteurs-quatre.fr']);
    expect(answer.get('lecteurs-un.fr')).toBe('google');
    // Nobody answered: as before.
    expect(answer.get('lecteurs-quatre.fr')).toBe('orange');
  });

  it('are known by name where nobody may be asked', async () => {
    const asked = server.asked.length;
    expect([...(await worker().pacing.providersOf(['orange.fr', 'lecteurs-un.fr'])).values()]).toEqual(['orange', 'other']); // prettier-ignore
    expect(server.asked).toHaveLength(asked);
  });
});
