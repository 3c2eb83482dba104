import { expect } from '@jest/globals';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository } from '@app/editions';
import { newId } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'editions',
  run: async (desk) => {
    await sent(desk, 3);
    await findsAndReads(desk, await sent(desk, 7));
  },
};

/** An edition of the French newsletter with rows in the ledger as a worker would have left them. */
async function sent({ api, database }: DeskWalk, readers: number): Promise<string> {
  const from = <T>(service: abstract new (...given: never[]) => T): T => api.app.get<T>(service, { strict: false });
  const newsletter = await from(NewsletterRepository).bySlug('monde');
  if (newsletter === undefined) throw new Error('the demo has no French newsletter');
  const id = await from(ClaimEditions).claimNow(newsletter);
  await from(AssembleEdition).assemble(id);
  const edition = await from(FreezeEdition).freeze(id, null);
  const { editionDate: edition_date, dueAt: due_at } = edition;
  const key = { edition_id: id, edition_date, chunk: 0, due_at };
  const variant = await database.selectFrom('variant').select('id').where('edition_id', '=', id).executeTakeFirst();
  await database.insertInto('delivery_chunk').values({ ...key, size: readers + 1, submitted: readers, skipped: 1, open: 0 }).execute();
  const whose = () => ({ ...key, subscriber_id: newId(), subscription_id: newId() });
  const row = () => ({ ...whose(), state: 'submitted' as const, attempts: 1, transport: 'relay', provider: 'example', settled_at: new Date(), revision: 1, variant_id: variant?.id ?? null });
  await database.insertInto('delivery').values(Array.from({ length: readers }, row)).execute();
  await database.insertInto('delivery').values({ ...whose(), state: 'skipped', skip_cause: 'suppressed' }).execute();
  await database.updateTable('edition').set({ state: 'sent' }).where('id', '=', id).execute();
  return id;
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
  expect(detail.totals.recipients).toBe(8);
  expect(await waves.getByRole('row').nth(1).innerText()).toMatch(/8\s+7/);
  await seen('a delivery report');
} // prettier-ignore
