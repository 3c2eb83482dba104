import { expect } from '@jest/globals';
import { Config } from '@app/platform';
import { armingOf } from '../../support/arming.js';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'settings',
  run: async ({ page, url, api, database, ask, seen }) => {
    await page.goto(`${url}/admin/settings`);
    await page.getByText('Armed: mail may leave.').waitFor();
    const shown = await page.locator('main').innerText();
    expect(shown).toContain(url);
    expect(shown).toContain(`Node.js ${process.versions.node}`);
    await seen('the settings');

    // The emergency stop, and letting mail leave again with the consequence in numbers.
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    await dialog.getByText('Within a second nothing leaves').waitFor();
    await dialog.getByRole('button', { name: 'Emergency stop' }).click();
    await page.getByText('Not armed: nothing leaves.').waitFor();
    expect(await ask('GET', '/api/v1/settings/arming')).toMatchObject({ cause: 'operator', unknown: null });
    // As a worker does every half minute: without a journal nobody knows who withdrew, and nothing is armed.
    await armingOf({ database, config: api.app.get(Config, { strict: false }) }).beat();
    await page.getByRole('button', { name: 'Arm', exact: true }).click();
    await dialog
      .getByText(/would leave|waits/)
      .first()
      .waitFor();
    await seen('the question before arming');
    await dialog.getByRole('button', { name: 'Arm', exact: true }).click();
    await page.getByText('Armed: mail may leave.').waitFor();
    expect(await ask('GET', '/api/v1/settings/arming')).toMatchObject({ cause: null });

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
