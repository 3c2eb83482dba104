import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'API keys',
  run: async ({ page, url, seen }) => {
    await page.goto(`${url}/admin/api-keys`);
    await page.getByRole('link', { name: 'Issue a key' }).click();
    await page.getByLabel('What for').fill('The CMS');
    await page.getByRole('checkbox', { name: 'Read editions and newsletters' }).check();
    await seen('a key to be issued');
    await page.getByRole('button', { name: 'Issue the key' }).click();
    const key = (await page.locator('pre').textContent()) ?? '';
    expect(key).toMatch(/^clp_/);
    const asked = async (): Promise<number> =>
      (await fetch(`${url}/api/v1/newsletters`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await asked()).toBe(200);
    await seen('the key');
    await page.getByRole('link', { name: 'I have kept it' }).click();
    await page
      .getByRole('row', { name: /The CMS.*Works/ })
      .getByRole('button', { name: 'Revoke' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await asked()).toBe(401);
    await seen('the keys');
  },
};
