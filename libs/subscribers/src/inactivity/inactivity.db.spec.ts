import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { EndInactive } from './end-inactive.service.js';
import { InactivityRounds } from './inactivity-rounds.service.js';

const [ANNE, BERT] = [newId(), newId()];
const NOW = new Date('2026-03-10T06:00:00Z');

let desk: ReaderDesk;

beforeAll(async () => {
  desk = await openReaderDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.clock.set(NOW);
  await asOwner(desk.test, (client) =>
    client.query('truncate subscription, subscriber, consent, suppression, notice, inactivity_round, audit_entry cascade'));
  await offers(24);
}); // prettier-ignore

const offers = (months: number | null) =>
  desk.test.database.updateTable('newsletter').set({ inactivity_months: months }).execute();
const rounds = (): InactivityRounds => desk.tools.get(InactivityRounds);
const minute = (): Promise<void> => desk.tools.get(EndInactive).carryOn();
const pass = (days: number): void => { desk.clock.set(new Date(desk.clock.now().getTime() + days * 86_400_000)); }; // prettier-ignore
const subscriptions = () =>
  desk.test.database
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select(['address', 'state', 'ended_by', 'consent_id', 'open_consent_id', 'inactivity_told_at', 'subscriber_id'])
    .orderBy('address')
    .execute();
const states = async (): Promise<string[]> =>
  (await subscriptions()).map(({ address, state }) => `${address?.split('@')[0] ?? ''} ${state}`);
const notices = () => desk.test.database.selectFrom('notice').selectAll().orderBy('address').execute();
const audited = async (): Promise<string[]> =>
  (await desk.test.database.selectFrom('audit_entry').select('action').orderBy('id').execute()).map(({ action }) => action); // prettier-ignore

/** Every notice so far has left, and its trace was forgotten in time. */
const noticesLeave = () => sql`update notice set state = 'submitted', address = null, content = '{}'`.execute(desk.test.database); // prettier-ignore

/** Active readers whose last sign was then, with consents for the newsletter and for opens. */
const readers = (lastContact: string, ...names: readonly string[]) =>
  sql`
    with person as materialized (
      select name || '@readers.example' as address, gen_random_uuid() as id, gen_random_uuid() as given, gen_random_uuid() as opens
        from unnest(${[...names]}::text[]) as name
    ), known as (
      insert into subscriber (id, address, canonical_address, address_hash, locale, last_contact_at)
      select id, address, address, sha256(address::bytea), 'fr', ${lastContact} from person
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, occurred_at, purpose)
      select consent.id, person.id, ${desk.newsroom.newsletterId}, 'given', 'confirmed', 'Je m’abonne', 'v1', 'fr', ${lastContact}, purpose
        from person cross join lateral (values (given, 'newsletter'::consent_purpose), (opens, 'opens')) as consent (id, purpose)
    )
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, open_consent_id, requested_at, activated_at)
    select gen_random_uuid(), id, ${desk.newsroom.newsletterId}, 'active', given, opens, ${lastContact}, ${lastContact} from person`.execute(
    desk.test.database,
  );

async function approvedRound(): Promise<string> {
  const { id } = await rounds().propose('matin', ANNE);
  await rounds().approve(id, BERT);
  return id;
}

describe('a dry run', () => {
  it('counts the silent of the readers, by the year of their last sign, and changes nothing', async () => {
    await readers('2026-01-01', 'recent');
    await readers('2022-05-01', 'old');
    await readers('2023-05-01', 'older', 'oldest', 'banned', 'paused', 'held');
    await sql`insert into suppression (address_hash, cause, evidence) select address_hash, 'hard_bounce', '{}' from subscriber where address like 'banned@%'`.execute(desk.test.database);
    await sql`update subscription set state = 'paused' from subscriber p where p.id = subscriber_id and address like 'paused@%'`.execute(desk.test.database);
    await sql`update subscription set held_until = '2027-01-01' from subscriber p where p.id = subscriber_id and address like 'held@%'`.execute(desk.test.database);
    expect(await rounds().forecast('matin')).toEqual({
      newsletter: 'matin', months: 24, inactive: 3, readers: 6, byYear: { 2022: 1, 2023: 2 }, needsApproval: true,
    });
    expect(await rounds().forecast('matin', 36)).toMatchObject({ months: 36, inactive: 1 });
    expect(await rounds().list()).toEqual([]);
  }); // prettier-ignore

  it('needs months where the newsletter ends nobody, and nothing can be proposed there', async () => {
    await offers(null);
    await expect(rounds().forecast('matin')).rejects.toMatchObject({ code: 'inactivity.off' });
    await expect(rounds().propose('matin', ANNE)).rejects.toMatchObject({ code: 'inactivity.off' });
    expect(await rounds().forecast('matin', 6)).toMatchObject({ inactive: 0, readers: 0 });
  });
});

describe('a round', () => {
  beforeEach(async () => {
    await readers('2026-01-01', 'recent');
    await readers('2023-05-01', 'silent', 'stays');
  });

  it('above 1 % waits for a second operator, and is open once', async () => {
    const { id, state } = await rounds().propose('matin', ANNE);
    expect(state).toBe('proposed');
    await minute();
    expect(await notices()).toEqual([]);
    await expect(rounds().propose('matin', BERT)).rejects.toMatchObject({ code: 'inactivity.open' });
    await expect(rounds().approve(id, ANNE)).rejects.toMatchObject({ code: 'inactivity.same_operator' });
    expect(await rounds().approve(id, BERT)).toMatchObject({ state: 'approved', approvedBy: BERT, endsAt: new Date('2026-04-09T06:00:00Z') }); // prettier-ignore
    await expect(rounds().approve(id, BERT)).rejects.toMatchObject({ code: 'inactivity.closed' });
    expect(await audited()).toEqual(['inactivity.proposed', 'inactivity.approved']);
  });

  it('up to 1 % begins with the first', async () => {
    await readers('2026-02-01', ...Array.from({ length: 199 }, (_, index) => `busy-${index}`));
    expect(await rounds().propose('matin', ANNE)).toMatchObject({ state: 'approved', approvedBy: null, inactive: 2, readers: 202 }); // prettier-ignore
  });

  it('tells the silent, waits 30 days, and ends who gave no sign, with the withdrawals on record', async () => {
    const id = await approvedRound();
    await Promise.all([minute(), minute()]);
    expect(await notices()).toMatchObject([
      { kind: 'inactivity', address: 'silent@readers.example', useful_until: new Date('2026-04-09T06:00:00Z') },
      { kind: 'inactivity', address: 'stays@readers.example' },
    ]);
    expect(JSON.stringify((await notices())[0]?.content)).toMatch(/\/preferences\/.*9 avril 2026|9 avril 2026.*\/preferences\//); // prettier-ignore
    await noticesLeave();
    const stays = (await subscriptions()).find(({ address }) => address?.startsWith('stays@'));
    await desk.tools.get(SubscriberRepository).touch(desk.test.database, stays?.subscriber_id ?? '');
    pass(29);
    await minute();
    expect(await states()).toEqual(['recent active', 'silent active', 'stays active']);
    pass(1);
    await Promise.all([minute(), minute()]);
    expect(await states()).toEqual(['recent active', 'silent ended', 'stays active']);
    const [, silent] = await subscriptions();
    expect(silent).toMatchObject({ ended_by: 'inactivity', consent_id: null, open_consent_id: null });
    const withdrawn = await desk.test.database.selectFrom('consent').selectAll().where('act', '=', 'withdrawn').orderBy('purpose').execute(); // prettier-ignore
    expect(withdrawn).toMatchObject(
      ['newsletter', 'opens'].map((purpose) => ({
        purpose, placement: 'inactivity', wording_version: 'v1', subscriber_id: silent?.subscriber_id, evidence: { withdraws: expect.any(String) },
      })),
    ); // prettier-ignore
    expect((await subscriptions()).every((row) => row.inactivity_told_at === null)).toBe(true);
    await minute();
    expect(await rounds().list()).toMatchObject([{ id, state: 'done', ended: 1 }]);
    expect(await audited()).toContain('inactivity.done');
  });

  it('ends nobody whom the notice did not reach', async () => {
    await approvedRound();
    await minute();
    await sql`update notice set state = 'failed', address = null, content = '{}'`.execute(desk.test.database);
    pass(30);
    await minute();
    expect(await states()).toEqual(['recent active', 'silent active', 'stays active']);
    await minute();
    expect(await rounds().list()).toMatchObject([{ state: 'done', ended: 0 }]);
    expect(await notices()).toHaveLength(2);
  });

  it('that is cancelled ends nobody, told or not', async () => {
    const id = await approvedRound();
    await minute();
    await noticesLeave();
    expect(await rounds().cancel(id, ANNE)).toMatchObject({ state: 'cancelled' });
    pass(31);
    await minute();
    expect(await states()).toEqual(['recent active', 'silent active', 'stays active']);
    await expect(rounds().cancel(id, ANNE)).rejects.toMatchObject({ code: 'inactivity.closed' });
    expect((await rounds().propose('matin', ANNE)).id).not.toBe(id);
  });

  it('is not proposed for nobody', async () => {
    await sql`update subscriber set last_contact_at = ${NOW}`.execute(desk.test.database);
    await expect(rounds().propose('matin', ANNE)).rejects.toMatchObject({ code: 'inactivity.nobody' });
  });
});
