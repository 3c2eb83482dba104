import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { StoreDispatch, SourceRepository } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository } from '@app/editions';
import { StartEdition } from '@app/delivery';
import { newId } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

const LATECOMER = 'latecomer@readers.example';

export const walk: Walk = {
  room: 'editions',
  run: async (desk) => {
    const earlier = await frozen(desk, ['La digue tient bon', 'Le marché rouvre']);
    await delivered(desk, earlier, 3);
    const later = await frozen(desk, ['Le port rouvre lundi', 'Une ligne de bus de plus']);
    await steers(desk, later);
    await delivered(desk, later, 7);
    await findsAndReads(desk, later);
    await decides(desk, later);
    await compares(desk, { earlier, later });
    await corrects(desk, later);
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
  const subscriber_id = await reader(database, LATECOMER);
  await database.insertInto('delivery').values({ ...whose, ...tried, subscriber_id, state: 'uncertain', submitting_at: new Date() }).execute();
  await database.updateTable('edition').set({ state: 'sent' }).where('id', '=', id).execute();
} // prettier-ignore

/** A reader with a consent, for whom every edition of today is. */
async function reader(database: DeskWalk['database'], address: string): Promise<string> {
  const known = await database.selectFrom('subscriber').select('id').where('address', '=', address).executeTakeFirst();
  if (known !== undefined) return known.id;
  const [subscriber_id, consent_id] = [newId(), newId()];
  const newsletter = database.selectFrom('newsletter').select('id').where('slug', '=', 'monde');
  const { id: newsletter_id } = await newsletter.executeTakeFirstOrThrow();
  const address_hash = createHash('sha256').update(address).digest();
  const its = { subscriber_id, newsletter_id };
  const agreed = { act: 'given', basis: 'confirmed', wording: 'Je m’abonne', wording_version: '1', language: 'fr' } as const;
  await database.insertInto('subscriber').values({ id: subscriber_id, address, canonical_address: address, address_hash, locale: 'fr' }).execute();
  await database.insertInto('consent').values({ id: consent_id, ...its, ...agreed }).execute();
  const yesterday = new Date(Date.now() - 86_400_000);
  await database.insertInto('subscription').values({ id: newId(), ...its, state: 'active', consent_id, activated_at: yesterday }).execute();
  return subscriber_id;
} // prettier-ignore

/** Held and let go on, each after its consequences in numbers. */
async function steers({ page, url, database }: DeskWalk, id: string): Promise<void> {
  const paused = async (): Promise<boolean> =>
    (await database.selectFrom('edition').select('paused_at').where('id', '=', id).executeTakeFirstOrThrow()).paused_at !== null;
  const dialog = page.getByRole('dialog');
  await page.goto(`${url}/admin/editions/${id}`);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await dialog.getByText('nothing has left').waitFor();
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.getByRole('button', { name: 'Resume', exact: true }).waitFor();
  expect(await paused()).toBe(true);
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click();
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
  await page.getByRole('status').getByText('nobody can know whether it left').waitFor();
  expect(page.url()).not.toContain('latecomer');
  await seen('a delivery report');
  await page.getByRole('tab', { name: 'The mail' }).click();
  await page.frameLocator('iframe').getByText('Le port rouvre lundi').first().waitFor({ state: 'attached' });
  await page.getByRole('tab', { name: 'Story' }).click();
  await page.getByRole('table', { name: 'Revisions of the content' }).waitFor();
  await page.getByRole('table', { name: 'What people and policies did' }).getByRole('row').nth(1).waitFor();
  await seen('the story of an edition');
} // prettier-ignore

/** Somebody looked into the relay's log: the one copy had left. */
async function decides({ page, database, seen }: DeskWalk, id: string): Promise<void> {
  await page.getByRole('tab', { name: 'Uncertain' }).click();
  await page.getByRole('button', { name: 'They left' }).click();
  await page.getByRole('dialog').getByText('1 delivery counts').waitFor();
  await seen('uncertain deliveries');
  await page.getByRole('dialog').getByRole('button', { name: 'They left' }).click();
  await page.getByText('Nothing is uncertain').waitFor();
  const decided = database.selectFrom('delivery').select('state').where('edition_id', '=', id).where('evidence', '=', 'operator');
  expect(await decided.execute()).toEqual([{ state: 'submitted' }]);
} // prettier-ignore

async function compares({ page, url, seen }: DeskWalk, { earlier, later }: { earlier: string; later: string }): Promise<void> {
  await page.goto(`${url}/admin/editions/${later}/compare`);
  const figures = page.getByRole('table', { name: 'Both editions in figures' });
  await figures.waitFor();
  await page.getByLabel('Compare with').selectOption(earlier);
  await page.waitForURL(new RegExp(`with=${earlier}`));
  await figures.getByRole('row', { name: 'Readers 5 9' }).waitFor();
  const blocks = page.getByRole('table', { name: 'Blocks of both editions' });
  await blocks.getByRole('row', { name: /Le port rouvre lundi came/ }).waitFor();
  await blocks.getByRole('row', { name: / went / }).first().waitFor();
  await seen('two editions side by side');
} // prettier-ignore

/** Proposed, refused as long as nothing would be corrected, approved; only who was sent the error is its reader. */
async function corrects({ page, url, ask, api, database, seen }: DeskWalk, id: string): Promise<void> {
  await reader(database, 'newcomer@readers.example');
  await page.goto(`${url}/admin/editions/${id}`);
  await page.getByRole('button', { name: 'Correct an error' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/8 readers were sent it/).waitFor();
  await dialog.getByLabel('Which dispatch was wrong').selectOption({ label: 'Le port rouvre lundi' });
  await dialog.getByLabel('What was wrong, and what is right').fill('Le port rouvre mardi, et non lundi.');
  await dialog.getByRole('button', { name: 'Propose the correction' }).click();
  await dialog.getByText('The dispatch still stands as it was sent').waitFor();
  await seen('a correction that lacks a headline');
  await dialog.getByLabel('Headline as it should be').fill('Le port rouvre mardi');
  await dialog.getByRole('button', { name: 'Propose the correction' }).click();
  await page.waitForURL((to) => !to.pathname.endsWith(id));
const correction = page.url().split('/').at(-1) ?? '';
  const made = await database.selectFrom('edition').select(['id', 'kind', 'state']).where('id', '=', correction).executeTakeFirstOrThrow();
  expect(made).toMatchObject({ kind: 'correction', state: 'proposed' });
  await page.getByRole('link', { name: 'To the desk' }).click();
  await page.getByText('Le port rouvre mardi, et non lundi.').first().waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  await dialog.getByText('to those readers, and only those, who were sent the error').waitFor();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await page.getByText('nothing here can be changed any more').waitFor();
  await api.app.get(StartEdition, { strict: false }).start(made.id);
  const sent = await database.selectFrom('delivery').innerJoin('subscriber', 'subscriber.id', 'subscriber_id').select('address').where('edition_id', '=', made.id).execute();
  expect(sent).toEqual([{ address: LATECOMER }]);
  const { html } = (await ask('GET', `/api/v1/editions/${made.id}/preview`)) as { html: string };
  expect(html).toContain('Le port rouvre mardi, et non lundi.');
} // prettier-ignore
