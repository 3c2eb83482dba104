import { expect } from '@jest/globals';
import type { Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'transports',
  run: async ({ page, url, context, ask, seen }) => {
    await page.goto(`${url}/admin/transports`);
    await page.getByRole('link', { name: 'Add a transport' }).first().click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('spare');
    await page.getByRole('textbox', { name: 'Host' }).fill('relay.example.org');
    await page.getByRole('textbox', { name: 'Port' }).fill('99999');
    await page.getByRole('textbox', { name: 'Port' }).press('Enter');
    // The server's refusal stands beside its field.
    const port = page.getByRole('textbox', { name: 'Port' });
    await page.locator('[aria-invalid="true"]').waitFor();
    expect(await port.getAttribute('aria-invalid')).toBe('true');
    await seen('a new transport');
    await port.fill('2525');
    await port.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'spare' }).waitFor();

    await page.getByRole('textbox', { name: 'Weight' }).fill('3');
    // A colleague was quicker.
    const { etag = '' } = (await context.request.get(`${url}/api/v1/transports/spare`)).headers();
    await ask('PATCH', '/api/v1/transports/spare', { weight: 7 }, { 'if-match': etag });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody changed this meanwhile').waitFor();
    await page.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Saved').first().waitFor();
    expect(await ask('GET', '/api/v1/transports/spare')).toMatchObject({ weight: 3, port: 2525, hasPassword: false });
    await seen('a transport');

    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Pause' }).waitFor();
    await seen('the question before a pause');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await ask('GET', '/api/v1/transports/spare')).toMatchObject({ state: 'paused' });
    await page.goto(`${url}/admin/transports?sort=-weight`);
    await page.getByRole('cell', { name: 'spare' }).waitFor();
    await seen('the transports');
  },
};
