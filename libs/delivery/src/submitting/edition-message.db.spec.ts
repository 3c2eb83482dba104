import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import PostalMime, { type Email } from 'postal-mime';
import { StoryLinkRepository } from '@app/editions';
import { ManageDkim } from '@app/mail';
import { newId, type DeliveryState } from '@app/platform';
import { ReaderLinks, subscriptionStandings } from '@app/subscribers';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { verifyDkim } from '../../../../test/support/dkim-verifier.js';
import { FrozenClock } from '../../../../test/support/frozen-clock.js';
import { frozenEdition } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { NoteClicks } from '../clicks/note-clicks.service.js';
import type { SubmittableRow } from '../ledger/delivery.repository.js';
import { DeliveryModule } from '../delivery.module.js';
import { EditionMessage } from './edition-message.service.js';
import { ReturnPath } from '../return-path.js';
import { StartEdition } from '../start-edition.service.js';
import { StoryLinks } from '../clicks/story-links.js';

let test: TestDatabase;
let tools: INestApplicationContext;
let clock: FrozenClock;
let editionId: string;
let editionNumber: number;
let rows: SubmittableRow[];

beforeAll(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock(new Date());
  tools = await openTools(test.config, [DeliveryModule], { clock });
  ({ editionId } = await frozenEdition(test, tools, 2));
  await tools.get(StartEdition).start(editionId);
  const edition = await test.database.selectFrom('edition').select('number').where('id', '=', editionId).executeTakeFirstOrThrow();
  editionNumber = edition.number;
  const variant = await test.database.selectFrom('variant').select('id').where('edition_id', '=', editionId).executeTakeFirstOrThrow();
  const readers = await subscriptionStandings(test.database).orderBy('subscriber.address').execute();
  rows = readers.map((reader) => ({ subscriberId: reader.subscriber_id, subscriptionId: reader.subscription_id, address: reader.address ?? '', variantId: variant.id, attempts: 1, countsClicks: reader.counts_clicks }));
}); // prettier-ignore
afterAll(async () => {
  await tools.close();
  await test.close();
});

function one(at: number, change: Partial<SubmittableRow> = {}): SubmittableRow {
  const row = rows[at];
  if (row === undefined) throw new Error('there is no such reader');
  return { ...row, ...change };
}

async function built(row: SubmittableRow): Promise<{ raw: Buffer; email: Email; from: string }> {
  const { message, from } = await tools.get(EditionMessage).build(row);
  const raw = Buffer.concat(Buffer.isBuffer(message) ? [message] : [...message]);
  return { raw, from, email: await PostalMime.parse(raw) };
}

const header = ({ headers }: Email, name: string): string | undefined => headers.find(({ key }) => key === name)?.value;
const counted = (content = ''): string[] => content.match(/https?:\/\/[^\s"<>]+\/r\/[A-Za-z0-9_-]+/g) ?? [];

describe('a reader’s copy', () => {
  it('has what is theirs, and nothing of another’s', async () => {
    const [first, second] = [one(0), one(1)];
    const [mine, theirs] = [await built(first), await built(second)];
    const links = tools.get(ReaderLinks, { strict: false });
    const unsubscribe = links.unsubscribeUrl(first.subscriptionId, editionId);
    expect(header(mine.email, 'list-unsubscribe')).toBe(`<${unsubscribe}>`);
    expect(header(mine.email, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header(mine.email, 'feedback-id')).toBe(`${editionNumber}:matin:digest:colporteur`);
    expect(mine.email.to).toEqual([{ name: '', address: 'reader1@readers.example' }]);
    for (const part of [mine.email.text, mine.email.html]) {
      expect(part).toContain(unsubscribe);
      expect(part).toContain(`${links.preferencesUrl(first.subscriptionId)}#pause`);
      expect(part).toContain('/view/');
      expect(part).toContain('https://gazette.example/1');
      expect(part).not.toContain('@@');
      expect(counted(part)).toEqual([]);
    }
    const named = { editionNumber, subscriberId: first.subscriberId };
    expect([tools.get(ReturnPath).read(mine.from), tools.get(ReturnPath).read(mine.email.messageId ?? '')]).toEqual([named, named]);
    expect(theirs.raw.includes(unsubscribe.slice(-20))).toBe(false);
  }); // prettier-ignore

  it('has counted links for who agreed to them, in place of stories’ alone, which lead where the plain ones did', async () => {
    const [plain, clicks] = [await built(one(0)), await built(one(0, { countsClicks: true }))];
    for (const part of ['text', 'html'] as const) {
      const urls = counted(clicks.email[part]);
      expect(new Set(urls).size).toBe(3);
      let back = clicks.email[part] ?? '';
      for (const url of new Set(urls)) {
        const { n, ...named } = tools.get(StoryLinks).read(url.slice(url.lastIndexOf('/') + 1));
        expect(named).toEqual({ editionNumber, subscriptionId: one(0).subscriptionId });
        const target = await tools.get(StoryLinkRepository, { strict: false }).target(editionNumber, n);
        back = back.replaceAll(url, target ?? 'nowhere');
      }
      expect(back).toBe(plain.email[part]);
    }
  });

  it('keeps the numbers of its stories over revisions', async () => {
    const links = tools.get(StoryLinkRepository, { strict: false });
    const before = await links.ofEdition(editionId);
    expect(before.map(({ n }) => n)).toEqual([1, 2, 3]);
    await links.keep(test.database, editionId, ['https://gazette.example/new', ...before.map(({ url }) => url).reverse()]);
    expect(await links.ofEdition(editionId)).toEqual([...before, { n: 4, url: 'https://gazette.example/new' }]);
  }); // prettier-ignore

  it('is signed when its sender’s domain has a key', async () => {
    const manage = tools.get(ManageDkim, { strict: false });
    const key = await manage.create({ domain: 'gazette.example' });
    await manage.activate({ ...key, withoutCheck: true });
    for (const row of [one(0), one(1, { countsClicks: true }), one(1, { address: 'مريم@readers.example' })])
      expect(verifyDkim((await built(row)).raw, key.record.value)).toBe('pass');
  });
});

describe('a click', () => {
  /** The reader's row as it is settled so many seconds ago, and whether they agree. */
  async function settled(at: number, { state, ago, agrees }: { state: DeliveryState; ago: number; agrees: boolean }): Promise<void> {
    const { subscriberId, subscriptionId } = one(at);
    const settledAt = state === 'submitting' ? null : sql<Date>`now() - make_interval(secs => ${ago})`;
    await test.database.updateTable('delivery').set({ state, claim_token: newId(), clicked_at: null, settled_at: settledAt, submitting_at: sql<Date>`now() - make_interval(secs => ${ago})` }).where('subscriber_id', '=', subscriberId).execute();
    const consent = agrees ? sql<string>`consent_id` : null;
    await test.database.updateTable('subscription').set({ click_consent_id: consent }).where('id', '=', subscriptionId).execute();
  } // prettier-ignore

  async function clicked(at: number): Promise<Date | null> {
    clock.set(new Date());
    tools.get(NoteClicks).note({ editionNumber, subscriptionId: one(at).subscriptionId });
    await tools.get(NoteClicks).write();
    const row = await test.database.selectFrom('delivery').select('clicked_at').where('subscriber_id', '=', one(at).subscriberId).executeTakeFirstOrThrow();
    return row.clicked_at;
  } // prettier-ignore

  it.each([
    ['counts', true, { state: 'submitted', ago: 60, agrees: true }],
    ['counts where nobody knows whether it was submitted', true, { state: 'uncertain', ago: 60, agrees: true }],
    ['is a program’s within ten seconds', false, { state: 'submitted', ago: 5, agrees: true }],
    ['is none without consent', false, { state: 'submitted', ago: 60, agrees: false }],
    ['is none of who was not mailed', false, { state: 'rejected', ago: 60, agrees: true }],
  ] as const)('%s', async (_, counts, given) => {
    await settled(0, given);
    expect((await clicked(0)) !== null).toBe(counts);
  });

  it('is the first one, and nobody else’s', async () => {
    await settled(0, { state: 'submitted', ago: 60, agrees: true });
    await settled(1, { state: 'submitted', ago: 60, agrees: true });
    const first = await clicked(0);
    expect(await clicked(0)).toEqual(first);
    const others = await test.database.selectFrom('delivery').select('clicked_at').where('subscriber_id', '=', one(1).subscriberId).execute();
    expect(others).toEqual([{ clicked_at: null }]);
  }); // prettier-ignore
});
