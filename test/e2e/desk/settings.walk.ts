import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'settings',
  run: async ({ page, url, seen }) => {
    await page.goto(`${url}/admin/settings`);
    await page.getByText('Armed: mail may leave.').waitFor();
    const shown = await page.locator('main').innerText();
    expect(shown).toContain(url);
    expect(shown).toContain(`Node.js ${process.versions.node}`);
    await seen('the settings');

    await page.goto(`${url}/admin/nowhere/at/all`);
    await page.getByRole('heading', { level: 1, name: 'This is not here, or not any more' }).waitFor();
    await seen('an address that leads nowhere');

    // Without the mouse: to a room by its name.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('templ');
    await seen('going to a room');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
  },
};
