import { expect } from '@jest/globals';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

const READER = 'embedded@readers.example';

interface Stated {
  version: number;
  settings: { promise: string; calendar: Record<string, string> };
}

export const walk: Walk = {
  room: 'newsletters',
  run: async (desk) => {
    await looksAhead(desk);
    await sells(desk);
    await givesAForm(desk);
    await makesOne(desk);
  },
};

/** An hour is changed, looked at and saved, over something a colleague saved meanwhile, which stays. */
async function looksAhead({ page, url, ask, seen }: DeskWalk): Promise<void> {
  const path = '/api/v1/newsletters/monde/settings';
  await page.goto(`${url}/admin/newsletters/monde/settings`);
  const days = page.getByRole('table', { name: 'Days on which an edition would be due' });
  await days.getByRole('row').nth(20).waitFor();
  await page.getByLabel('Wednesday', { exact: true }).fill('05:13');
  await days.getByText('05:13').first().waitFor();
  expect(await days.locator('time', { hasText: '05:13' }).count()).toBeGreaterThanOrEqual(4);
  const before = (await ask('GET', path)) as Stated;
  expect(before.settings.calendar['3']).not.toBe('05:13');
  await seen('the settings of a newsletter');
  await ask('PATCH', path, { promise: 'Le monde, en une page.' }, { 'if-match': `"${before.version}"` });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText('Settings saved').first().waitFor();
  const { settings } = (await ask('GET', path)) as Stated;
  expect(settings).toMatchObject({ promise: 'Le monde, en une page.', calendar: { 3: '05:13' } });
}

/** Booked for three days under a label nobody chooses, and taken out again. */
async function sells({ page, url, ask, seen }: DeskWalk): Promise<void> {
  const dialog = page.getByRole('dialog');
  await page.goto(`${url}/admin/newsletters/world/settings?tab=insertions`);
  await page.getByRole('button', { name: 'Book an insertion' }).click();
  await dialog.getByLabel('Kind').selectOption('sponsor');
  await dialog.getByText('it is advertising, and who pays').waitFor();
  const typed = { Advertiser: 'Sea Ferries', Title: 'Cross by night', Link: 'https://ferries.example/night' };
  const rest = { 'Words of the link': 'See the hours', From: '2031-03-03', To: '2031-03-05' };
  for (const [label, text] of Object.entries({ ...typed, ...rest })) await dialog.getByLabel(new RegExp(`^${label}`)).fill(text);
  await dialog.getByText('every edition of 3 days').waitFor();
  await seen('booking an insertion');
  await dialog.getByRole('button', { name: 'Book an insertion' }).click();
  const row = page.getByRole('row', { name: /Cross by night/ });
  await row.getByText('Sea Ferries').waitFor();
  await row.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByText('3 days to go').waitFor();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await row.getByText('withdrawn').waitFor();
  await seen('the insertions of a newsletter');
  const { insertions } = (await ask('GET', '/api/v1/newsletters/world/insertions')) as { insertions: object[] };
  const facts = { kind: 'sponsor', advertiser: 'Sea Ferries', firstDay: '2031-03-03', lastDay: '2031-03-05' };
  expect(insertions).toContainEqual(expect.objectContaining({ ...facts, withdrawnAt: expect.any(String) }));
} // prettier-ignore

/** What is copied is what works: the form beside it takes a reader. */
async function givesAForm({ page, url, database, seen }: DeskWalk): Promise<void> {
  await page.goto(`${url}/admin/newsletters/monde/embed?placement=walk`);
  await page.getByText('<colporteur-signup newsletter="monde" placement="walk">').waitFor();
  await page.getByRole('switch', { name: /^Without a card/ }).press('Space');
  await page.getByText('<colporteur-signup newsletter="monde" placement="walk" compact>').waitFor();
  // Kept out of our origin: whatever a page for readers holds, it does not reach the admin.
  expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-forms allow-scripts');
  const form = page.frameLocator('iframe');
  await form.locator('#address').waitFor();
  await seen('a form for a site');
  await form.locator('#address').fill(READER);
  await form.locator('button[type=submit]').first().click();
  await form.locator('#address').waitFor({ state: 'detached' });
  const reader = database.selectFrom('subscriber').select('id').where('address', '=', READER);
  expect(await reader.execute()).toHaveLength(1);
}

async function makesOne({ page, url, ask, seen }: DeskWalk): Promise<void> {
  await page.goto(`${url}/admin/newsletters/new`);
  await page.getByLabel('Name', { exact: true }).fill('Le soir');
  await page.getByLabel('Slug', { exact: true }).fill('soir');
  await page.getByLabel('Promise, shown with every form').fill('Le soir, en cinq minutes.');
  await page.getByLabel('Language', { exact: true }).last().selectOption('fr');
  await page.getByRole('switch', { name: 'It begins a family of its own' }).press('Space');
  await page.getByLabel('Name of the family').fill('Le soir');
  await page.getByLabel('Slug of the family').fill('soir');
  await seen('a newsletter to be');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.waitForURL(/\/newsletters\/soir\/settings/);
  expect(((await ask('GET', '/api/v1/newsletters/soir/settings')) as Stated).settings.calendar).toEqual({});
}
