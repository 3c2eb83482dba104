import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ReaderLinks } from '../reader-links.js';
import { eligibleSubscriptions } from '../subscription-standing.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { LeaveNewsletter } from './leave-newsletter.service.js';
import { UndoLeaving } from './undo-leaving.service.js';

let desk: ReaderDesk;
let evening: string;
let subscriberId: string;
let given: string;
let mine: string;

beforeAll(async () => {
  desk = await openReaderDesk();
  evening = (await createNewsroom(desk.test.database, { slug: 'soir', language: 'en' })).newsletterId;
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.clock.set(new Date());
  await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, suppression, notice cascade'));
  subscriberId = newId();
  await sql`insert into subscriber (id, address, canonical_address, address_hash, locale)
            values (${subscriberId}, 'lectrice@readers.example', 'lectrice@readers.example', sha256('lectrice'), 'fr')`.execute(desk.test.database);
  mine = await subscribed(desk.newsroom.newsletterId);
  given = (await subscription(mine)).consent_id ?? '';
}); // prettier-ignore

/** An active subscription under a consent on the basis `imported`. */
async function subscribed(newsletterId: string): Promise<string> {
  const [id, consentId] = [newId(), newId()];
  await sql`
    with agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, occurred_at)
      values (${consentId}, ${subscriberId}, ${newsletterId}, 'given', 'imported', 'Je m’abonne', 'v1', 'fr', now() - interval '1 day') returning id)
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at, regions)
    select ${id}, ${subscriberId}, ${newsletterId}, 'active', id, now(), '{europe}' from agreed`.execute(desk.test.database);
  return id;
} // prettier-ignore

const subscription = (id: string) =>
  desk.test.database.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const consents = () =>
  desk.test.database.selectFrom('consent').selectAll().orderBy('occurred_at').orderBy('id').execute();
const eligible = (newsletterId: string) => eligibleSubscriptions(desk.test.database, newsletterId).execute();
const leaving = (): LeaveNewsletter => desk.tools.get(LeaveNewsletter);
const undoing = (): UndoLeaving => desk.tools.get(UndoLeaving);
const pass = (minutes: number): void => { desk.clock.set(new Date(desk.clock.now().getTime() + minutes * 60_000)); }; // prettier-ignore
const everything = async (): Promise<string> =>
  JSON.stringify([
    await desk.test.database.selectFrom('subscription').selectAll().orderBy('id').execute(),
    await consents(),
  ]);

function leaveToken(id: string): string {
  const url = desk.tools.get(ReaderLinks).unsubscribeUrl(id, newId());
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Leaves, and returns the token that takes it back. */
async function left(id: string): Promise<string> {
  const { undoToken } = await leaving().leave(leaveToken(id), 'reader');
  if (undoToken === null) throw new Error('the leaving cannot be taken back');
  return undoToken;
}

describe('leaving', () => {
  it('one newsletter leaves the others as they are; leaving all ends everything in this installation', async () => {
    const other = await subscribed(evening);
    await leaving().leave(leaveToken(mine), 'one_click');
    expect(await eligible(evening)).toHaveLength(1);
    expect(await leaving().look(leaveToken(mine))).toMatchObject({ hasLeft: true, hasOthers: true });
    expect(await leaving().leaveAll(leaveToken(mine))).toMatchObject({ hasLeft: true, hasOthers: false });
    expect(await subscription(other)).toMatchObject({ state: 'ended', ended_by: 'reader' });
    expect(await eligible(evening)).toEqual([]);
  });

  it('ends a pause and what was measured, each on record with the words it was agreed to under', async () => {
    await sql`with agreed as (
        insert into consent (id, subscriber_id, newsletter_id, act, basis, purpose, wording, wording_version, language)
        values (gen_random_uuid(), ${subscriberId}, ${desk.newsroom.newsletterId}, 'given', 'confirmed', 'opens', 'Compter', 'v2', 'fr') returning id)
      update subscription set state = 'paused', paused_until = now() + interval '9 days', open_consent_id = agreed.id from agreed`.execute(desk.test.database);
    await leaving().leave(leaveToken(mine), 'reader');
    expect(await subscription(mine)).toMatchObject({ state: 'ended', paused_until: null, open_consent_id: null, consent_id: null });
    const withdrawn = (await consents()).filter(({ act }) => act === 'withdrawn');
    expect(withdrawn.map(({ purpose, wording }) => [purpose, wording])).toEqual([['newsletter', 'Je m’abonne'], ['opens', 'Compter']]);
  }); // prettier-ignore

  it('keeps one of five reasons, of a reader who left and of nobody else', async () => {
    await leaving().giveReason(leaveToken(mine), 'too_often');
    expect((await subscription(mine)).leave_reason).toBeNull();
    await left(mine);
    await leaving().giveReason(leaveToken(mine), 'not_readable');
    await leaving().giveReason(leaveToken(mine), 'too_often');
    expect((await subscription(mine)).leave_reason).toBe('too_often');
  });
});

describe('taking a leaving back', () => {
  it('gives back what was left on its own basis, with its choices, and is one return however often it is pressed', async () => {
    const token = await left(mine);
    await leaving().giveReason(leaveToken(mine), 'other');
    pass(59);
    await Promise.all(Array.from({ length: 5 }, () => undoing().undo(token)));
    expect(await undoing().undo(token)).toMatchObject({ slug: 'matin' });
    expect(await subscription(mine)).toMatchObject({ state: 'active', ended_at: null, ended_by: null, leave_reason: null, regions: ['europe'] });
    const acts = (await consents()).map(({ act, basis, placement }) => [act, basis, placement]);
    expect(acts).toEqual([['given', 'imported', null], ['withdrawn', null, 'reader'], ['given', 'imported', 'undo']]);
    expect((await consents()).at(-1)?.evidence).toEqual({ restores: given });
    expect(await eligible(desk.newsroom.newsletterId)).toHaveLength(1);
  }); // prettier-ignore

  it('brings back together what ended together, and nothing that had ended before', async () => {
    const other = await subscribed(evening);
    const before = await left(other);
    await undoing().undo(before);
    const early = await left(other);
    const { undoToken } = await leaving().leaveAll(leaveToken(mine));
    await undoing().undo(undoToken ?? '');
    expect([(await subscription(mine)).state, (await subscription(other)).state]).toEqual(['active', 'ended']);
    await undoing().undo(early);
    const together = (await leaving().leaveAll(leaveToken(mine))).undoToken;
    await undoing().undo(together ?? '');
    expect([(await subscription(mine)).state, (await subscription(other)).state]).toEqual(['active', 'active']);
  });

  it('gives a pause back as a pause', async () => {
    const until = new Date(desk.clock.now().getTime() + 9 * 86_400_000);
    await sql`update subscription set state = 'paused', paused_until = ${until}`.execute(desk.test.database);
    await undoing().undo(await left(mine));
    expect(await subscription(mine)).toMatchObject({ state: 'paused', paused_until: until });
  });

  it('is over after an hour, and for a leaving before the last', async () => {
    const first = await left(mine);
    await undoing().undo(first);
    await left(mine);
    await expect(undoing().undo(first)).rejects.toMatchObject({ code: 'undo.over' });
    const late = await left(mine);
    pass(61);
    const before = await everything();
    await expect(undoing().undo(late)).rejects.toMatchObject({ code: 'undo.over' });
    expect((await leaving().look(leaveToken(mine))).undoToken).toBeNull();
    expect(await everything()).toBe(before);
  });

  it('is not possible once the address is banned, erased or signed up anew, and where nothing was ever confirmed', async () => {
    const token = await left(mine);
    await desk.tools.get(SuppressionRepository).suppress(desk.test.database, [subscriberId], 'complaint', {});
    await expect(undoing().undo(token)).rejects.toMatchObject({ code: 'undo.over' });
    await sql`delete from suppression`.execute(desk.test.database);
    await desk.signUp('lectrice@readers.example');
    await sql`update subscriber set address_hash = address_hash`.execute(desk.test.database);
    await expect(undoing().undo(token)).rejects.toMatchObject({ code: 'undo.over' });
    expect((await subscription(mine)).state).toBe('pending');
    expect(await leaving().leave(leaveToken(mine), 'reader')).toMatchObject({ hasLeft: true, undoToken: null });
  });

  it('needs a token of its own purpose, whole', async () => {
    const token = await left(mine);
    for (const odd of ['', 'nonsense', token.slice(0, -2), leaveToken(mine)])
      await expect(undoing().undo(odd)).rejects.toMatchObject({ code: 'token.invalid' });
    expect((await subscription(mine)).state).toBe('ended');
  });
});
