import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';
import { frozenEdition, readerAddress } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { MAY_HAVE_BEEN_SENT } from '../arming/unknown-rows.repository.js';
import { DeliveryModule } from '../delivery.module.js';
import { ReturnPath } from '../return-path.js';
import { StartEdition } from '../start-edition.service.js';
import { SubmitChunk } from '../submitting/submit-chunk.service.js';
import { ResolveUncertain } from './resolve-uncertain.service.js';

const READERS = 9;
/** Outside the list, like everybody but the numbers below. */
const ALLOWED = [1, 2, 3, 4, 5, 6, 7];

describe('uncertain deliveries', () => {
  let test: TestDatabase;
  let relay: ScriptedRelay;
  let tools: INestApplicationContext;
  let editionId: string;

  beforeAll(async () => {
    // Gone before it says whether it took them; a second try it takes.
    relay = await startScriptedRelay({ behave: (_to, attempt) => (attempt === 1 ? 'drop-after-dot' : 'accept') });
    const allowed = ALLOWED.map((n) => readerAddress(n).toUpperCase()).join(',');
    test = await createTestDatabase({ SMTP_URL: relay.url, ALLOWED_RECIPIENTS: `@elsewhere.example, ${allowed}` });
    tools = await openTools(test.config, [DeliveryModule]);
    ({ editionId } = await frozenEdition(test, tools, READERS));
    await tools.get(StartEdition, { strict: false }).start(editionId);
    await tools.get(SubmitChunk, { strict: false }).submit(editionId, 0);
  });
  afterAll(async () => {
    await tools.close();
    await test.close();
    await relay.close();
  });

  const resolving = (): ResolveUncertain => tools.get(ResolveUncertain, { strict: false });
  const rows = async (): Promise<Record<string, string>> => {
    const { rows: found } = await sql<{ address: string; what: string }>`
      select s.address, concat_ws(' ', d.state, d.skip_cause, d.evidence) as what
        from delivery d join subscriber s on s.id = d.subscriber_id where d.edition_id = ${editionId}`.execute(
      test.database,
    );
    return Object.fromEntries(found.map(({ address, what }) => [address, what]));
  };
  const what = async (n: number): Promise<string | undefined> => (await rows())[readerAddress(n)];
  const idOf = async (n: number): Promise<string> =>
    (await test.database.selectFrom('subscriber').select('id').where('address', '=', readerAddress(n)).executeTakeFirstOrThrow()).id; // prettier-ignore

  it('are those the relay fell silent on; and outside production nobody is mailed who is on no list', async () => {
    const expected = Object.fromEntries(
      Array.from({ length: READERS }, (_, index) => index + 1).map((n) => [
        readerAddress(n),
        ALLOWED.includes(n) ? 'uncertain' : 'skipped not_allowed',
      ]),
    );
    expect(await rows()).toEqual(expected);
  });

  it('are listed with what the relay’s log knows them by, and why', async () => {
    const listed = await resolving().list(editionId, 10);
    expect(listed).toHaveLength(ALLOWED.length);
    expect(listed[0]).toMatchObject({ cause: 'no_answer', transport: 'smtp-url', attempts: 1 });
    const ids = listed.map(({ messageId }) => tools.get(ReturnPath, { strict: false }).read(messageId)?.subscriberId);
    expect(ids).toEqual(listed.map(({ subscriberId }) => subscriberId));
  });

  it('become submitted by what only a reader’s mailbox can have sent back', async () => {
    const database = tools.get(Database);
    await sql`update delivery set bounced_at = now() where subscriber_id = ${await idOf(1)}`.execute(database);
    await sql`update delivery set clicked_at = now() where subscriber_id = ${await idOf(2)}`.execute(database);
    await sql`
      update subscription set state = 'ended', consent_id = null, ended_at = now(), ended_by = 'one_click', ended_edition_id = ${editionId}
       where subscriber_id = ${await idOf(3)}`.execute(database);
    await resolving().tend();
    expect(await Promise.all([1, 2, 3, 4].map(what))).toEqual([
      'submitted bounce',
      'submitted click',
      'submitted unsubscribe',
      'uncertain',
    ]);
  });

  it('are submitted, or sent once more, at the word of somebody who looked', async () => {
    const by = { operatorId: null };
    expect(await resolving().decide(editionId, { ...by, wasSent: true, subscriberIds: [await idOf(4)] })).toBe(1);
    expect(await resolving().decide(editionId, { ...by, wasSent: false, subscriberIds: [await idOf(5)] })).toBe(1);
    expect(await resolving().decide(editionId, { ...by, wasSent: false, subscriberIds: [await idOf(4)] })).toBe(0);
    await tools.get(SubmitChunk, { strict: false }).submit(editionId, 0);
    expect(await Promise.all([4, 5].map(what))).toEqual(['submitted operator', 'submitted operator']);
    expect([4, 5].map((n) => relay.attempts(readerAddress(n)))).toEqual([1, 2]);
    const audit = await test.database.selectFrom('audit_entry').select('detail').where('action', '=', 'edition.uncertain_decided').execute(); // prettier-ignore
    expect(audit.map(({ detail }) => detail)).toContainEqual({ wasSent: false, count: 1, of: 1 });
  });

  it('are sent once more by the newsletter’s own rule after a while, and never where a backup does not know', async () => {
    const database = tools.get(Database);
    await resolving().tend();
    expect(await what(6)).toBe('uncertain');
    await sql`update newsletter set uncertain_policy = 'resend'`.execute(database);
    await resolving().tend();
    expect(await what(6)).toBe('uncertain');
    await sql`update delivery set settled_at = now() - interval '1 hour' where state = 'uncertain'`.execute(database);
    await sql`update delivery set reply = ${MAY_HAVE_BEEN_SENT} where subscriber_id = ${await idOf(7)}`.execute(
      database,
    );
    await resolving().tend();
    expect(await Promise.all([6, 7].map(what))).toEqual(['planned policy', 'uncertain']);
  });

  it('stay as they are where the edition is summed up, and are not sent when it is old news', async () => {
    const by = { operatorId: null, subscriberIds: null };
    const database = tools.get(Database);
    await sql`update edition set due_at = due_at - interval '3 days', last_due_at = last_due_at - interval '3 days',
                     propose_at = propose_at - interval '3 days', freeze_at = freeze_at - interval '3 days',
                     useful_until = useful_until - interval '3 days'`.execute(database);
    await expect(resolving().decide(editionId, { ...by, wasSent: false })).rejects.toMatchObject({
      code: 'uncertain.too_late',
    });
    await sql`insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain)
              values (${editionId}, 1, 0, 0, 0, 1)`.execute(database);
    await expect(resolving().decide(editionId, { ...by, wasSent: true })).rejects.toMatchObject({
      code: 'uncertain.closed',
    });
  });
});
