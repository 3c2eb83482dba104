import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { z } from 'zod';
import { ReturnPath, StartEdition } from '@app/delivery';
import { EditionRepository } from '@app/editions';
import { FeedbackModule, RecordBounce } from '@app/feedback';
import { TokenSigner, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { asOwner, frozenEdition } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { ReaderLinks } from '../reader-links.js';
import { ConfirmSubscription } from '../sign-up/confirm-subscription.service.js';
import { SignUp } from '../sign-up/sign-up.service.js';
import { addressHash } from '../suppression/address-hash.js';
import { eligibleSubscriptions } from '../subscription-standing.js';
import { TendReaders } from '../tend-readers.service.js';
import { AskPersonalLink } from './ask-personal-link.service.js';
import { ChangeAddress } from './change-address.service.js';
import { ConsentReceipts } from './consent-receipts.service.js';
import { EraseReader } from './erase-reader.service.js';
import { TellReaderStory } from './reader-story.service.js';

/** Not only ASCII, and in two cases: what a search for the typed form alone would miss. */
const ADDRESS = 'Zoé.Lecocq+presse@Boîte-aux-Lettres.example';
const CANONICAL = 'zoé.lecocq+presse@xn--bote-aux-lettres-rsb.example';
/** The same mailbox as somebody else would type it. */
const OTHER_SPELLING = CANONICAL.replace('zoé.lecocq', 'ZOÉ.LECOCQ');
const OPERATOR = '0190a0a0-0000-7000-8000-000000000001';

let test: TestDatabase;
let tools: INestApplicationContext;
let slug: string;
let subscriberId: string;
let subscriptionId: string;
let editionId: string;
let personal: string;

const get = <T>(token: abstract new (...given: never[]) => T): T => tools.get<T>(token, { strict: false });
const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

async function linkOf(kind: string): Promise<string> {
  const row = await test.database
    .selectFrom('notice')
    .select('content')
    .where('kind', '=', kind)
    .where('recipient_id', '=', subscriberId)
    .executeTakeFirstOrThrow();
  return tokenOf(z.object({ actionUrl: z.string() }).parse(row.content).actionUrl);
}

/** A reader about whom there is a row in every table that may ever have one. */
beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [FeedbackModule]);
  const made = await frozenEdition(test, tools, 1);
  ({ slug, editionId } = made);
  const page = `https://gazette.example/lecteurs/${ADDRESS}`;
  const newsletters = [{ slug, wording: 'Je m’abonne', wordingVersion: '1' }];
  await get(SignUp).signUp({ newsletters, address: ADDRESS, page, placement: 'foot', network: '203.0.113.7' });
  const subscriber = await test.database
    .selectFrom('subscriber')
    .select(['id', 'canonical_address'])
    .where('canonical_address', '=', CANONICAL)
    .executeTakeFirstOrThrow();
  subscriberId = subscriber.id;
  await get(ConfirmSubscription).confirm(await linkOf('confirmation'));
  ({ id: subscriptionId } = await test.database
    .selectFrom('subscription')
    .select('id')
    .where('subscriber_id', '=', subscriberId)
    .executeTakeFirstOrThrow());
  await get(StartEdition).start(editionId);
  // What no redaction knows: a relay that quotes the address in its own way, and a foreign server that does the same.
  await asOwner(test, (client) =>
    client.query(`update delivery set state = 'rejected', smtp_code = 550, reply = $1 where subscriber_id = $2`, [
      `550 mailbox zoé.lecocq+presse (at) boîte-aux-lettres full; <${ADDRESS}>`,
      subscriberId,
    ]),
  );
  await record(`<${ADDRESS}>: user zoé.lecocq+presse unknown`);
  await test.database.deleteFrom('suppression').execute();
  await get(AskPersonalLink).ask(tokenOf(get(ReaderLinks).preferencesUrl(subscriptionId)));
  personal = await linkOf('personal_link');
  await get(ChangeAddress).ask(personal, { address: 'zoé.ailleurs@elsewhere.example', keepAddress: true });
  await failANotice();
  await stage(ADDRESS);
  await otherWants(OTHER_SPELLING);
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

async function record(diagnostic: string): Promise<void> {
  const edition = await get(EditionRepository).byId(test.database, editionId);
  const to = get(ReturnPath).address(edition?.number ?? 0, subscriberId);
  const report = ['Final-Recipient: rfc822; x', 'Action: failed', 'Status: 5.1.1', `Diagnostic-Code: smtp; ${diagnostic}`]; // prettier-ignore
  const mail = `Return-Path: <>\nTo: ${to}\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\nContent-Type: text/plain\n\nno\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n${report.join('\n')}\n\n--b--\n`; // prettier-ignore
  expect(await get(RecordBounce).record(Buffer.from(mail))).toMatchObject({ outcome: 'recorded', suppressed: true });
}

async function failANotice(): Promise<void> {
  await test.database
    .insertInto('notice')
    .values({
      id: newId(),
      kind: 'confirmation',
      address: null,
      locale: 'fr',
      recipient_id: subscriberId,
      subject_id: newId(),
      content: '{}',
      state: 'failed',
      useful_until: new Date(),
      last_reply: `550 ${CANONICAL.replace('@', ' at ')} refused`,
      settled_at: new Date(),
    })
    .execute();
}

async function stage(address: string): Promise<void> {
  await test.database
    .insertInto('import_row')
    .values({
      import_id: newId(),
      line: 1,
      address,
      canonical_address: CANONICAL,
      address_hash: addressHash(get(TokenSigner), CANONICAL),
      standing: 'active',
    })
    .execute();
}

/** Somebody else has named this address as theirs to be, and a message about it waits. */
async function otherWants(address: string): Promise<void> {
  const other = await test.database
    .selectFrom('subscriber')
    .select('id')
    .where('id', '<>', subscriberId)
    .executeTakeFirstOrThrow();
  await test.database
    .updateTable('subscriber')
    .set({ new_address: address, new_asked_at: new Date() })
    .where('id', '=', other.id)
    .execute();
  const waiting = { kind: 'address_change_new', address, locale: 'fr', recipient_id: other.id };
  await test.database
    .insertInto('notice')
    .values({ ...waiting, id: newId(), subject_id: other.id, content: '{}', useful_until: new Date(Date.now() + 1e7) })
    .execute();
}

/** Each `table.column` in which any of the words stands, in any case, as text, JSON or bytes. All schemas but PostgreSQL's. */
async function holding(...words: readonly string[]): Promise<string[]> {
  const columns = await sql<{ schema: string; table: string; column: string; bytes: boolean }>`
    select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type = 'bytea' as bytes
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema not in ('pg_catalog', 'information_schema') and t.table_type = 'BASE TABLE'`.execute(test.database); // prettier-ignore
  const spellings = words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1), encodeURIComponent(word)]);
  const found: string[] = [];
  for (const { schema, table, column, bytes } of columns.rows) {
    const text = bytes ? sql`encode(${sql.ref(column)}, 'escape')` : sql`${sql.ref(column)}::text`;
    const { rows } = await sql`
      select 1 from ${sql.id(schema, table)}
       where exists (select from unnest(${spellings}::text[]) word where position(lower(word) in lower(${text})) > 0)
       limit 1`.execute(test.database);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}

const WORDS = [ADDRESS, CANONICAL, 'zoé.lecocq', 'zoé.ailleurs', 'xn--bote-aux-lettres-rsb', '203.0.113.7'];

describe('an erasure', () => {
  it('has everything to take away, or proves nothing', async () => {
    expect(await holding(...WORDS)).toEqual(
      expect.arrayContaining([
        'bounce.diagnostic',
        'delivery.reply',
        'import_row.address',
        'import_row.canonical_address',
        'notice.address',
        'notice.last_reply',
        'subscriber.address',
        'subscriber.canonical_address',
        'subscriber.new_address',
      ]),
    );
  });

  it('leaves the address in no column of any table, and keeps counts, proof and the keyed hash', async () => {
    const before = await counts();
    await get(EraseReader).byReader(personal);
    expect(await holding(...WORDS)).toEqual([]);
    expect(await counts()).toEqual({ ...before, withdrawn: before.withdrawn + 1 });
    expect(await get(TellReaderStory).ofAddress(CANONICAL)).toMatchObject({
      found: 'reader',
      story: {
        subscriber: { address: null, timeZone: null, erasedAt: expect.any(Date) },
        subscriptions: [{ state: 'ended', endedBy: 'erasure', standing: 'suppressed' }],
        suppressions: [{ cause: 'erased', evidence: {} }],
        notices: [],
        records: { deliveries: [{ state: 'rejected', smtpCode: 550, reply: null }], bounces: [{ status: '5.1.1', diagnostic: '' }] }, // prettier-ignore
      },
    });
    expect((await get(ConsentReceipts).of(CANONICAL, 'x')).document.consents.map(({ act }) => act)).toEqual([
      'requested',
      'given',
      'withdrawn',
    ]);
  });

  it('opens nothing afterwards, mails nobody, and is no error twice', async () => {
    await expect(get(TellReaderStory).ofToken(personal)).rejects.toMatchObject({ code: 'personal_link.expired' });
    await get(EraseReader).byReader(personal);
    await expect(get(ChangeAddress).ask(personal, { address: 'x@elsewhere.example', keepAddress: true })).rejects.toMatchObject({ code: 'personal_link.expired' }); // prettier-ignore
    await get(AskPersonalLink).ask(tokenOf(get(ReaderLinks).preferencesUrl(subscriptionId)));
    expect(await get(EraseReader).byOperator(CANONICAL, OPERATOR)).toBe(false);
    const notices = await test.database.selectFrom('notice').select('id').where('recipient_id', '=', subscriberId).execute(); // prettier-ignore
    expect(notices).toEqual([]);
    const eligible = await eligibleSubscriptions(test.database, await newsletterId()).execute();
    expect(eligible.map((row) => row.subscriber_id)).not.toContain(subscriberId);
  });

  it('empties what comes back afterwards', async () => {
    await test.database.deleteFrom('bounce').execute();
    await record('user zoé.lecocq+presse unknown');
    expect(await holding('zoé.lecocq')).toEqual(['bounce.diagnostic']);
    await get(TendReaders).forget();
    expect(await holding('zoé.lecocq')).toEqual([]);
    await test.database.deleteFrom('suppression').where('cause', '=', 'hard_bounce').execute();
  });

  it('of an address nobody is known by bans it for imports, without keeping it', async () => {
    const canonical = 'nobody@lettres.example';
    await otherWants('Nobody@lettres.example');
    expect(await get(EraseReader).byOperator(canonical, OPERATOR)).toBe(false);
    expect(await get(TellReaderStory).ofAddress(canonical)).toMatchObject({
      found: 'nobody',
      suppressions: [{ cause: 'erased', evidence: {} }],
    });
    expect(await holding(canonical)).toEqual([]);
  });

  it('stands also where somebody else types the address into a form: unconfirmed, it goes again', async () => {
    await get(SignUp).signUp({
      newsletters: [{ slug, wording: 'Je m’abonne', wordingVersion: '1' }],
      address: ADDRESS,
    });
    await get(TendReaders).forget();
    expect(await holding('zoé.lecocq')).toContain('subscriber.address');
    await sql`update subscription set requested_at = requested_at - interval '15 days'`.execute(test.database);
    await sql`update subscriber set last_contact_at = last_contact_at - interval '15 days'`.execute(test.database);
    await test.database.deleteFrom('notice').where('recipient_id', '=', subscriberId).execute();
    await get(TendReaders).forget();
    expect(await holding('zoé.lecocq')).toEqual([]);
    expect(await get(TellReaderStory).ofAddress(CANONICAL)).toMatchObject({ story: { subscriber: { address: null }, suppressions: [{ cause: 'erased' }] } }); // prettier-ignore
  });

  it('is lifted by the reader’s own confirmed sign-up alone', async () => {
    const newsletters = [{ slug, wording: 'Je m’abonne', wordingVersion: '1' }];
    await get(SignUp).signUp({ newsletters, address: ADDRESS });
    expect(await get(TellReaderStory).ofAddress(CANONICAL)).toMatchObject({ story: { suppressions: [{ cause: 'erased' }] } }); // prettier-ignore
    await get(ConfirmSubscription).confirm(await linkOf('confirmation'));
    expect(await get(TellReaderStory).ofAddress(CANONICAL)).toMatchObject({
      story: { suppressions: [], subscriptions: [{ state: 'active', standing: 'eligible' }] },
    });
  });
});

async function newsletterId(): Promise<string> {
  return (await test.database.selectFrom('newsletter').select('id').executeTakeFirstOrThrow()).id;
}

/** What reports are made from. */
async function counts(): Promise<Record<'subscribers' | 'deliveries' | 'bounces' | 'given' | 'withdrawn', number>> {
  const { rows } = await sql<Record<'subscribers' | 'deliveries' | 'bounces' | 'given' | 'withdrawn', number>>`
    select (select count(*) from subscriber) as subscribers, (select count(*) from delivery) as deliveries,
           (select count(*) from bounce) as bounces, (select count(*) from consent where act = 'given') as given,
           (select count(*) from consent where act = 'withdrawn') as withdrawn`.execute(test.database);
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was counted');
  return row;
}
