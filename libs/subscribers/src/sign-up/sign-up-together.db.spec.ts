import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { TokenSigner, keyedHash, type SuppressionCause } from '@app/platform';
import { NewsletterRepository } from '@app/editions';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { EvidenceKeyRepository } from '../evidence-key.repository.js';
import { NetworkEvidence } from '../network-evidence.service.js';
import { eligibleSubscriptions } from '../subscription-standing.js';
import { TendReaders } from '../tend-readers.service.js';
import { ConfirmSubscription } from './confirm-subscription.service.js';
import type { JudgedSignUp } from './judged-sign-up.js';
import { WriteNewReaders } from './write-new-readers.service.js';
import { WriteSignUp } from './write-sign-up.service.js';

const READER = 'lectrice@readers.example';
const HOUR_MS = 3_600_000;
const BOTH = { slugs: ['matin', 'soir'] };

let desk: ReaderDesk;

beforeAll(async () => {
  desk = await openReaderDesk();
  // East of Paris, so its next edition is always the first to leave.
  await createNewsroom(desk.test.database, { slug: 'soir', name: 'Le Soir', language: 'es', time_zone: 'Asia/Tokyo' });
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.clock.set(new Date());
  await empty();
});

const empty = () =>
  asOwner(desk.test, (client) =>
    client.query('truncate subscription, subscriber, consent, suppression, notice cascade'),
  );
const rows = {
  subscribers: () => desk.test.database.selectFrom('subscriber').selectAll().orderBy('canonical_address').execute(),
  subscriptions: () => desk.test.database.selectFrom('subscription').selectAll().orderBy('id').execute(),
  consents: () => desk.test.database.selectFrom('consent').selectAll().orderBy('id').execute(),
  notices: () => desk.test.database.selectFrom('notice').selectAll().orderBy('created_at').orderBy('id').execute(),
}; // prettier-ignore
const eligible = () => eligibleSubscriptions(desk.test.database, desk.newsroom.newsletterId).execute();
const confirm = (token: string) => desk.tools.get(ConfirmSubscription).confirm(token, '203.0.113.7');
const pass = (ms: number): void => { desk.clock.set(new Date(desk.clock.now().getTime() + ms)); }; // prettier-ignore
const owed = async (kind: string) =>
  (await rows.notices()).filter((notice) => notice.kind === kind && notice.state === 'owed');

/** Every notice so far has left. */
const noticesLeft = () =>
  sql`update notice set state = 'submitted', address = null, content = '{}', settled_at = now()`.execute(
    desk.test.database,
  );
const ban = (address: string, cause: SuppressionCause) =>
  desk.test.database
    .insertInto('suppression')
    .values({ address_hash: hashOf(address), cause })
    .execute();
const hashOf = (address: string): Buffer =>
  keyedHash(desk.tools.get(TokenSigner, { strict: false }).stableKey('address'), address);

/** Everything a sign-up wrote, with names in place of what is random and without the database's own clock. */
async function written(): Promise<string> {
  const [people, ties, records, notices] = [await rows.subscribers(), await rows.subscriptions(), await rows.consents(), await rows.notices()]; // prettier-ignore
  const names = new Map<string, string>();
  const named = (text: string): string => [...names].reduce((left, [id, name]) => left.replaceAll(id, name), text);
  for (const [n, one] of people.entries()) names.set(one.id, `person-${n}`);
  for (const one of ties) names.set(one.id, `tie of ${names.get(one.subscriber_id) ?? ''} to ${one.newsletter_id}`);
  const lines = [...people, ...ties, ...records, ...notices].map((row) => {
    const plain = Object.fromEntries(
      Object.entries(row).filter(([column]) => !['created_at', 'last_contact_at'].includes(column)),
    );
    const text = JSON.stringify(plain).replace(/\/confirm\/[\w-]+/, '/confirm/TOKEN');
    return named('act' in row || 'kind' in row ? text.replace(row.id, 'ID') : text);
  });
  return lines.sort().join('\n');
}

async function judged(address: string, slugs: readonly string[]): Promise<JudgedSignUp> {
  const all = await desk.tools.get(NewsletterRepository, { strict: false }).all();
  const words = { wording: 'Je m’abonne', wordingVersion: '2026-03' };
  return {
    newsletters: slugs.flatMap((slug) =>
      all.filter((one) => one.slug === slug).map((newsletter) => ({ newsletter, ...words })),
    ),
    address,
    canonical: address.toLowerCase(),
    addressHash: hashOf(address.toLowerCase()),
    timeZone: 'Europe/Paris',
    page: 'https://gazette.example/article',
    placement: 'foot',
    network: await desk.tools.get(NetworkEvidence).of('203.0.113.7'),
  };
}

describe('writing strangers together', () => {
  it('leaves the same rows as writing each by itself, carefully', async () => {
    const signUps = [await judged('Une@readers.example', ['matin']), await judged('deux@readers.example', ['matin', 'soir']), await judged('trois@readers.example', ['soir', 'matin'])];
    const { written: taken, noticeIds } = await desk.tools.get(WriteNewReaders).write(signUps);
    expect([taken.size, noticeIds.length]).toEqual([3, 3]);
    const together = await written();
    await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, notice cascade'));
    for (const signUp of signUps) await desk.tools.get(WriteSignUp).write(signUp);
    expect(await written()).toBe(together);
    expect(together).toContain('network_hash');
  }); // prettier-ignore

  it('takes nobody who is known, erased or suppressed for whatever cause, and nobody twice', async () => {
    await desk.signUp('known@readers.example');
    for (const cause of ['hard_bounce', 'erased', 'imported'] as const) await ban(`${cause}@readers.example`, cause);
    const before = await written();
    const known = ['known', 'hard_bounce', 'erased', 'imported'].map((name) => judged(`${name}@readers.example`, ['matin']));
    const { written: none, noticeIds } = await desk.tools.get(WriteNewReaders).write(await Promise.all(known));
    expect([none.size, noticeIds]).toEqual([0, []]);
    expect(await written()).toBe(before);
    const twin = await Promise.all(['Twin@readers.example', 'twin@readers.example'].map((address) => judged(address, ['matin'])));
    expect((await desk.tools.get(WriteNewReaders).write(twin)).written.size).toBe(1);
  }); // prettier-ignore

  it('does its work for all while one of them cannot be written, known ones among them', async () => {
    await desk.signUp('known@readers.example');
    await confirm(await desk.confirmToken('known@readers.example'));
    await ban('bounced@readers.example', 'hard_bounce');
    await asOwner(desk.test, (client) => client.query(`alter table subscriber add constraint broken check (address <> 'broken@readers.example') not valid`));
    const many = Array.from({ length: 230 }, (_, n) => `reader-${n}@readers.example`);
    const addresses = [...many.slice(0, 100), 'broken@readers.example', 'known@readers.example', 'bounced@readers.example', 'Reader-5@readers.example', ...many.slice(100)];
    const outcomes = await Promise.allSettled(addresses.map((address) => desk.signUp(address)));
    await asOwner(desk.test, (client) => client.query('alter table subscriber drop constraint broken'));
    expect(outcomes.flatMap((one, n) => (one.status === 'rejected' ? [addresses[n]] : []))).toEqual(['broken@readers.example']);
    expect(await rows.subscribers()).toHaveLength(231);
    expect(await owed('confirmation')).toHaveLength(230 + 1);
    expect(await owed('already_subscribed')).toHaveLength(1);
  }); // prettier-ignore

  it('tells its callers when the commit failed', async () => {
    await asOwner(desk.test, (client) => client.query('alter table consent rename to consent_away'));
    const outcomes = await Promise.allSettled([desk.signUp(READER), desk.signUp('other@readers.example')]);
    await asOwner(desk.test, (client) => client.query('alter table consent_away rename to consent'));
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(await rows.subscribers()).toEqual([]);
    await desk.signUp(READER);
    expect(await rows.subscribers()).toHaveLength(1);
  }); // prettier-ignore
});

describe('a sign-up for several newsletters', () => {
  it('is one request: one mail that names them, one link that confirms them, one welcome', async () => {
    await desk.signUp(READER, BOTH);
    const [one, other] = await rows.subscriptions();
    expect(other?.requested_at).toEqual(one?.requested_at);
    expect(await rows.notices()).toMatchObject([
      { kind: 'confirmation', subject_id: one?.id, content: { values: { newsletters: ['Le Matin', 'Le Soir'], count: 2 } } },
    ]);
    const token = await desk.confirmToken(READER);
    const looked = async (): Promise<unknown> => {
      const { newsletters, isConfirmed } = await desk.tools.get(ConfirmSubscription).look(token);
      return [newsletters.map(({ slug }) => slug), isConfirmed];
    };
    expect(await looked()).toEqual([['matin', 'soir'], false]);
    expect((await confirm(token)).map(({ slug }) => slug)).toEqual(['matin', 'soir']);
    expect((await rows.subscriptions()).map(({ state }) => state)).toEqual(['active', 'active']);
    expect(await looked()).toEqual([['matin', 'soir'], true]);
    expect((await rows.notices()).map(({ kind }) => kind)).toEqual(['confirmation', 'welcome']);
    expect((await confirm(token)).map(({ slug }) => slug)).toEqual(['matin', 'soir']);
    expect(await rows.consents()).toHaveLength(4);
  }); // prettier-ignore

  it('is written about in one language: the first edition to leave too, whatever language that one is in', async () => {
    desk.clock.set(new Date('2026-11-22T16:00:00Z'));
    await desk.signUp(READER, BOTH);
    await confirm(await desk.confirmToken(READER));
    expect(await owed('welcome')).toMatchObject([
      { locale: 'fr', content: { values: { nextEdition: expect.stringMatching(/^lundi 23 novembre à 7.h.00/) } } },
    ]);
  });

  it('leaves alone what is active, and asks for the rest', async () => {
    await desk.signUp(READER);
    await confirm(await desk.confirmToken(READER));
    await noticesLeft();
    pass(1_000);
    await desk.signUp(READER, BOTH);
    expect(await owed('confirmation')).toMatchObject([{ content: { values: { newsletters: ['Le Soir'] } } }]);
    expect(await owed('already_subscribed')).toEqual([]);
    expect((await rows.subscriptions()).map(({ state }) => state)).toEqual(['active', 'pending']);
  });

  it('takes along what waited under another link, so that every link confirms what its mail named', async () => {
    await desk.signUp(READER);
    const old = await desk.confirmToken(READER);
    await noticesLeft();
    pass(1_000);
    await desk.signUp(READER, BOTH);
    await expect(confirm(old)).rejects.toMatchObject({ code: 'subscription.ended' });
    await confirm(await desk.confirmToken(READER));
    expect((await rows.subscriptions()).map(({ state }) => state)).toEqual(['active', 'active']);
  });

  it('of two brands, of none, and of too many, is refused', async () => {
    const otherBrand = sql<{ id: string }>`insert into brand (id, slug, name, legal_name, postal_address, contact_address, site_url, sender_domain, accent)
      select gen_random_uuid(), 'autre', name, legal_name, postal_address, contact_address, site_url, sender_domain, accent from brand returning id`;
    const { rows: [brand] } = await otherBrand.execute(desk.test.database);
    await sql`update newsletter set brand_id = ${brand?.id}, family_id = null where slug = 'soir'`.execute(desk.test.database);
    await expect(desk.signUp(READER, BOTH)).rejects.toMatchObject({ code: 'sign_up.newsletters_invalid' });
    await sql`update newsletter set brand_id = (select brand_id from newsletter where slug = 'matin') where slug = 'soir'`.execute(desk.test.database);
    await expect(desk.signUp(READER, { slugs: [] })).rejects.toMatchObject({ code: 'sign_up.newsletters_invalid' });
    const many = Array.from({ length: 21 }, (_, n) => `n${n}`);
    await expect(desk.signUp(READER, { slugs: many })).rejects.toMatchObject({ code: 'sign_up.newsletters_invalid' });
    expect(await rows.subscribers()).toEqual([]);
  }); // prettier-ignore
});

describe('the reminder', () => {
  const minute = () => desk.tools.get(TendReaders).minute();

  it('is one, after 48 hours, with the link of the confirmation', async () => {
    await desk.signUp(READER, BOTH);
    const token = await desk.confirmToken(READER);
    await noticesLeft();
    pass(48 * HOUR_MS - 1);
    await minute();
    expect(await owed('reminder')).toEqual([]);
    // The clock looks once a minute: what is late by that much still counts as whole days.
    pass(60_000);
    await Promise.all([minute(), minute(), minute()]);
    const reminders = await owed('reminder');
    expect(reminders).toMatchObject([{ address: READER, content: { values: { count: 2, days: 12 } } }]);
    expect(JSON.stringify(reminders)).toContain(`/confirm/${token}"`);
    await noticesLeft();
    pass(72 * HOUR_MS);
    await minute();
    expect(await owed('reminder')).toEqual([]);
    await confirm(token);
    expect(await eligible()).toHaveLength(1);
  });

  it('is of the latest request, where several are due', async () => {
    await desk.signUp(READER);
    await noticesLeft();
    pass(60_000);
    await desk.signUp(READER, { slugs: ['soir'] });
    await noticesLeft();
    pass(49 * HOUR_MS);
    await minute();
    expect(await owed('reminder')).toMatchObject([{ content: { values: { newsletters: ['Le Soir'] } } }]);
  });

  it.each([
    ['whose confirmation never left', () => sql`update notice set state = 'failed', settled_at = now()`.execute(desk.test.database)],
    ['whose address was suppressed', async () => { await noticesLeft(); await ban(READER, 'complaint'); }],
    ['that was confirmed', async () => { await confirm(await desk.confirmToken(READER)); await noticesLeft(); }],
    ['whose link is dead', async () => { await noticesLeft(); pass(13 * 24 * HOUR_MS); }],
  ])('is not of a sign-up %s', async (_, meanwhile) => {
    await desk.signUp(READER);
    await meanwhile();
    pass(49 * HOUR_MS);
    await minute();
    expect(await owed('reminder')).toEqual([]);
  }); // prettier-ignore
});

describe('the network a consent came from', () => {
  it('is kept as a hash of this month’s key, the same for one address in every spelling', async () => {
    await desk.signUp(READER, { network: '203.0.113.7' });
    await desk.signUp('b@readers.example', { network: '::ffff:203.0.113.7' });
    await desk.signUp('c@readers.example', { network: '2001:DB8:0::7' });
    await desk.signUp('d@readers.example', { network: '2001:db8::0007' });
    await desk.signUp('e@readers.example', { network: 'unix socket' });
    const [a, b, c, d, e] = (await rows.consents()).map((row) => row.network_hash?.toString('hex'));
    expect([a === b, c === d, a === c, e]).toEqual([true, true, false, undefined]);
    await confirm(await desk.confirmToken(READER));
    expect((await rows.consents()).at(-1)?.network_hash?.toString('hex')).toBe(a);
    pass(35 * 24 * HOUR_MS);
    await desk.signUp('f@readers.example', { network: '203.0.113.7' });
    expect((await rows.consents()).at(-1)?.network_hash?.toString('hex')).not.toBe(a);
    const months = await desk.test.database.selectFrom('evidence_key').select('month').execute();
    expect(new Set(months.map(({ month }) => month)).size).toBeGreaterThanOrEqual(2);
  });

  it('tells nothing once its key is gone, after 13 months', async () => {
    const keys = desk.tools.get(EvidenceKeyRepository);
    const month = (months: number): string => {
      const day = new Date();
      day.setUTCMonth(day.getUTCMonth() - months, 1);
      return day.toISOString().slice(0, 10);
    };
    await asOwner(desk.test, (client) => client.query('truncate evidence_key'));
    for (const months of [0, 12, 14]) await keys.ofMonth(month(months), Buffer.alloc(32, months));
    await desk.tools.get(TendReaders).forget();
    const left = await desk.test.database.selectFrom('evidence_key').select('month').orderBy('month').execute();
    expect(left).toEqual([{ month: month(12) }, { month: month(0) }]);
  });

  it('stops no sign-up when it cannot be kept', async () => {
    pass(70 * 24 * HOUR_MS);
    await asOwner(desk.test, (client) => client.query('alter table evidence_key rename to away'));
    await desk.signUp(READER, { network: '203.0.113.7' });
    await asOwner(desk.test, (client) => client.query('alter table away rename to evidence_key'));
    expect(await rows.consents()).toMatchObject([{ network_hash: null, network_key_id: null }]);
  });
});
