import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'operators',
  run: async ({ page, url, database, seen }) => {
    await page.goto(`${url}/admin/operators`);
    await page.getByRole('link', { name: 'Invite an operator' }).click();
    await page.getByLabel('Address').fill('lea@newsroom.example');
    await page.getByLabel('Name').fill('Léa Marchand');
    await page.getByRole('radio', { name: 'Viewer' }).check();
    await page.getByRole('button', { name: 'Give more rights' }).click();
    await page.getByLabel('Where').selectOption({ label: 'Le monde ce matin (fr)' });
    await page.getByRole('checkbox', { name: 'approve' }).check();
    await seen('an invitation');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByRole('heading', { level: 1, name: 'Léa Marchand' }).waitFor();
    const granted = await database.selectFrom('operator_grant').select(['rights', 'newsletter_id']).execute();
    expect(granted).toEqual([{ rights: ['approve'], newsletter_id: expect.any(String) }]);
    await seen('an operator');
    await page.getByRole('button', { name: 'Disable' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('0 sessions end at once').waitFor();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable again' }).waitFor();
    await page.getByRole('link', { name: 'Operators' }).first().click();
    await page.getByRole('row', { name: /Léa Marchand.*Disabled/ }).waitFor();
    await seen('the operators');
  },
};
