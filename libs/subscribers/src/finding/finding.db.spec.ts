import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ConfirmSubscription } from '../sign-up/confirm-subscription.service.js';
import { TellReaderStory } from '../personal/reader-story.service.js';
import { SteerReader } from '../personal/steer-reader.service.js';
import { timelineOf } from '../personal/timeline.js';
import { CountReadership } from '../readership/count-readership.service.js';
import { ReadReadership } from '../readership/read-readership.service.js';
import { FindReaders, type ListWish, type MaySee } from './find-readers.service.js';

let desk: ReaderDesk;
const OPERATOR = newId();
const word = { operatorId: OPERATOR, reason: 'asked by telephone, lea@readers.example' };
const all = (): boolean => true;
const nobody = (): boolean => false;

beforeAll(async () => {
  desk = await openReaderDesk();
  await createNewsroom(desk.test.database, { slug: 'soir', name: 'Le Soir', language: 'es' });
  await seed(3_000);
  await desk.signUp('lea.martin@bücher.example', { page: 'https://gazette.example/a', placement: 'head' });
  await desk.signUp('leon@readers.example', { slugs: ['soir'], placement: 'foot' });
  await desk.tools.get(ConfirmSubscription).confirm(await desk.confirmToken('lea.martin@xn--bcher-kva.example'));
});
afterAll(() => desk.close());

/** Active readers of two domains, as many of each; every hundredth has left, every tenth speaks Spanish. */
async function seed(count: number): Promise<void> {
  await asOwner(desk.test, async (client) => {
    await client.query(
      `with person as materialized (
         select gen_random_uuid() as id, overlay(gen_random_uuid()::text placing (select substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' from lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') as hex) from 1 for 15)::uuid as consent_id, 'r' || lpad(n::text, 6, '0') || '@' || case n % 2 when 0 then 'even' else 'odd' end || '.example' as address, n
           from generate_series(1, $2::int) as n
       ), known as (
         insert into subscriber (id, address, canonical_address, address_hash, locale)
         select id, address, address, sha256(convert_to(address, 'UTF8')), case n % 10 when 0 then 'es' else 'fr' end from person
       ), agreed as (
         insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
         select consent_id, id, $1, 'given', 'attested', 'words', 'v', 'fr' from person
       )
       insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at, ended_at, ended_by)
       select gen_random_uuid(), id, $1, (case n % 100 when 0 then 'ended' else 'active' end)::subscription_state, consent_id,
              now() - make_interval(mins => n), now(), case n % 100 when 0 then now() - make_interval(secs => n) end,
              (case n % 100 when 0 then 'one_click' end)::ended_by from person`,
      [desk.newsroom.newsletterId, count],
    );
    await client.query('analyze subscriber, subscription, consent');
  });
}

const list = (wish: Partial<ListWish>) => desk.tools.get(FindReaders).list({ limit: 50, ...wish }, all);
const find = (typed: string, maySee: MaySee = all) => desk.tools.get(FindReaders).find(typed, { limit: 20, maySee });

async function everyPage(wish: Partial<ListWish>): Promise<string[]> {
  const seen: string[] = [];
  for (let after: ListWish['after'] | undefined; ;) {
    const page = await list({ ...wish, after });
    seen.push(...page.rows.map(({ id }) => id));
    if (page.next === null) return seen;
    after = page.next;
  }
}

describe('a list of readers', () => {
  it('goes through everybody once, the newest first, whatever is filtered', async () => {
    const ids = await everyPage({ newsletter: 'matin', limit: 200 });
    expect(new Set(ids).size).toBe(3_001);
    expect(ids).toHaveLength(3_001);
    expect(await everyPage({ state: 'ended', newsletter: 'matin' })).toHaveLength(30);
    expect(await everyPage({ endedBy: 'one_click', limit: 7 })).toHaveLength(30);
    expect(await everyPage({ newsletter: 'matin', locale: 'es', limit: 100 })).toHaveLength(300);
    expect(await everyPage({ placement: 'head' })).toHaveLength(1);
    expect(await everyPage({ state: 'pending' })).toHaveLength(1);
    expect(await everyPage({ suppressed: true })).toEqual([]);
  });

  it('masks addresses of newsletters one may not export', async () => {
    const { rows } = await desk.tools.get(FindReaders).list({ limit: 2 }, (id) => id === desk.newsroom.newsletterId);
    expect(rows.map(({ address }) => address)).toEqual(['l•••@readers.example', 'lea.martin@xn--bcher-kva.example']);
  });
});

describe('finding a reader', () => {
  it('by address, beginning and domain, in either form of an IDN', async () => {
    expect((await find('LEA.martin@xn--bcher-kva.example')).rows).toMatchObject([
      { address: 'lea.martin@xn--bcher-kva.example', subscriptions: [{ newsletter: 'matin', state: 'active' }] },
    ]);
    expect((await find('r00000')).rows.map(({ address }) => address)).toEqual(
      Array.from({ length: 9 }, (_, at) => `r00000${at + 1}@${at % 2 === 0 ? 'odd' : 'even'}.example`),
    );
    expect((await find('r_0000')).rows).toEqual([]);
    expect((await find('@bücher.example')).rows).toHaveLength(1);
    const first = await find('@even.example');
    const { rows } = await desk.tools.get(FindReaders).find('@even.example', { limit: 20, after: first.next ?? '', maySee: all });
    expect(rows.filter(({ id }) => first.rows.some((one) => one.id === id))).toEqual([]);
    expect(rows).toHaveLength(20);
    const gone = desk.tools.get(FindReaders).find('r00', { limit: 20, after: newId(), maySee: all });
    await expect(gone).rejects.toMatchObject({ code: 'subscriber.find_again' });
  }); // prettier-ignore

  it('tells no part of an address to who may not see it', async () => {
    const ofMatin: MaySee = (id) => id === desk.newsroom.newsletterId;
    expect((await find('lea.martin@bücher.example', nobody)).rows[0]?.address).toBe('l•••@xn--bcher-kva.example');
    // Who may export one newsletter sees the addresses of its readers, and no others.
    expect((await find('lea.martin@bücher.example', ofMatin)).rows[0]?.address).toBe(
      'lea.martin@xn--bcher-kva.example',
    );
    expect((await find('leon@readers.example', ofMatin)).rows[0]?.address).toBe('l•••@readers.example');
    await expect(find('lea', ofMatin)).rejects.toMatchObject({ code: 'subscriber.find_exact_only' });
    await expect(find('@even.example', nobody)).rejects.toMatchObject({ code: 'subscriber.find_exact_only' });
    await expect(find('le')).rejects.toMatchObject({ code: 'subscriber.find_short' });
  });

  it.each([
    [`canonical_address collate "C" like 'r0001%' order by canonical_address collate "C" limit 20`, 'subscriber', 'subscriber_prefix'],
    [`substring(canonical_address from '@([^@]*)$') = 'bücher' and canonical_address is not null order by id desc limit 20`, 'subscriber', 'subscriber_domain'],
    [`true order by requested_at desc, id desc limit 50`, 'subscription', 'subscription_newest'],
    [`newsletter_id = '00000000-0000-7000-8000-000000000000' and state = 'paused' order by requested_at desc, id desc limit 50`, 'subscription', 'subscription_listed'],
    [`ended_at is not null order by ended_at desc, id desc limit 50`, 'subscription', 'subscription_ended'],
  ])('%s goes by an index', async (condition, table, index) => {
    const plan = await sql<{ 'QUERY PLAN': string }>`explain select id from ${sql.table(table)} where ${sql.raw(condition)}`.execute(desk.test.database);
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index);
  }); // prettier-ignore
});

describe('what an operator does for a reader', () => {
  const who = async (address: string) => {
    const [row] = (await find(address)).rows;
    if (row === undefined) throw new Error(`nobody is known as ${address}`);
    return { id: row.id, subscription: row.subscriptions[0]?.id ?? '' };
  };
  const kinds = async (id: string) => {
    const story = await desk.tools.get(TellReaderStory).ofSubscriber(id);
    return story === undefined ? [] : timelineOf(story).map(({ kind }) => kind);
  };
  const audited = () =>
    desk.test.database
      .selectFrom('audit_entry')
      .select(['action', 'object', 'detail'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();

  it('sends a confirmation again, but not twice in five minutes', async () => {
    const { id, subscription } = await who('leon@readers.example');
    const steering = desk.tools.get(SteerReader);
    await expect(steering.confirmAgain(id, subscription, word)).rejects.toMatchObject({ code: 'confirmation.too_often' });
    await asOwner(desk.test, (client) => client.query(`update notice set created_at = created_at - interval '6 minutes'`));
    await asOwner(desk.test, (client) => client.query(`update notice set state = 'submitted'`));
    await steering.confirmAgain(id, subscription, word);
    expect(await kinds(id)).toEqual(expect.arrayContaining(['asked', 'notice', 'notice']));
    expect(JSON.stringify(await audited())).not.toContain('lea@readers.example');
    expect(await audited()).toMatchObject({ action: 'confirmation.sent_again', object: `subscription:${subscription}` });
  }); // prettier-ignore

  it('pauses, resumes and ends a subscription, of this reader only', async () => {
    const { id, subscription } = await who('lea.martin@bücher.example');
    const other = await who('leon@readers.example');
    const steering = desk.tools.get(SteerReader);
    await steering.pause(id, subscription, { ...word, until: null });
    await steering.resume(id, subscription, word);
    await expect(steering.end(id, other.subscription, word)).rejects.toMatchObject({ code: 'subscription.unknown' });
    await expect(steering.end(newId(), subscription, word)).rejects.toMatchObject({ code: 'subscriber.unknown' });
    await steering.end(id, subscription, word);
    await steering.end(id, subscription, word);
    expect((await kinds(id)).sort()).toEqual(['asked', 'confirmed', 'left', 'notice', 'notice']);
  });

  it('sends the way to their data, and erases', async () => {
    const { id } = await who('leon@readers.example');
    const steering = desk.tools.get(SteerReader);
    await steering.sendDataLink(id, word);
    await expect(steering.sendDataLink(id, word)).rejects.toMatchObject({ code: 'confirmation.too_often' });
    await expect(steering.lift(id, { ...word, cause: 'complaint' })).rejects.toMatchObject({ code: 'suppression.unknown' });
    await steering.erase(id, word);
    await steering.erase(id, word);
    expect((await kinds(id)).slice(0, 2).sort()).toEqual(['erased', 'suppressed']);
    await expect(steering.lift(id, { ...word, cause: 'erased' })).rejects.toMatchObject({ code: 'subscriber.erased' });
  }); // prettier-ignore
});

describe('a readership', () => {
  it('is counted by day from what was agreed, the same however often', async () => {
    const counting = desk.tools.get(CountReadership);
    await counting.count();
    const wish = { slug: 'matin', step: 'day' } as const;
    const before = await desk.tools.get(ReadReadership).read(wish);
    await counting.count();
    const { countedAt, ...after } = await desk.tools.get(ReadReadership).read(wish);
    expect({ ...after, countedAt: before.countedAt }).toEqual(before);
    expect(countedAt).not.toBeNull();
    const today = after.periods.at(-1);
    expect(today).toMatchObject({ signedUp: 1, confirmed: 1, brought: 3_000, ended: 1, readers: 3_000 });
    expect(after.causes).toEqual({ operator: 1 });
    expect(after.placements).toEqual([{ page: 'https://gazette.example/a', placement: 'head', signedUp: 1, confirmed: 1 }]);
    expect(after.periods).toHaveLength(90);
  }); // prettier-ignore

  it('refuses a range that is none', async () => {
    const read = desk.tools.get(ReadReadership);
    await expect(read.read({ from: '2026-03-02', to: '2026-03-01' })).rejects.toMatchObject({ code: 'readership.range' });
    await expect(read.read({ slug: 'nobody' })).rejects.toMatchObject({ code: 'newsletter.unknown' });
  }); // prettier-ignore
});
