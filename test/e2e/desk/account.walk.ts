import { expect } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Walk } from '../../support/desk-walk.js';

const PASSWORD = 'Tinte auf nassem Papier';

/** Chooses a password, sets a second factor up, and comes back in with both. */
export const walk: Walk = {
  room: 'account',
  run: async ({ page, url, database, ask, seen }) => {
    await page.goto(`${url}/admin/account?choose=password`);
    await page.getByLabel('New password', { exact: true }).fill('ana ferreira');
    await page.keyboard.press('Enter');
    await page.getByText('This password is made of your name').waitFor();
    await seen('choosing a password');
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('The password is set.').first().waitFor();
    // Whoever signed in a while ago shows with the password that it is they who set a second factor up.
    await database.updateTable('operator_session').set({ created_at: new Date(Date.now() - 20 * 60_000) }).where('revoked_at', 'is', null).execute(); // prettier-ignore
    await page.reload();
    await page.getByLabel('Current password').last().fill('not this one at all');
    await page.keyboard.press('Enter');
    await page.getByText('This is not your current password.').waitFor();
    await seen('showing who one is');
    await page.getByLabel('Current password').last().fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up' }).click();
    const key = await page.getByLabel('Key').innerText();
    const secret = Secret.fromBase32(key.replaceAll(' ', ''));
    await seen('setting a second factor up');
    await page.getByLabel('Code', { exact: true }).fill(TOTP.generate({ secret }));
    await page.keyboard.press('Enter');
    const codes = (await page.getByLabel('Recovery codes').innerText()).split('\n');
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 recovery codes left.').waitFor();
    await seen('the account');
    const { address } = (await ask('GET', '/api/v1/account')) as { address: string };

    await ask('DELETE', '/api/v1/session');
    await page.goto(`${url}/admin/account`);
    await page.getByLabel('Address').fill(address);
    await page.getByLabel('Password', { exact: true }).fill('not this one at all');
    await page.keyboard.press('Enter');
    await page.getByText('Address and password do not belong together.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByLabel('Code', { exact: true }).fill(codes[0] ?? '');
    await seen('the second step');
    await page.keyboard.press('Enter');
    await page.getByText('9 recovery codes left.').waitFor();
    const sessions = await database.selectFrom('operator_session').select(['method', 'second_factor_at', 'revoked_at']).orderBy('id', 'desc').executeTakeFirstOrThrow(); // prettier-ignore
    expect([sessions.method, sessions.second_factor_at === null, sessions.revoked_at]).toEqual([
      'password',
      false,
      null,
    ]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  },
};
