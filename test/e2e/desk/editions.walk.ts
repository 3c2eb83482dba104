import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { StoreDispatch, SourceRepository } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository } from '@app/editions';
import { newId } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

const LATECOMER = 'latecomer@readers.example';

export const walk: Walk = {
  room: 'editions',
  run: async (desk) => {
    await delivered(desk, await frozen(desk, ['La digue tient bon', 'Le marché rouvre']), 3);
    const later = await frozen(desk, ['Le port rouvre lundi', 'Une ligne de bus de plus']);
    await steers(desk, later);
    await delivered(desk, later, 7);
    await findsAndReads(desk, later);
  },
};

/** An edition of the French newsletter out of dispatches of its own: newer than what any edition before it looked at. */
async function frozen({ api, database }: DeskWalk, headlines: readonly string[]): Promise<string> {
  const from = <T>(service: abstract new (...given: never[]) => T): T => api.app.get<T>(service, { strict: false });
  const rights = { mail: true, archive: true, feed: true };
  const source = await from(SourceRepository).ensure(database, { slug: 'agence-colporteur', kind: 'operator', name: 'Agence', rights });
  for (const headline of headlines) {
    const link = `https://newsroom.example/${newId()}`;
    const text = { headline, standfirst: `${headline}, dit-on ce matin.`, language: 'fr' };
    await from(StoreDispatch).store(source, { ...text, externalId: newId(), link, countries: ['FR'], regions: ['europe'] });
  }
  const newsletter = await from(NewsletterRepository).bySlug('monde');
  if (newsletter === undefined) throw new Error('the demo has no French newsletter');
  const id = await from(ClaimEditions).claimNow(newsletter);
  await from(AssembleEdition).assemble(id);
  const { state } = await from(FreezeEdition).freeze(id, null);
  if (state !== 'frozen') throw new Error(`the edition is ${state}`);
  return id;
} // prettier-ignore

/** Rows in the ledger as a worker would have left them: one more was skipped, and of one nobody knows the end. */
async function delivered({ database }: DeskWalk, id: string, readers: number): Promise<void> {
  const { edition_date, due_at } = await database.selectFrom('edition').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const variant = await database.selectFrom('variant').select('id').where('edition_id', '=', id).executeTakeFirst();
  const key = { edition_id: id, edition_date, chunk: 0, due_at };
  const whose = { ...key, subscription_id: newId() };
  const tried = { attempts: 1, transport: 'relay', provider: 'example', settled_at: new Date(), revision: 1, variant_id: variant?.id ?? null };
  const submitted = () => ({ ...whose, ...tried, subscriber_id: newId(), state: 'submitted' as const });
  await database.insertInto('delivery_chunk').values({ ...key, size: readers + 2, submitted: readers, skipped: 1, uncertain: 1, open: 0 }).execute();
  await database.insertInto('delivery').values(Array.from({ length: readers }, submitted)).execute();
  await database.insertInto('delivery').values({ ...whose, subscriber_id: newId(), state: 'skipped', skip_cause: 'suppressed' }).execute();
  const subscriber_id = await latecomer(database);
  await database.insertInto('delivery').values({ ...whose, ...tried, subscriber_id, state: 'uncertain', submitting_at: new Date() }).execute();
  await database.updateTable('edition').set({ state: 'sent' }).where('id', '=', id).execute();
} // prettier-ignore

async function latecomer(database: DeskWalk['database']): Promise<string> {
  const known = await database.selectFrom('subscriber').select('id').where('address', '=', LATECOMER).executeTakeFirst();
  if (known !== undefined) return known.id;
  const id = newId();
  const address_hash = createHash('sha256').update(LATECOMER).digest();
  const person = { id, address: LATECOMER, canonical_address: LATECOMER, address_hash, locale: 'fr' };
  await database.insertInto('subscriber').values(person).execute();
  return id;
} // prettier-ignore

/** Held and let go on, each after its consequences in numbers. */
async function steers({ page, url, database, seen }: DeskWalk, id: string): Promise<void> {
  const paused = async (): Promise<boolean> =>
    (await database.selectFrom('edition').select('paused_at').where('id', '=', id).executeTakeFirstOrThrow()).paused_at !== null;
  const dialog = page.getByRole('dialog');
  await page.goto(`${url}/admin/editions/${id}`);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await dialog.getByText('nothing has left').waitFor();
  await seen('pausing an edition');
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
  expect(await paused()).toBe(true);
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  expect(await paused()).toBe(false);
} // prettier-ignore

async function findsAndReads({ page, url, ask, seen }: DeskWalk, id: string): Promise<void> {
  await page.goto(`${url}/admin/editions?newsletter=monde&state=sent`);
  const list = page.getByRole('table', { name: 'Editions' });
  await list.getByRole('row').nth(2).waitFor();
  await seen('the archive');
  await page.locator(`a[href$="/editions/${id}"]`).first().click();
  const waves = page.getByRole('table', { name: 'Deliveries by wave' });
  await waves.waitFor();
  const { detail } = (await ask('GET', `/api/v1/editions/${id}/report`)) as { detail: { totals: { recipients: number } } };
  expect(detail.totals.recipients).toBe(9);
  expect(await waves.getByRole('row').nth(1).innerText()).toMatch(/9\s+7/);
  await page.getByLabel('Address').fill(LATECOMER);
  await page.getByRole('button', { name: 'Find one reader’s delivery' }).click();
  await page.getByRole('status').getByText(/nobody can know/).waitFor();
  expect(page.url()).not.toContain('latecomer');
  await seen('a delivery report');
} // prettier-ignore
