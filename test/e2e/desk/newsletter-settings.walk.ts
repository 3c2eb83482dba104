import { expect } from '@jest/globals';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

export const walk: Walk = { room: 'the settings of a newsletter', run: sets };

/** Slots are foreseen while they are typed, and what cannot be meant is said beside its field. */
async function sets({ page, url, ask, seen }: DeskWalk): Promise<void> {
  const settings = `${url}/admin/newsletters/world/settings`;
  await page.goto(settings);
  await page.getByRole('switch', { name: 'at this hour in their own time zone' }).check();
  const add = page.getByRole('button', { name: 'Add a slot' });
  await add.click();
  await add.click();
  const names = page.getByRole('group', { name: /^Slots/ }).getByLabel('Name', { exact: true });
  await names.first().fill('asia');
  const zones = page.getByRole('group', { name: /^Slots/ }).getByLabel('Time zones').first();
  await zones.fill('Asia/Tokyo');
  await zones.press('Enter');
  await names.nth(1).fill('rest');
  await page.getByRole('radio', { name: 'and all other zones' }).nth(1).check();
  await page.getByText(/^asia from /).first().waitFor();
  await seen('the slots of a newsletter');
  await page.getByRole('tab', { name: 'Look and links' }).click();
  await page.getByLabel('Accent colour').fill('red');
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByRole('group', { name: 'Parameters of links' }).getByLabel('Name').fill('utm_source');
  await page.getByRole('group', { name: 'Parameters of links' }).getByLabel('Value').fill('{newsletter}');
  // What is refused is named wherever one stands, and leads to its tab.
  await page.getByRole('tab', { name: 'Public' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Look and links: Accent colour' }).click();
  await page.getByText('A colour such as #a8321f.').waitFor();
  await page.getByLabel('Accent colour').fill('#0B6B57');
  await page.getByRole('tab', { name: 'Readers’ choices' }).click();
  await page.getByRole('button', { name: 'Add an hour' }).click();
  await seen('what readers may choose');
  await page.getByRole('tab', { name: 'Content' }).click();
  await page.getByRole('checkbox', { name: 'Sun' }).first().uncheck();
  await seen('the sections of a newsletter');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Settings saved').first().waitFor();
  expect(((await ask('GET', '/api/v1/newsletters/world/settings')) as { settings: object }).settings).toMatchObject({
    accent: '#0b6b57',
    linkParameters: { utm_source: '{newsletter}' },
    slots: [{ name: 'asia', zones: ['Asia/Tokyo'] }, { name: 'rest', zones: ['*'] }],
    offers: { timeZone: true },
  });
} // prettier-ignore
