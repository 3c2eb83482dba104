import { expect } from '@jest/globals';
import { CountReadership, RunUploads } from '@app/subscribers';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

const READER = 'lectrice@readers.example';

/** As many rows as a spreadsheet somebody kept by hand. */
const LIST = ['Courriel;Nom', ...Array.from({ length: 50 }, (_, at) => `lecteur${at}@readers.example;Nom ${at}`)].join(
  '\n',
);

export const walk: Walk = {
  room: 'subscribers',
  run: async (desk) => {
    const newsletter = await newcomer(desk);
    await findsAndEnds(desk);
    await bringsIn(desk, newsletter);
    await looksAtReadership(desk);
  },
};

/** As a reader does it. Returns the newsletter's slug. */
async function newcomer({ page, url }: DeskWalk): Promise<string> {
  await page.goto(`${url}/`);
  await page.locator('a[href*="/n/"]').first().click();
  await page.locator('#address').fill(READER);
  await page.locator('form button').first().click();
  await page.waitForURL(/\?sent=1$/);
  return /\/n\/([^/?]+)/.exec(page.url())?.[1] ?? '';
}

async function findsAndEnds({ page, url, database, seen }: DeskWalk): Promise<void> {
  await page.goto(`${url}/admin/subscribers`);
  await page.getByRole('heading', { level: 1, name: 'Subscribers' }).waitFor();
  await page.getByRole('searchbox', { name: 'Address' }).fill(READER);
  await page.keyboard.press('Enter');
  const found = page.getByRole('table', { name: 'Readers found' }).getByRole('link', { name: READER });
  await found.waitFor();
  expect(page.url()).not.toContain('lectrice');
  await seen('the list of subscribers');
  await found.click();
  await page.getByText('Signed up', { exact: true }).first().waitFor();
  await seen('one subscriber');
  await page.getByRole('button', { name: 'End', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('no more, from this moment on').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('asked by telephone');
  await dialog.getByRole('button', { name: 'End' }).click();
  await page.getByText('Left, an operator').waitFor();
  const { ended_by } = await database
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select('ended_by')
    .where('address', '=', READER)
    .executeTakeFirstOrThrow();
  expect(ended_by).toBe('operator');
}

async function bringsIn({ page, url, api, database, seen }: DeskWalk, newsletter: string): Promise<void> {
  const worker = api.app.get(RunUploads, { strict: false });
  await page.goto(`${url}/admin/subscribers/imports`);
  await page.setInputFiles('input[type=file]', { name: 'lecteurs.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
  await page.getByLabel('They will receive').selectOption(newsletter);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('cell', { name: 'lecteur0@readers.example' }).waitFor();
  await page.getByRole('button', { name: 'Rehearse' }).click();
  await page.getByRole('progressbar').waitFor();
  await worker.runWaiting();
  await page.getByRole('heading', { name: 'What would happen' }).waitFor();
  await seen('a rehearsed list');
  await page.getByRole('button', { name: 'Bring in' }).click();
  await page.getByRole('dialog').getByText('50 readers will receive').waitFor();
  await page.getByRole('button', { name: 'I attest that these readers agreed' }).click();
  await page.getByRole('progressbar').waitFor();
  await worker.runWaiting();
  await page.getByRole('link', { name: 'See these readers' }).click();
  await page.getByRole('link', { name: 'lecteur49@readers.example' }).waitFor();
  const { count } = await database
    .selectFrom('subscription')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('import_id', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(count).toBe(50);
} // prettier-ignore

async function looksAtReadership({ page, url, api, seen }: DeskWalk): Promise<void> {
  await api.app.get(CountReadership, { strict: false }).count();
  await page.goto(`${url}/admin/subscribers/readership?step=day`);
  await page.locator('figure').first().locator('svg').first().waitFor();
  await page.getByRole('heading', { name: 'Where sign-ups came from' }).waitFor();
  await seen('the charts of a readership');
}
