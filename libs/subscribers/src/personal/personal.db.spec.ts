import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { SuppressionCause } from '@app/platform';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { ConfirmSubscription } from '../sign-up/confirm-subscription.service.js';
import { ReaderLinks } from '../reader-links.js';
import { OperatorBans } from '../suppression/operator-bans.service.js';
import { SuppressReader } from '../suppression/suppress-reader.service.js';
import { TendReaders } from '../tend-readers.service.js';
import { AskPersonalLink } from './ask-personal-link.service.js';
import { ChangeAddress, type AddressWish } from './change-address.service.js';
import { ConsentReceipts } from './consent-receipts.service.js';
import { TellReaderStory } from './reader-story.service.js';

const OPERATOR = '0190a0a0-0000-7000-8000-000000000001';
const HOUR_MS = 3_600_000;

let desk: ReaderDesk;
let counter = 0;

beforeAll(async () => {
  desk = await openReaderDesk();
  await createNewsroom(desk.test.database, { slug: 'soir', name: 'Le Soir', language: 'es' });
});
afterAll(() => desk.close());

interface Reader {
  readonly address: string;
  readonly id: string;
  readonly preferences: string;
}

const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);
const content = z.object({ actionUrl: z.string() });

async function reader(): Promise<Reader> {
  counter += 1;
  const address = `Reader.${counter}@readers.example`;
  await desk.signUp(address);
  await desk.tools.get(ConfirmSubscription).confirm(await desk.confirmToken(address));
  const row = await desk.test.database
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select(['subscription.id', 'subscriber.id as subscriberId'])
    .where('subscriber.address', '=', address)
    .executeTakeFirstOrThrow();
  return { address, id: row.subscriberId, preferences: tokenOf(desk.tools.get(ReaderLinks).preferencesUrl(row.id)) };
}

/** What is owed to this address now, by kind, with the token of its link. */
async function owed(address: string): Promise<Record<string, string>> {
  const rows = await desk.test.database
    .selectFrom('notice')
    .select(['kind', 'content'])
    .where('address', '=', address)
    .where('state', '=', 'owed')
    .where('kind', 'not in', ['confirmation', 'welcome'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.kind, tokenOf(content.parse(row.content).actionUrl)]));
}

async function personalToken(of: Reader): Promise<string> {
  await desk.tools.get(AskPersonalLink).ask(of.preferences);
  return (await owed(of.address))['personal_link'] ?? '';
}

const change = (): ChangeAddress => desk.tools.get(ChangeAddress);
const to = (address: string): AddressWish => ({ address, keepAddress: true });
const ban = (id: string, cause: SuppressionCause): Promise<void> =>
  desk.tools.get(SuppressReader).suppress(desk.test.database, [id], cause, {});

describe('the personal link', () => {
  it('goes to the address on file, once in five minutes, and opens for half an hour', async () => {
    const of = await reader();
    await Promise.all([personalToken(of), personalToken(of)]);
    const asked = await desk.test.database
      .selectFrom('notice')
      .select('id')
      .where('kind', '=', 'personal_link')
      .where('recipient_id', '=', of.id)
      .execute();
    expect(asked).toHaveLength(1);
    const token = (await owed(of.address))['personal_link'] ?? '';
    const { story } = await desk.tools.get(TellReaderStory).ofToken(token);
    expect(story.subscriber.address).toBe(of.address);
    expect(story.subscriptions).toMatchObject([
      { newsletter: { slug: 'matin' }, state: 'active', standing: 'eligible' },
    ]);
    expect(story.consents.map(({ act, basis, wording }) => [act, basis, wording !== ''])).toEqual([
      ['requested', null, true],
      ['given', 'confirmed', true],
    ]);
    expect(token).not.toContain('reader');
    desk.clock.set(new Date(desk.clock.now().getTime() + 31 * 60_000));
    await expect(desk.tools.get(TellReaderStory).ofToken(token)).rejects.toMatchObject({
      code: 'personal_link.expired',
    });
  });

  it('is not sent to somebody who bounced, and the preferences token opens nothing by itself', async () => {
    const of = await reader();
    await ban(of.id, 'hard_bounce');
    await desk.tools.get(AskPersonalLink).ask(of.preferences);
    expect(await owed(of.address)).toEqual({});
    await expect(desk.tools.get(TellReaderStory).ofToken(of.preferences)).rejects.toMatchObject({
      code: 'token.invalid',
    });
    await expect(desk.tools.get(AskPersonalLink).ask(`${of.preferences}A`)).rejects.toMatchObject({
      code: 'token.invalid',
    });
  });
});

describe('a change of address', () => {
  it('happens when both mailboxes agree, in either order, and keeps the subscriber', async () => {
    for (const order of [['old', 'new'] as const, ['new', 'old'] as const]) {
      const of = await reader();
      const next = `moved.${counter}@elsewhere.example`;
      const personal = await personalToken(of);
      await change().ask(personal, to(next));
      const links = { old: (await owed(of.address))['address_change_old'] ?? '', new: (await owed(next))['address_change_new'] ?? '' }; // prettier-ignore
      expect(await change().look(links[order[0]])).toMatchObject({ side: order[0], state: 'asked', newAddress: next });
      expect(await change().confirm(links[order[0]])).toMatchObject({ state: 'waiting' });
      expect(await change().confirm(links[order[0]])).toMatchObject({ state: 'waiting' });
      expect((await desk.tools.get(TellReaderStory).ofSubscriber(of.id))?.subscriber.address).toBe(of.address);
      expect(await change().confirm(links[order[1]])).toMatchObject({ state: 'done', newAddress: null });
      expect(await change().confirm(links[order[1]])).toMatchObject({ state: 'done' });
      const story = await desk.tools.get(TellReaderStory).ofSubscriber(of.id);
      expect(story).toMatchObject({ subscriber: { address: next }, addressChange: null });
      expect(story?.subscriptions).toMatchObject([{ standing: 'eligible' }]);
      expect(Object.keys(await owed(of.address))).toEqual(['address_changed']);
      // The old mailbox opens nothing any more, though its link is young.
      await expect(desk.tools.get(TellReaderStory).ofToken(personal)).rejects.toMatchObject({
        code: 'personal_link.expired',
      });
    }
  });

  it('leaves the old mailbox no confirmation to give', async () => {
    const of = await reader();
    const next = `moved.${counter}@elsewhere.example`;
    await desk.signUp(of.address, { slugs: ['soir'] });
    const waiting = await desk.confirmToken(of.address);
    await change().ask(await personalToken(of), to(next));
    await change().confirm((await owed(of.address))['address_change_old'] ?? '');
    await change().confirm((await owed(next))['address_change_new'] ?? '');
    await expect(desk.tools.get(ConfirmSubscription).confirm(waiting)).rejects.toMatchObject({
      code: 'subscription.ended',
    });
  });

  it('is not kept out by a sign-up under the new address that nobody confirmed', async () => {
    const of = await reader();
    const next = `squatted.${counter}@elsewhere.example`;
    await desk.signUp(next);
    await change().ask(await personalToken(of), to(next));
    await change().confirm((await owed(of.address))['address_change_old'] ?? '');
    await change().confirm((await owed(next))['address_change_new'] ?? '');
    expect(await desk.tools.get(TellReaderStory).ofAddress(next)).toMatchObject({
      story: { subscriber: { id: of.id, address: next }, subscriptions: [{ state: 'active' }] },
    });
    const waiting = desk.test.database.selectFrom('notice').select('kind').where('address', '=', next).execute();
    expect(await waiting).toEqual([]);
  });

  it('is bound to its request, and forgotten after a day', async () => {
    const of = await reader();
    const personal = await personalToken(of);
    const [first, second] = [`one.${counter}@elsewhere.example`, `two.${counter}@elsewhere.example`];
    await change().ask(personal, to(first));
    const stale = (await owed(first))['address_change_new'] ?? '';
    desk.clock.set(new Date(desk.clock.now().getTime() + 1_000));
    await change().ask(personal, to(second));
    expect(await owed(first)).toEqual({});
    await expect(change().confirm(stale)).rejects.toMatchObject({ code: 'address_change.over' });
    await expect(change().look(personal)).rejects.toMatchObject({ code: 'token.invalid' });
    await desk.test.database
      .updateTable('subscriber')
      .set({ new_asked_at: new Date(Date.now() - 25 * HOUR_MS) })
      .where('id', '=', of.id)
      .execute();
    await desk.tools.get(TendReaders).forget();
    expect((await desk.tools.get(TellReaderStory).ofSubscriber(of.id))?.addressChange).toBeNull();
  });

  it('says nothing about the new address before that mailbox has agreed', async () => {
    const [of, other, banned] = [await reader(), await reader(), await reader()];
    await ban(banned.id, 'complaint');
    const personal = await personalToken(of);
    await change().ask(personal, to(banned.address));
    expect(await owed(banned.address)).toEqual({});
    await change().ask(personal, to(other.address.toUpperCase()));
    const links = await owed(of.address);
    await change().confirm(links['address_change_old'] ?? '');
    const [side] = Object.values(await owed(other.address.toUpperCase().replace('READERS.EXAMPLE', 'readers.example')));
    await expect(change().confirm(side ?? '')).rejects.toMatchObject({ code: 'address_change.taken' });
    expect((await desk.tools.get(TellReaderStory).ofSubscriber(of.id))?.addressChange).toBeNull();
  });

  it('writes to one address for one reader a day, and for one reader to three', async () => {
    const [of, other] = [await reader(), await reader()];
    const victim = `victim.${counter}@elsewhere.example`;
    await change().ask(await personalToken(of), to(victim));
    await desk.test.database.deleteFrom('notice').where('address', '=', victim).execute();
    await change().ask(await personalToken(other), to(victim));
    expect(await owed(victim)).toEqual({});
    const personal = await personalToken(of);
    const settle = (): Promise<unknown> =>
      desk.test.database.updateTable('notice').set({ state: 'submitted' }).where('recipient_id', '=', of.id).execute();
    for (const n of [2, 3]) {
      await settle();
      await change().ask(personal, to(`next.${n}@elsewhere.example`));
    }
    await settle();
    await expect(change().ask(personal, to('next.4@elsewhere.example'))).rejects.toMatchObject({
      code: 'address_change.too_many',
    });
  });

  it.each([
    ['words', 'no address', 'subscriber.address_invalid'],
    ['a bare host', 'a@b', 'subscriber.address_invalid'],
    ['64 KB', `${'x'.repeat(65_536)}@readers.example`, 'subscriber.address_invalid'],
  ])('refuses %s', async (_, given, code) => {
    const of = await reader();
    await expect(change().ask(await personalToken(of), to(given))).rejects.toMatchObject({ code });
  });

  it('refuses the same address in other letters, and any while the address on file is banned', async () => {
    const of = await reader();
    const personal = await personalToken(of);
    await expect(change().ask(personal, to(of.address.toLowerCase()))).rejects.toMatchObject({
      code: 'address_change.same',
    });
    await ban(of.id, 'complaint');
    await expect(change().ask(personal, to('else@elsewhere.example'))).rejects.toMatchObject({
      code: 'address_change.refused',
    });
  });
});

describe('a receipt', () => {
  it('is genuine as it was written, broken when one letter differs, and holds no address', async () => {
    const receipts = desk.tools.get(ConsentReceipts);
    const of = await reader();
    const receipt = await receipts.of(of.address, 'https://gazette.example');
    const file: unknown = JSON.parse(JSON.stringify(receipt, null, 2));
    expect(receipts.check(file)).toMatchObject({ verdict: 'genuine', subscriber: of.id });
    expect(JSON.stringify(receipt).toLowerCase()).not.toContain(of.address.toLowerCase());
    expect(receipt.document.consents).toHaveLength(2);
    expect(receipt.document.consents[1]).toMatchObject({ act: 'given', basis: 'confirmed', newsletter: 'matin' });
    const forged = JSON.parse(JSON.stringify(receipt).replace('"confirmed"', '"attested"')) as unknown;
    expect(receipts.check(forged)).toMatchObject({ verdict: 'broken' });
    const unsigned = { ...receipt, signature: { ...receipt.signature, publicKey: 'AAAA' } };
    expect(receipts.check(unsigned)).toMatchObject({ verdict: 'broken' });
    for (const nothing of [null, 1, 'x', [], {}, { document: null }, { document: receipt.document }])
      expect(receipts.check(nothing)).toEqual({ verdict: 'no_receipt' });
    await expect(receipts.of(OPERATOR, 'x')).rejects.toMatchObject({ code: 'subscriber.unknown' });
  });
});

describe('an operator’s ban', () => {
  it('stops owed notices, is audited without the address, and is lifted by an operator', async () => {
    const of = await reader();
    await personalToken(of);
    const bans = desk.tools.get(OperatorBans);
    const canonical = of.address.toLowerCase();
    expect(await bans.suppress(canonical, { operatorId: OPERATOR, reason: `asked by ${of.address}` })).toBe(true);
    expect(await bans.suppress(canonical, { operatorId: OPERATOR, reason: 'again' })).toBe(false);
    expect(await owed(of.address)).toEqual({});
    const story = await desk.tools.get(TellReaderStory).ofAddress(canonical);
    expect(story).toMatchObject({
      found: 'reader',
      story: { subscriptions: [{ standing: 'suppressed' }], suppressions: [{ cause: 'operator', evidence: { reason: 'asked by [address]' } }] }, // prettier-ignore
    });
    await expect(bans.lift(canonical, { operatorId: OPERATOR, cause: 'complaint' })).rejects.toMatchObject({
      code: 'suppression.unknown',
    });
    await bans.lift(canonical, { operatorId: OPERATOR, cause: 'operator' });
    const entries = await desk.test.database
      .selectFrom('audit_entry')
      .select(['action', 'object'])
      .where('object', '=', `subscriber:${of.id}`)
      .orderBy('id')
      .execute();
    expect(entries.map(({ action }) => action)).toEqual(['suppression.added', 'suppression.lifted']);
  });

  it('on an address nobody has is known by its hash, and what is the reader’s to lift stays', async () => {
    const bans = desk.tools.get(OperatorBans);
    await bans.suppress('nobody@readers.example', { operatorId: OPERATOR, reason: 'by letter' });
    expect(await desk.tools.get(TellReaderStory).ofAddress('nobody@readers.example')).toMatchObject({
      found: 'nobody',
      suppressions: [{ cause: 'operator' }],
    });
    for (const [cause, code] of [
      ['erased', 'subscriber.erased'],
      ['imported', 'suppression.readers_own'],
    ] as const)
      // prettier-ignore
      await expect(
        bans.lift('nobody@readers.example', { operatorId: OPERATOR, cause }),
      ).rejects.toMatchObject({ code });
  });
});
