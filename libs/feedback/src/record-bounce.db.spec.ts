import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReturnPath, StartEdition } from '@app/delivery';
import { EditionRepository } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { Clock, Config, TokenSigner, newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { asOwner, frozenEdition } from '../../../test/support/sending.js';
import { openTools } from '../../../test/support/tools.js';
import { FeedbackModule } from './feedback.module.js';
import { RecordBounce } from './record-bounce.service.js';

const BRAND = { name: 'G', contactAddress: 'c@gazette.example', legalName: 'G', postalAddress: 'Brest', siteUrl: 'https://gazette.example' }; // prettier-ignore

let test: TestDatabase;
let tools: INestApplicationContext;
let editionId: string;
let editionNumber: number;
let readers: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [FeedbackModule]);
  ({ editionId } = await frozenEdition(test, tools, 2));
  await tools.get(StartEdition, { strict: false }).start(editionId);
  const edition = await tools.get(EditionRepository, { strict: false }).byId(test.database, editionId);
  editionNumber = edition?.number ?? 0;
  readers = (await test.database.selectFrom('delivery').select('subscriber_id').orderBy('subscriber_id').execute()).map(
    (row) => row.subscriber_id,
  );
});
afterAll(async () => {
  await tools.close();
  await test.close();
});
beforeEach(async () => {
  await asOwner(test, (client) => client.query('truncate bounce, suppression; update delivery set bounced_at = null'));
});

const returnPath = (): ReturnPath => tools.get(ReturnPath, { strict: false });
const verp = (reader = readers[0] ?? ''): string => returnPath().address(editionNumber, reader);
const record = (mail: string, recipient?: string) => tools.get(RecordBounce).record(Buffer.from(mail), recipient);
const bounces = () => test.database.selectFrom('bounce').selectAll().execute();
const bounced = async (): Promise<string[]> =>
  (await test.database.selectFrom('delivery').select('subscriber_id').where('bounced_at', 'is not', null).execute()).map((row) => row.subscriber_id); // prettier-ignore
const suppressed = async (): Promise<string[]> =>
  (await test.database.selectFrom('suppression').innerJoin('subscriber', 'subscriber.address_hash', 'suppression.address_hash').select('subscriber.id').execute()).map((row) => row.id); // prettier-ignore

interface Report {
  readonly to?: string;
  readonly action?: string;
  readonly status?: string;
  readonly diagnostic?: string;
  readonly type?: string;
  /** Further recipient groups, ready to stand in the report. */
  readonly more?: readonly string[];
  readonly original?: string;
  readonly originalType?: string;
}

/** A delivery report as Postfix writes it (RFC 3464). */
function report(given: Report = {}): string {
  const {
    to = verp(), action = 'failed', status = '5.1.1', diagnostic = 'smtp; 550 5.1.1 <reader1@readers.example>: no such user',
    type = 'message/delivery-status', more = [], original = 'Subject: Le Matin', originalType = 'text/rfc822-headers',
  } = given; // prettier-ignore
  const group = ['Final-Recipient: rfc822; reader1@readers.example', `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: ${diagnostic}`].join('\n'); // prettier-ignore
  return `Return-Path: <>
From: MAILER-DAEMON@mx.readers.example
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=_x
Content-Type: ${type}

Reporting-MTA: dns; mx.readers.example
Arrival-Date: Tue, 10 Mar 2026 07:00:00 +0100

${[group, ...more].join('\n\n')}

--=_x
Content-Type: ${originalType}

${original}

--=_x--
`.replaceAll('\n', '\r\n');
}

const gone = { outcome: 'recorded', class: 'hard', suppressed: true };

describe('a delivery report', () => {
  it('that the mailbox does not exist marks the row, keeps the evidence without an address, and suppresses', async () => {
    expect(await record(report())).toEqual(gone);
    expect(await bounced()).toEqual([readers[0]]);
    expect(await suppressed()).toEqual([readers[0]]);
    expect(await bounces()).toMatchObject([
      { edition_id: editionId, subscriber_id: readers[0], class: 'hard', status: '5.1.1' },
    ]);
    const kept = JSON.stringify([await bounces(), await test.database.selectFrom('suppression').selectAll().execute()]);
    expect(kept).toContain('no such user');
    expect(kept).not.toContain('reader1');
    expect(kept).not.toContain('readers.example');
  });

  it('that comes twice is recorded once', async () => {
    await record(report());
    const [first] = await bounces();
    expect(await record(report())).toMatchObject({ outcome: 'known' });
    expect(await bounces()).toEqual([first]);
  });

  it('empties what is owed to that reader and leaves what is owed to others', async () => {
    const owe = (recipientId: string, address: string): Promise<string | undefined> =>
      tools.get(NoticeOutbox, { strict: false }).owe(test.database, {
        kind: 'welcome',
        address,
        locale: 'fr',
        recipientId,
        subjectId: newId(),
        content: { from: { name: 'G', address: 'g@gazette.example' }, brand: BRAND, values: {} },
        usefulUntil: new Date(Date.now() + 60_000),
      });
    const [mine, theirs] = [await owe(readers[0] ?? '', 'reader1@readers.example'), await owe(readers[1] ?? '', 'reader2@readers.example')]; // prettier-ignore
    await record(report({ status: '5.2.2' }));
    await record(report());
    const rows = await test.database.selectFrom('notice').select(['id', 'state', 'address', 'content']).where('kind', '=', 'welcome').execute(); // prettier-ignore
    expect(rows.find(({ id }) => id === mine)).toMatchObject({ state: 'failed', address: null, content: {} });
    expect(rows.find(({ id }) => id === theirs)).toMatchObject({ state: 'owed', address: 'reader2@readers.example' });
  });

  it('in the UTF-8 form of RFC 6533 is read the same way', async () => {
    const mail = report({
      type: 'message/global-delivery-status',
      diagnostic: 'smtp; 550 5.1.1 «مريم» n’existe pas',
      originalType: 'message/global-headers',
    });
    expect(await record(mail)).toEqual(gone);
    expect(await bounces()).toMatchObject([{ diagnostic: expect.stringContaining('n’existe pas') }]);
  });

  it.each<[string, Report, object]>([
    ['policy (5.7.1)', { status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 blocked' }, { class: 'policy', suppressed: false }],
    ['a full mailbox', { status: '5.2.2' }, { class: 'soft', suppressed: false }],
    ['a queue that gave up after days', { status: '4.4.1' }, { class: 'soft', suppressed: false }],
    ['no reason', { status: '5.0.0' }, { class: 'soft', suppressed: false }],
    ['a domain that takes no mail', { status: '5.1.10' }, { class: 'hard', suppressed: true }],
  ])('of %s is what it is', async (_, given, outcome) => {
    expect(await record(report(given))).toMatchObject({ outcome: 'recorded', ...outcome });
    expect(await bounced()).toEqual([readers[0]]);
  }); // prettier-ignore

  it.each(['delayed', 'delivered', 'relayed', 'expanded', 'Delayed', 'odd'])('that says "%s" is no bounce, whatever its status', async (action) => {
    expect(await record(report({ action }))).toEqual({ outcome: 'ignored', because: 'no_failure' });
    expect(await bounced()).toEqual([]);
    expect(await suppressed()).toEqual([]);
  }); // prettier-ignore

  it.each(['Failed', 'FAILED', 'failed (expired)', ' failed '])('that says %p has failed', async (action) => {
    expect(await record(report({ action }))).toEqual(gone);
  });

  it.each(['5.1.1 (no such user)', '5.1.1'])('with the status %p is read', async (status) => {
    expect(await record(report({ status }))).toEqual(gone);
  });

  it.each(['', 'unknown', '5', '9.9.9'])('with %p for a status says nothing', async (status) => {
    expect(await record(report({ status, diagnostic: 'smtp; no' }))).toEqual({ outcome: 'ignored', because: 'no_failure' });
  }); // prettier-ignore

  it('that folds its fields is read all the same', async () => {
    expect(await record(report({ diagnostic: 'smtp; 550 5.1.1\n  no such\n\tuser' }))).toEqual(gone);
    expect(await bounces()).toMatchObject([{ diagnostic: '550 5.1.1 no such user' }]);
  });
});

describe('a report about several recipients, to which one copy was forwarded', () => {
  const other = (action: string, status: string): string =>
    `Final-Recipient: rfc822; other@elsewhere.example\nAction: ${action}\nStatus: ${status}`;

  it('suppresses nobody where one of them got it', async () => {
    for (const more of [[other('delivered', '2.0.0')], [other('relayed', '2.0.0')], [other('delayed', '4.4.1')]]) {
      expect(await record(report({ more }))).toEqual({ outcome: 'ignored', because: 'no_failure' });
      expect(await record(report({ action: 'delivered', status: '2.0.0', more: [other('failed', '5.1.1')] }))).toMatchObject({ outcome: 'ignored' });
    }
    expect(await suppressed()).toEqual([]);
  }); // prettier-ignore

  it('is as bad as the least of them where all failed', async () => {
    expect(await record(report({ more: [other('failed', '5.2.2')] }))).toMatchObject({ class: 'soft', suppressed: false });
    expect(await record(report({ status: '5.2.2', more: [other('failed', '5.1.1')] }))).toMatchObject({ class: 'soft' });
    expect(await suppressed()).toEqual([]);
    expect(await record(report({ more: [other('failed', '5.1.1')] }))).toEqual(gone);
  }); // prettier-ignore
});

describe('whom a report is about', () => {
  it('is said by the address it came to, whatever case a server made of it', async () => {
    expect(await record(report({ to: verp().toLowerCase() }))).toEqual(gone);
    await asOwner(test, (client) => client.query('truncate bounce, suppression'));
    expect(await record(report({ to: verp().toUpperCase() }))).toEqual(gone);
  });

  it('is said by the envelope where the header lost it', async () => {
    expect(await record(report({ to: 'undisclosed-recipients:;' }), verp())).toEqual(gone);
  });

  it.each(['text/rfc822-headers', 'message/rfc822', 'message/rfc822-headers', 'message/global'])(
    'is said by the Message-ID of the original (%s) where the address says nothing',
    async (originalType) => {
      const messageId = returnPath().messageId(editionNumber, readers[1] ?? '');
      const original = `From: matin@gazette.example\nSubject: Le Matin\nMessage-ID:\n <${messageId}>\nContent-Type: text/plain\n\nBonjour`;
      expect(await record(report({ to: 'postmaster@gazette.example', original, originalType }))).toEqual(gone);
      expect(await suppressed()).toEqual([readers[1]]);
    },
  );

  it('is said by nobody else: a forged, a foreign or a changed mark suppresses nobody', async () => {
    const env = { ...test.config.env, SECRET_KEY: 'the key of somebody else of the same length' };
    const theirs = new Config(env);
    const forged = new ReturnPath(theirs, new TokenSigner(theirs, new Clock())).address(
      editionNumber,
      readers[0] ?? '',
    );
    const changed = verp().replace(/^b\+(.)/, (_, letter: string) => `b+${letter === 'a' ? 'b' : 'a'}`);
    for (const to of [forged, changed, 'b+abc@bounce.example', 'matin@gazette.example', 'reader1@readers.example'])
      expect(await record(report({ to }), to)).toEqual({ outcome: 'ignored', because: 'not_ours' });
    expect([await bounces(), await bounced(), await suppressed()]).toEqual([[], [], []]);
  });

  it('who is long gone from the tables changes nothing but the record', async () => {
    const stranger = newId();
    expect(await record(report({ to: verp(stranger) }))).toMatchObject({ outcome: 'recorded' });
    expect(await suppressed()).toEqual([]);
    expect(await bounced()).toEqual([]);
  });

  it('in an edition nobody has any more is nobody', async () => {
    const to = returnPath().address(2_000_000_000, readers[0] ?? '');
    expect(await record(report({ to }))).toEqual({ outcome: 'ignored', because: 'not_ours' });
  });
});

describe('mail that is no report', () => {
  const mail = (lines: string, headers = ''): string =>
    `From: Lectrice <reader1@readers.example>\nTo: ${verp()}\nSubject: Re: Le Matin\n${headers}\n${lines}\n`.replaceAll('\n', '\r\n'); // prettier-ignore

  it.each<[string, () => string]>([
    ['a vacation note', () => mail('Je suis absente. Status: 5.1.1\nAction: failed', 'Auto-Submitted: auto-replied (vacation)\n')],
    ['a reply', () => mail('Merci ! Action: failed\nStatus: 5.1.1')],
    ['a challenge', () => mail('Click to prove that you are human: https://challenge.example/')],
    ['nothing at all', () => ''],
    ['bytes', () => '\0\0\0\r\n\r\n\0'],
    ['a read receipt', () => report({ type: 'message/disposition-notification' })],
    ['a complaint', () => report({ type: 'message/feedback-report' })],
  ])('%s is neither bounce nor complaint', async (_, build) => {
    expect(await record(build(), verp())).toEqual({ outcome: 'ignored', because: 'no_report' });
    expect([await bounces(), await bounced(), await suppressed()]).toEqual([[], [], []]);
  }); // prettier-ignore

  it('takes no longer for a report of a megabyte without a space', async () => {
    const started = Date.now();
    expect(await record(report({ diagnostic: `smtp; ${'x'.repeat(1_000_000)}` }))).toEqual(gone);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect((await bounces())[0]?.diagnostic.length).toBeLessThanOrEqual(500);
  });

  it('with a NUL or half a letter in its words is recorded without them', async () => {
    expect(await record(report({ diagnostic: 'smtp; 550 no\0such user' }))).toEqual(gone);
    expect((await bounces())[0]?.diagnostic).not.toContain('\0');
  });
});
