import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

/** Searches in French with and without accents and in Chinese, judges an event, corrects, and takes down by the numbers. */
export const walk: Walk = {
  room: 'dispatches',
  run: async (desk) => {
    const ids = await news(desk);
    await searches(desk);
    await corrects(desk, ids.brest);
    await splits(desk, ids);
    await takesDown(desk, ids);
  },
};

interface Ids {
  readonly brest: string;
  readonly port: string;
}

async function news({ ask, database }: DeskWalk): Promise<Ids> {
  const add = async (externalId: string, language: string, headline: string, standfirst = ''): Promise<string> => {
    const body = { externalId, language, headline, standfirst, publishedAt: new Date().toISOString() };
    return ((await ask('POST', '/api/v1/dispatches', body)) as { id: string }).id;
  };
  const brest = await add('walk-1', 'fr', 'Élections à Brest : dépouillement en cours', 'L’économie au cœur du vote.');
  const port = await add('walk-2', 'fr', 'Le port de Brest attend ses élus');
  await add('walk-3', 'zh', '总统选举今天举行');
  const cluster = newId();
  await database.insertInto('cluster').values({ id: cluster, language: 'fr' }).execute();
  await database.updateTable('dispatch').set({ cluster_id: cluster }).where('id', 'in', [brest, port]).execute();
  return { brest, port };
}

async function searches({ page, url, seen }: DeskWalk): Promise<void> {
  await page.goto(`${url}/admin/dispatches`);
  await page.getByRole('heading', { level: 1, name: 'Dispatches' }).waitFor();
  const search = page.getByRole('searchbox', { name: 'Search' });
  const row = (headline: string) => page.getByRole('link', { name: headline });
  await search.fill('选举');
  await page.waitForURL(/text=/);
  await row('总统选举今天举行').waitFor();
  await search.fill('ÉLECTIONS dépouillement');
  await row('Élections à Brest').waitFor();
  await search.fill('elections brest -attend');
  await page.waitForURL(/attend/);
  await row('Élections à Brest').waitFor();
  await page.getByRole('link').locator('mark', { hasText: 'Élections' }).waitFor();
  expect(await row('Le port de Brest').count()).toBe(0);
  await seen('the list of dispatches');
  await row('Élections à Brest').click();
  await page.getByRole('heading', { level: 1, name: 'Élections à Brest' }).waitFor();
  await seen('one dispatch');
}

async function corrects({ page, ask, seen }: DeskWalk, id: string): Promise<void> {
  await page.getByRole('button', { name: 'Correct the words' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Headline' }).fill('Élections à Brest : dépouillement terminé');
  await seen('the correction');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.locator('ins', { hasText: 'terminé' }).waitFor();
  await page.locator('del', { hasText: 'en cours' }).waitFor();
  await seen('its versions');
  expect(await ask('GET', `/api/v1/dispatches/${id}`)).toMatchObject({
    version: 2,
    events: [{ kind: 'dispatch.reworded', actor: 'operator' }],
  });
}

async function splits({ page, database, seen }: DeskWalk, { brest, port }: Ids): Promise<void> {
  await page.getByRole('tab', { name: 'Same event' }).click();
  await page.getByRole('checkbox', { name: 'Le port de Brest attend ses élus' }).check();
  await seen('its event');
  await page.getByRole('button', { name: 'Take the chosen ones out' }).click();
  await page.getByRole('checkbox').first().waitFor({ state: 'detached' });
  const rows = await database.selectFrom('dispatch').select(['cluster_id', 'cluster_by_desk']).where('id', 'in', [brest, port]).execute(); // prettier-ignore
  expect(new Set(rows.map((row) => row.cluster_id)).size).toBe(2);
}

/** An edition on its way: one wave has left, two have not. */
async function sending({ database }: DeskWalk, dispatchId: string): Promise<void> {
  const { id: newsletterId } = await database.selectFrom('newsletter').select('id').where('slug', '=', 'monde').executeTakeFirstOrThrow(); // prettier-ignore
  const template = await database.selectFrom('template_version').select('id').executeTakeFirstOrThrow();
  const id = newId();
  const date = '2026-01-05';
  const at = new Date('2026-01-05T06:00:00Z');
  const until = new Date('2036-01-05T06:00:00Z');
  const times = { due_at: at, last_due_at: at, useful_until: until, propose_at: at, freeze_at: at };
  await database.insertInto('edition').values({ id, newsletter_id: newsletterId, kind: 'letter', edition_date: date, state: 'sending', audience_frozen_at: at, ...times }).execute(); // prettier-ignore
  await database.insertInto('revision').values({ edition_id: id, number: 1, subject: 's', preheader: 'p', template_version_id: template.id, content_hash: Buffer.from('x') }).execute(); // prettier-ignore
  await database.insertInto('revision_block').values({ edition_id: id, revision: 1, position: 0, kind: 'dispatch', section: '', dispatch_id: dispatchId, dispatch_version: 2, content: '{}' }).execute(); // prettier-ignore
  await database.updateTable('edition').set({ current_revision: 1 }).where('id', '=', id).execute();
  for (const [chunk, submitted, open] of [
    [0, 112_400, 0],
    [1, 0, 30_000],
    [2, 0, 11_220],
  ] as const) {
    const due = sql<Date>`${at}::timestamptz + make_interval(hours => ${chunk})`;
    await database.insertInto('delivery_chunk').values({ edition_id: id, edition_date: date, chunk, due_at: due, size: submitted + open, submitted, open }).execute(); // prettier-ignore
  }
}

/** Sees whom it would reach and keeps it; takes down the other one, which no edition holds. */
async function takesDown(desk: DeskWalk, { brest, port }: Ids): Promise<void> {
  const { page, url, ask, database, seen } = desk;
  await sending(desk, brest);
  await page.getByRole('button', { name: 'Take down' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('It will be removed from 2 waves, 41,220 readers.').waitFor();
  await dialog.getByText('112,400 readers already received it.').waitFor();
  await dialog.getByText('1 archive page shows it.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Take down' }).isDisabled()).toBe(true);
  await seen('the consequences of a takedown');
  await dialog.getByRole('button', { name: 'Keep as it is' }).click();
  await page.goto(`${url}/admin/dispatches/${port}`);
  await page.getByRole('button', { name: 'Take down' }).click();
  await dialog.getByText('Nobody has received it.').waitFor();
  await dialog.getByRole('textbox', { name: 'Order: who asked' }).fill('Court of Brest, 12/2026');
  await dialog.getByRole('button', { name: 'Take down' }).click();
  await page.getByRole('heading', { level: 1, name: 'Taken down' }).waitFor();
  const orders = await database.selectFrom('takedown').select(['mode', 'reference', 'dispatch_id']).execute();
  expect(orders).toEqual([{ mode: 'redact', reference: 'Court of Brest, 12/2026', dispatch_id: port }]);
  expect(JSON.stringify(await ask('GET', '/api/v1/dispatches?text=brest'))).not.toContain('Le port');
}
