import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql } from 'kysely';
import { newId, type EditionState } from '@app/platform';
import { LeaveNewsletter, ReaderLinks, ReaderPreferences, versionOf } from '@app/subscribers';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { frozenEdition, readerAddress } from '../../../../test/support/sending.js';
import { openTools } from '../../../../test/support/tools.js';
import { DeliveryModule } from '../delivery.module.js';
import { DeliveryRepository } from '../ledger/delivery.repository.js';
import { EditionMessage } from './edition-message.service.js';
import { StartEdition } from '../start-edition.service.js';

/** What a reader decides while their row already lies claimed in a worker's hands. */
let test: TestDatabase;
let tools: INestApplicationContext;

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [DeliveryModule]);
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

const noLabels = { regions: [], topics: [] };
const words = { wording: '', wordingVersion: '' };
const shown = {
  language: 'fr',
  opens: words,
  clicks: words,
  move: words,
  join: () => words,
  page: '',
  labels: noLabels,
};

async function pause(subscriptionId: string): Promise<void> {
  const preferences = tools.get(ReaderPreferences, { strict: false });
  const token = lastPart(tools.get(ReaderLinks, { strict: false }).preferencesUrl(subscriptionId));
  const choices = await preferences.look(token, noLabels);
  const pausedUntil = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const wish = { slug: 'matin', keep: true, regions: [], topics: [], pausedUntil, resume: false, opens: false, clicks: false };
  await preferences.change(token, { seen: versionOf(choices, ['', '', '']), newsletters: [wish], joins: [] }, shown);
} // prettier-ignore

const stateIs = (id: string, state: EditionState) =>
  test.database.updateTable('edition').set({ state }).where('id', '=', id).execute();

const lastPart = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

it('whoever pauses or leaves all while their row is claimed is skipped, and the others get links of their own', async () => {
  const { editionId } = await frozenEdition(test, tools, 3);
  await tools.get(StartEdition, { strict: false }).start(editionId);
  const deliveries = tools.get(DeliveryRepository, { strict: false });
  const key = await deliveries.chunk(editionId, 0);
  if (key === undefined) throw new Error('the edition has no chunk');
  const claimToken = newId();
  const claimed = await deliveries.claim(key, claimToken, 60);
  expect(claimed).toHaveLength(3);
  const readers = await test.database
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select(['subscription.id', 'subscriber.address'])
    .orderBy('subscriber.address')
    .execute();
  const [paused = '', leaving = '', staying = ''] = readers.map(({ id }) => id);
  await pause(paused);
  await tools.get(LeaveNewsletter, { strict: false }).leaveAll(
    lastPart(tools.get(ReaderLinks, { strict: false }).unsubscribeUrl(leaving, editionId)),
  ); // prettier-ignore
  // Called sent in the moment in which they were claimed: whoever may be mailed waits for the sweeper.
  await stateIs(editionId, 'sent');
  const set = { transport: 'smtp-url', rows: claimed.map(({ subscriberId }) => ({ subscriberId, provider: 'other' })), leaseSeconds: 60 };
  expect(await deliveries.markSubmitting(key, claimToken, set)).toEqual({ rows: [], isHeld: true });
  await stateIs(editionId, 'sending');
  expect(await deliveries.claim(key, claimToken, 60)).toHaveLength(1);
  const { rows } = await deliveries.markSubmitting(key, claimToken, set);
  expect(rows.map(({ address }) => address)).toEqual([readerAddress(3)]);
  const causes = await sql<{ cause: string }>`
    select skip_cause as cause from delivery where edition_id = ${editionId} and state = 'skipped' order by 1`.execute(test.database);
  expect(causes.rows.map(({ cause }) => cause)).toEqual(['unsubscribed', 'paused']);
  const [row] = rows;
  if (row === undefined) throw new Error('nobody is left');
  const { message } = await tools.get(EditionMessage, { strict: false }).build(row);
  const text = (Buffer.isBuffer(message) ? message : Buffer.concat(message)).toString('utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=');
  const preferences = tools.get(ReaderLinks, { strict: false }).preferencesUrl(staying);
  expect(text).toContain(`${preferences}#pause`);
  expect(text).not.toContain('@@');
}); // prettier-ignore
