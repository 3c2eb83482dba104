import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { SuppressionCause } from '@app/platform';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ConfirmSubscription } from './confirm-subscription.service.js';
import { LeaveNewsletter } from '../leaving/leave-newsletter.service.js';
import { ReaderLinks } from '../reader-links.js';
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

const rows = {
  subscribers: () => desk.test.database.selectFrom('subscriber').selectAll().execute(),
  subscriptions: () => desk.test.database.selectFrom('subscription').selectAll().execute(),
  consents: () => desk.test.database.selectFrom('consent').selectAll().orderBy('occurred_at').orderBy('id').execute(),
  notices: () => desk.test.database.selectFrom('notice').selectAll().orderBy('created_at').orderBy('id').execute(),
};
const eligible = () => eligibleSubscriptions(desk.test.database, desk.newsroom.newsletterId).execute();
const confirm = (token: string) => desk.tools.get(ConfirmSubscription).confirm(token);

/** Signed up and confirmed. */
async function subscribe(address: string): Promise<string> {
  await desk.signUp(address);
  await confirm(await desk.confirmToken(address));
  const [subscription] = await rows.subscriptions();
  return subscription?.id ?? '';
}

async function leave(subscriptionId: string): Promise<void> {
  const url = desk.tools.get(ReaderLinks).unsubscribeUrl(subscriptionId, '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f70');
  await desk.tools.get(LeaveNewsletter).leave(url.slice(url.lastIndexOf('/') + 1), 'reader');
}

/** Every notice so far has left. */
const noticesLeft = () =>
  desk.test.database.updateTable('notice').set({ state: 'submitted', address: null, content: '{}' }).execute();

describe('a sign-up', () => {
  it('of somebody new is pending: a request on record, a confirmation owed, nobody mailed', async () => {
    await desk.signUp(` ${READER} `, { timeZone: 'Asia/Beirut' });
    expect(await rows.subscribers()).toMatchObject([
      { address: READER, canonical_address: READER, locale: 'fr', time_zone: 'Asia/Beirut', erased_at: null },
    ]);
    expect(await rows.subscriptions()).toMatchObject([{ state: 'pending', consent_id: null, activated_at: null }]);
    expect(await rows.consents()).toMatchObject([
      {
        act: 'requested',
        basis: null,
        wording: 'Recevez toute l’actualité. Je m’abonne',
        wording_version: '2026-03',
        language: 'fr',
        page: 'https://gazette.example/article',
        placement: 'foot',
        occurred_at: desk.clock.now(),
      },
    ]);
    expect(await rows.notices()).toMatchObject([{ kind: 'confirmation', state: 'owed', address: READER }]);
    expect(JSON.stringify(await rows.consents())).not.toContain('readers.example');
    expect(await eligible()).toEqual([]);
  });

  it('repeated while it is pending changes nothing, and asks again only when the first asking has left', async () => {
    await desk.signUp(READER);
    await desk.signUp(READER);
    expect([await rows.subscribers(), await rows.subscriptions(), await rows.consents(), await rows.notices()].map((found) => found.length)).toEqual([1, 1, 1, 1]);
    const token = await desk.confirmToken(READER);
    await noticesLeft();
    await desk.signUp(READER);
    expect(await rows.notices()).toHaveLength(2);
    // Both mails lead to the same confirmation, whichever the reader opens.
    expect(await desk.confirmToken(READER)).toBe(token);
  }); // prettier-ignore

  it('by twenty forms at once is one subscriber, one subscription, one request, one confirmation', async () => {
    const variants = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? READER : 'Lectrice@Readers.Example'));
    await Promise.all(variants.map((address) => desk.signUp(address)));
    expect([await rows.subscribers(), await rows.subscriptions(), await rows.consents(), await rows.notices()].map((found) => found.length)).toEqual([1, 1, 1, 1]);
  }); // prettier-ignore

  it('of an active reader changes nothing but reminds them, at most once an hour, and tells the form the same', async () => {
    await desk.signUp(READER);
    await confirm(await desk.confirmToken(READER));
    await noticesLeft();
    const consents = await rows.consents();
    await expect(desk.signUp(READER)).resolves.toBeUndefined();
    expect(await rows.consents()).toEqual(consents);
    expect(await rows.subscriptions()).toMatchObject([{ state: 'active' }]);
    const reminder = (await rows.notices()).filter((notice) => notice.state === 'owed');
    expect(reminder).toMatchObject([{ kind: 'already_subscribed' }]);
    expect(JSON.stringify(reminder[0]?.content)).toContain('/preferences/');
    await noticesLeft();
    await desk.signUp(READER);
    const again = (await rows.notices()).filter((notice) => notice.state === 'owed');
    expect((again[0]?.not_before.getTime() ?? 0) - (reminder[0]?.not_before.getTime() ?? 0)).toBe(3_600_000);
    expect(await eligible()).toHaveLength(1);
  });

  it('of somebody who left begins anew: pending, with a request of its own', async () => {
    const id = await subscribe(READER);
    await leave(id);
    await noticesLeft();
    desk.clock.set(new Date(desk.clock.now().getTime() + 1_000));
    await desk.signUp(READER);
    expect(await rows.subscriptions()).toMatchObject([
      { id, state: 'pending', consent_id: null, ended_at: null, ended_by: null, requested_at: desk.clock.now() },
    ]);
    expect((await rows.consents()).map((consent) => consent.act)).toEqual(['requested', 'given', 'withdrawn', 'requested']);
    expect(await eligible()).toEqual([]);
    await confirm(await desk.confirmToken(READER));
    expect(await eligible()).toHaveLength(1);
  }); // prettier-ignore

  it('after leaving again sends the link of the last request, also where an older asking still waited', async () => {
    const id = await subscribe(READER);
    for (let round = 0; round < 2; round += 1) {
      await leave(id);
      desk.clock.set(new Date(desk.clock.now().getTime() + 1_000));
      await desk.signUp(READER);
    }
    expect((await rows.notices()).filter((notice) => notice.kind === 'confirmation' && notice.state === 'owed').length).toBeLessThanOrEqual(2);
    await confirm(await desk.confirmToken(READER));
    expect(await rows.subscriptions()).toMatchObject([{ state: 'active' }]);
  }); // prettier-ignore

  it('renewed when nobody confirmed in time gets a link that works, before the old request is purged', async () => {
    await desk.signUp(READER);
    const old = await desk.confirmToken(READER);
    await noticesLeft();
    desk.clock.set(new Date(desk.clock.now().getTime() + 13.5 * DAY_MS));
    await desk.signUp(READER);
    const [, renewed] = await rows.notices();
    expect(renewed?.useful_until.getTime()).toBe(desk.clock.now().getTime() + 14 * DAY_MS);
    expect((await rows.consents()).map((consent) => consent.act)).toEqual(['requested', 'requested']);
    const token = await desk.confirmToken(READER);
    expect(token).not.toBe(old);
    desk.clock.set(new Date(desk.clock.now().getTime() + 13 * DAY_MS));
    await confirm(token);
    expect(await eligible()).toHaveLength(1);
  });

  it('for two newsletters is one subscriber with two confirmations, some minutes apart', async () => {
    await createNewsroom(desk.test.database, { slug: 'soir', language: 'en' });
    await Promise.all([desk.signUp(READER), desk.signUp(READER, { slugs: ['soir'] })]);
    expect(await rows.subscribers()).toHaveLength(1);
    expect(await rows.subscriptions()).toHaveLength(2);
    const times = (await rows.notices()).map((notice) => notice.not_before.getTime()).sort((a, b) => a - b);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(300_000);
    await asOwner(desk.test, (client) => client.query(`truncate subscription, notice cascade; delete from calendar_day using newsletter where newsletter_id = newsletter.id and slug = 'soir'; delete from newsletter where slug = 'soir'`));
  }); // prettier-ignore

  it('with the address in other letters writes to the address on file: it is the one that gets the newsletter', async () => {
    await desk.signUp('Lectrice@Readers.example');
    await noticesLeft();
    await desk.signUp(READER);
    expect((await rows.notices())[1]).toMatchObject({ address: 'Lectrice@readers.example' });
    expect(await rows.subscribers()).toMatchObject([{ address: 'Lectrice@readers.example' }]);
  });

  it.each(['Mars/Olympus', '', 'x'.repeat(100), '../../etc/passwd', 'Europe/Paris\0'])(
    'with the time zone %j of a browser nobody knows keeps none',
    async (timeZone) => {
      await desk.signUp(READER, { timeZone });
      expect(await rows.subscribers()).toMatchObject([{ time_zone: null }]);
    },
  );

  it.each(['', 'nobody', 'a@b', 'a@localhost', 'a b@readers.example', 'a@readers.example\r\nBcc: x@y.example', 'x'.repeat(70_000), '\ud800@readers.example'])(
    'with %j for an address is refused and writes nothing',
    async (address) => {
      await expect(desk.signUp(address)).rejects.toMatchObject({ code: 'subscriber.address_invalid' });
      expect(await rows.subscribers()).toEqual([]);
      expect(await rows.notices()).toEqual([]);
    },
  ); // prettier-ignore

  it('for a newsletter that does not exist is refused and writes nothing', async () => {
    await expect(desk.signUp(READER, { slugs: ['nowhere'] })).rejects.toMatchObject({ code: 'newsletter.unknown' });
    expect(await rows.subscribers()).toEqual([]);
  }); // prettier-ignore

  it('that cannot be written whole is not written at all', async () => {
    await asOwner(desk.test, (client) => client.query('alter table notice add constraint broken check (false) not valid'));
    await expect(desk.signUp(READER)).rejects.toThrow('broken');
    await asOwner(desk.test, (client) => client.query('alter table notice drop constraint broken'));
    expect([await rows.subscribers(), await rows.subscriptions(), await rows.consents()]).toEqual([[], [], []]);
  }); // prettier-ignore
});

describe('an address that is suppressed', () => {
  /** Was a subscriber, was suppressed. */
  async function suppressed(cause: SuppressionCause): Promise<void> {
    await subscribe(READER);
    const person = (await rows.subscribers()).find((row) => row.address === READER);
    await desk.tools.get(SuppressionRepository).suppress(desk.test.database, [person?.id ?? ''], cause, { code: 1 });
    await noticesLeft();
  }

  it.each<SuppressionCause>(['hard_bounce', 'complaint', 'operator'])(
    'for %s stays silent, writes nothing, and the form is told the same as ever',
    async (cause) => {
      await expect(desk.signUp('other@readers.example')).resolves.toBeUndefined();
      await suppressed(cause);
      const before = [await rows.subscriptions(), await rows.consents(), await rows.notices()];
      await expect(desk.signUp('LECTRICE@readers.example')).resolves.toBeUndefined();
      expect([await rows.subscriptions(), await rows.consents(), await rows.notices()]).toEqual(before);
      expect((await eligible()).length).toBe(0);
    },
  );

  it('stays so when the person is forgotten: the ban is on the address', async () => {
    await suppressed('complaint');
    await asOwner(desk.test, (client) => client.query('truncate subscription, subscriber cascade'));
    await desk.signUp(READER);
    expect(await rows.subscribers()).toEqual([]);
  });

  it('keeps the first evidence', async () => {
    await suppressed('hard_bounce');
    const [person] = await rows.subscribers();
    await desk.tools.get(SuppressionRepository).suppress(desk.test.database, [person?.id ?? ''], 'hard_bounce', { code: 2 });
    expect(await desk.test.database.selectFrom('suppression').select('evidence').execute()).toEqual([{ evidence: { code: 1 } }]);
  }); // prettier-ignore

  it('because the reader had everything erased, is written to again when they sign up and confirm by themselves', async () => {
    const id = await subscribe(READER);
    await leave(id);
    await noticesLeft();
    await sql`insert into suppression (address_hash, cause) select address_hash, 'erased' from subscriber`.execute(desk.test.database);
    await sql`update subscriber set address = null, canonical_address = null, erased_at = now()`.execute(desk.test.database);
    desk.clock.set(new Date(desk.clock.now().getTime() + 1_000));

    await desk.signUp(READER);
    expect(await rows.subscribers()).toMatchObject([{ address: READER, canonical_address: READER, erased_at: null }]);
    expect(await eligible()).toEqual([]);
    await confirm(await desk.confirmToken(READER));
    expect(await eligible()).toHaveLength(1);
    expect(await desk.test.database.selectFrom('suppression').selectAll().execute()).toEqual([]);
  }); // prettier-ignore
});
