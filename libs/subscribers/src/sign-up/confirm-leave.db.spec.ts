import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Config, TokenSigner, idToBytes, newId } from '@app/platform';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ConfirmSubscription } from './confirm-subscription.service.js';
import { LeaveNewsletter } from '../leaving/leave-newsletter.service.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { eligibleSubscriptions } from '../subscription-standing.js';

const READER = 'lectrice@readers.example';
const DAY_MS = 86_400_000;

let desk: ReaderDesk;

beforeAll(async () => {
  desk = await openReaderDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.clock.set(new Date());
  await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, suppression, notice cascade'));
}); // prettier-ignore

const subscriptions = () => desk.test.database.selectFrom('subscription').selectAll().execute();
const consents = () =>
  desk.test.database.selectFrom('consent').selectAll().orderBy('occurred_at').orderBy('id').execute();
const acts = async (): Promise<string[]> => (await consents()).map((consent) => consent.act);
const notices = () => desk.test.database.selectFrom('notice').selectAll().orderBy('created_at').orderBy('id').execute();
const eligible = () => eligibleSubscriptions(desk.test.database, desk.newsroom.newsletterId).execute();
const confirmation = (): ConfirmSubscription => desk.tools.get(ConfirmSubscription);
const leaving = (): LeaveNewsletter => desk.tools.get(LeaveNewsletter);
const pass = (ms: number): void => { desk.clock.set(new Date(desk.clock.now().getTime() + ms)); }; // prettier-ignore

/** Everything a look could have changed. */
const everything = async (): Promise<string> =>
  JSON.stringify([await subscriptions(), await consents(), await notices(), await desk.test.database.selectFrom('subscriber').selectAll().execute()]); // prettier-ignore

async function signUp(): Promise<string> {
  await desk.signUp(READER);
  return desk.confirmToken(READER);
}

async function subscribe(): Promise<string> {
  await confirmation().confirm(await signUp());
  return (await subscriptions())[0]?.id ?? '';
}

function leaveToken(subscriptionId: string, editionId = newId()): string {
  const url = desk.tools.get(ReaderLinks).unsubscribeUrl(subscriptionId, editionId);
  return url.slice(url.lastIndexOf('/') + 1);
}

describe('a confirmation', () => {
  it('that is only looked at changes nothing, however often a scanner looks', async () => {
    const token = await signUp();
    const before = await everything();
    for (let look = 0; look < 3; look += 1)
      expect(await confirmation().look(token)).toMatchObject({ newsletters: [{ slug: 'matin' }], isConfirmed: false });
    expect(await everything()).toBe(before);
  });

  it('makes the subscription active under a consent with the very words of the form, and welcomes the reader', async () => {
    const token = await signUp();
    pass(60_000);
    expect(await confirmation().confirm(token)).toMatchObject([{ slug: 'matin' }]);
    const [asked, given] = await consents();
    expect(given).toMatchObject({
      act: 'given',
      basis: 'confirmed',
      wording: asked?.wording,
      wording_version: asked?.wording_version,
      page: 'https://gazette.example/article',
      placement: 'foot',
      language: 'fr',
      occurred_at: desk.clock.now(),
    });
    expect(await subscriptions()).toMatchObject([{ state: 'active', consent_id: given?.id }]);
    expect((await notices()).map((notice) => [notice.kind, notice.address])).toEqual([['confirmation', READER], ['welcome', READER]]);
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore

  it('pressed twice, or by ten fingers at once, is one', async () => {
    const token = await signUp();
    await Promise.all(Array.from({ length: 10 }, () => confirmation().confirm(token)));
    await confirmation().confirm(token);
    expect(await acts()).toEqual(['requested', 'given']);
    expect((await notices()).map((notice) => notice.kind)).toEqual(['confirmation', 'welcome']);
  });

  it('comes too late after 14 days', async () => {
    const token = await signUp();
    pass(14 * DAY_MS - 1_000);
    await confirmation().look(token);
    pass(1_000);
    await expect(confirmation().confirm(token)).rejects.toMatchObject({ code: 'token.expired' });
    await expect(confirmation().look(token)).rejects.toMatchObject({ code: 'token.expired' });
    expect(await subscriptions()).toMatchObject([{ state: 'pending' }]);
  });

  it('of a sign-up that was purged has expired too', async () => {
    const token = await signUp();
    await desk.tools.get(SubscriptionRepository).purgeUnconfirmed(0);
    await expect(confirmation().confirm(token)).rejects.toMatchObject({ code: 'token.expired' });
    await expect(confirmation().look(token)).rejects.toMatchObject({ code: 'token.expired' });
  });

  it('by the link of an earlier sign-up confirms nothing, neither after leaving nor after signing up again', async () => {
    const old = await signUp();
    await confirmation().confirm(old);
    const [subscription] = await subscriptions();
    await leaving().leave(leaveToken(subscription?.id ?? ''), 'reader');
    await expect(confirmation().confirm(old)).rejects.toMatchObject({ code: 'subscription.ended' });
    pass(1_000);
    const renewed = await signUp();
    await expect(confirmation().confirm(old)).rejects.toMatchObject({ code: 'subscription.ended' });
    expect(await eligible()).toEqual([]);
    await confirmation().confirm(renewed);
    expect(await eligible()).toHaveLength(1);
  });

  it('needs a token of its own purpose, whole', async () => {
    const id = await subscribe();
    const signer = new TokenSigner(desk.tools.get(Config, { strict: false }), desk.clock);
    const genuine = new URL(desk.tools.get(ReaderLinks).confirmUrl(id, desk.clock.now())).pathname.slice('/confirm/'.length);
    const preferences = new URL(desk.tools.get(ReaderLinks).preferencesUrl(id)).pathname.slice('/preferences/'.length);
    const odd = [
      leaveToken(id),
      preferences,
      genuine.slice(0, -1),
      `${genuine}A`,
      genuine.slice(0, 20) + (genuine.charAt(20) === 'A' ? 'B' : 'A') + genuine.slice(21),
      signer.sign('confirm', idToBytes(id)),
      signer.sign('confirm', Buffer.alloc(0)),
      signer.sign('confirm', Buffer.alloc(25)),
      'nonsense',
      '',
    ];
    for (const token of odd) await expect(confirmation().confirm(token)).rejects.toMatchObject({ code: 'token.invalid' });
  }); // prettier-ignore

  it('makes nobody eligible whose address was suppressed meanwhile, and writes nothing to it', async () => {
    const token = await signUp();
    const [person] = await desk.test.database.selectFrom('subscriber').select('id').execute();
    await desk.tools.get(SuppressionRepository).suppress(desk.test.database, [person?.id ?? ''], 'complaint', {});
    await confirmation().confirm(token);
    expect(await eligible()).toEqual([]);
    expect((await notices()).map((notice) => notice.kind)).toEqual(['confirmation']);
  });

  it('that cannot be written whole is not written at all', async () => {
    const token = await signUp();
    await asOwner(desk.test, (client) => client.query(`alter table notice add constraint broken check (kind <> 'welcome') not valid`));
    await expect(confirmation().confirm(token)).rejects.toThrow('broken');
    await asOwner(desk.test, (client) => client.query('alter table notice drop constraint broken'));
    expect(await subscriptions()).toMatchObject([{ state: 'pending', consent_id: null }]);
    expect(await acts()).toEqual(['requested']);
  }); // prettier-ignore

  it('and leaving at the same moment end in one of the two, never in between', async () => {
    for (let round = 0; round < 10; round += 1) {
      const token = await signUp();
      const [subscription] = await subscriptions();
      const id = subscription?.id ?? '';
      await Promise.allSettled([confirmation().confirm(token), leaving().leave(leaveToken(id), 'one_click'), confirmation().confirm(token)]);
      const [after] = await subscriptions();
      expect([after?.state, after?.consent_id === null]).toEqual(after?.state === 'active' ? ['active', false] : ['ended', true]);
      expect(await eligible()).toHaveLength(after?.state === 'active' ? 1 : 0);
      await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, notice cascade'));
    }
  }); // prettier-ignore
});

describe('leaving', () => {
  it('that is only looked at changes nothing', async () => {
    const token = leaveToken(await subscribe());
    const before = await everything();
    expect(await leaving().look(token)).toMatchObject({ hasLeft: false, newsletter: { slug: 'matin' } });
    expect(await everything()).toBe(before);
  });

  it.each(['reader', 'one_click'] as const)('by %s ends the subscription at once and is put on record', async (by) => {
    const id = await subscribe();
    pass(60_000);
    expect(await leaving().leave(leaveToken(id), by)).toMatchObject({ hasLeft: true });
    expect(await subscriptions()).toMatchObject([{ state: 'ended', ended_by: by, consent_id: null }]);
    const [, given, withdrawn] = await consents();
    expect(withdrawn).toMatchObject({
      act: 'withdrawn',
      basis: null,
      wording: given?.wording,
      placement: by,
      occurred_at: desk.clock.now(),
    });
    expect(await eligible()).toEqual([]);
    expect(await leaving().look(leaveToken(id))).toMatchObject({ hasLeft: true });
  });

  it('again, or ten times at once, is leaving once', async () => {
    const id = await subscribe();
    const token = leaveToken(id);
    await Promise.all(Array.from({ length: 10 }, () => leaving().leave(token, 'one_click')));
    expect(await leaving().leave(token, 'reader')).toMatchObject({ hasLeft: true });
    expect(await acts()).toEqual(['requested', 'given', 'withdrawn']);
    expect(await subscriptions()).toMatchObject([{ state: 'ended', ended_by: 'one_click' }]);
  });

  it('works by the link of a mail from years ago, of an edition nobody has any more', async () => {
    const id = await subscribe();
    const token = leaveToken(id);
    pass(5 * 365 * DAY_MS);
    expect(await leaving().leave(token, 'reader')).toMatchObject({ hasLeft: true });
    expect(await subscriptions()).toMatchObject([{ state: 'ended', ended_edition_id: null }]);
  });

  it('works while a confirmation is still awaited, and while the subscription is paused', async () => {
    await signUp();
    const [pending] = await subscriptions();
    await leaving().leave(leaveToken(pending?.id ?? ''), 'reader');
    expect(await subscriptions()).toMatchObject([{ state: 'ended' }]);
    await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, notice cascade'));
    const id = await subscribe();
    await sql`update subscription set state = 'paused'`.execute(desk.test.database);
    await leaving().leave(leaveToken(id), 'one_click');
    expect(await subscriptions()).toMatchObject([{ state: 'ended' }]);
  });

  it('by an old mail also ends what was subscribed to anew: the reader means the newsletter, not the mail', async () => {
    const id = await subscribe();
    const old = leaveToken(id);
    await leaving().leave(old, 'reader');
    pass(1_000);
    await confirmation().confirm(await signUp());
    await leaving().leave(old, 'one_click');
    expect(await eligible()).toEqual([]);
  });

  it('needs a token of its own purpose that names somebody we know', async () => {
    const token = await signUp();
    for (const odd of [token, 'nonsense', '', leaveToken(newId())])
      await expect(leaving().leave(odd, 'one_click')).rejects.toMatchObject({ code: 'token.invalid' });
    expect(await subscriptions()).toMatchObject([{ state: 'pending' }]);
  });
});

describe('a sign-up nobody confirms', () => {
  const purge = (): Promise<number> => desk.tools.get(SubscriptionRepository).purgeUnconfirmed(14);
  const older = (days: number) =>
    sql`update subscription set requested_at = requested_at - make_interval(days => ${days})`.execute(
      desk.test.database,
    );

  it('is forgotten after 14 days with the person, not before; what was agreed to stays on record', async () => {
    await signUp();
    await older(13);
    expect(await purge()).toBe(0);
    await older(2);
    expect(await purge()).toBe(1);
    expect(await subscriptions()).toEqual([]);
    expect(await desk.test.database.selectFrom('subscriber').selectAll().execute()).toEqual([]);
    expect(await acts()).toEqual(['requested']);
  }); // prettier-ignore

  it('does not take with it who confirmed, or who left and may come back', async () => {
    await subscribe();
    await older(400);
    expect(await purge()).toBe(0);
    await leaving().leave(leaveToken((await subscriptions())[0]?.id ?? ''), 'reader');
    expect(await purge()).toBe(0);
    expect(await subscriptions()).toHaveLength(1);
  });

  it('leaves the person who confirmed another newsletter', async () => {
    const { createNewsroom } = await import('../../../../test/support/newsroom.js');
    const { newsletterId } = await createNewsroom(desk.test.database, { slug: 'soir', language: 'en' });
    await subscribe();
    await desk.signUp(READER, { slugs: ['soir'] });
    await sql`update subscription set requested_at = now() - interval '15 days' where newsletter_id = ${newsletterId}`.execute(desk.test.database);
    expect(await purge()).toBe(1);
    expect(await subscriptions()).toMatchObject([{ state: 'active' }]);
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore

  it('is left alone while its reader is at it: nobody waits for anybody who waits for them', async () => {
    await signUp();
    await older(15);
    await desk.test.database.transaction().execute(async (trx) => {
      await sql`select from subscriber for update`.execute(trx);
      expect(await purge()).toBe(0);
      await sql`select from subscription for update`.execute(trx);
    });
    expect(await purge()).toBe(1);
  });

  // More than two sets; in full also more people than a statement has parameters. The statistics are those of a table
  // that is looked at while the flood is being written: by them it is empty.
  it('is forgotten also where a flood of them came, whatever the statistics say', async () => {
    const flood = process.env['TEST_FULL'] === '1' ? 70_000 : 11_000;
    await desk.test.database.transaction().execute(async (trx) => {
      await sql`
        with person as (
          insert into subscriber (id, address, canonical_address, address_hash, locale)
          select gen_random_uuid(), 'r' || n || '@readers.example', 'r' || n || '@readers.example', sha256(('r' || n)::bytea), 'fr'
            from generate_series(1, ${flood}::int) n returning id)
        insert into subscription (id, subscriber_id, newsletter_id, requested_at)
        select gen_random_uuid(), id, ${desk.newsroom.newsletterId}::uuid, now() - interval '15 days' from person`.execute(trx);
      await asOwner(desk.test, (client) => client.query('analyze subscriber, subscription'));
    });
    expect(await purge()).toBe(flood);
    const { count } = await desk.test.database.selectFrom('subscriber').select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    expect(count).toBe(0);
  }); // prettier-ignore
});

describe('what was agreed to', () => {
  it('cannot be changed, removed or emptied by the role we run under', async () => {
    await subscribe();
    const before = JSON.stringify(await consents());
    for (const statement of [`update consent set act = 'given'`, 'delete from consent', 'truncate consent', 'drop table consent', 'alter table consent disable trigger all'])
      await expect(sql.raw(statement).execute(desk.test.database)).rejects.toThrow(/permission denied|must be owner/);
    expect(JSON.stringify(await consents())).toBe(before);
  }); // prettier-ignore

  it('is what makes an active subscription: the table takes none without', async () => {
    const id = await subscribe();
    const broken = sql`update subscription set consent_id = null where id = ${id}`.execute(desk.test.database);
    await expect(broken).rejects.toThrow('check constraint');
  });
});
