import { expect } from '@jest/globals';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

export const walk: Walk = {
  room: 'transports',
  run: async (desk) => {
    const { page, url, context, ask, seen } = desk;
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
    await steers(desk);
  },
};

/** A provider is let go, a warm-up begun and stopped, a key made. */
async function steers({ page, url, ask, database, seen }: DeskWalk): Promise<void> {
  const dialog = page.getByRole('dialog');
  const held = { transport: 'smtp-url', provider: 'google', reason: '421 4.7.28 unusual rate of mail' };
  await database.insertInto('provider_pace').values({ ...held, suspended_until: new Date(Date.now() + 3_600_000) }).execute();
  await page.goto(`${url}/admin/transports?tab=pace`);
  await page.getByRole('row', { name: /google/ }).first().getByText('waits; again').waitFor();
  await seen('the pace of providers');
  await page.getByRole('button', { name: /^Let go/ }).click();
  await dialog.getByText('may trust us less').waitFor();
  await dialog.getByRole('button', { name: 'Let go' }).click();
  await page.getByText('Nothing is under way, and nothing is held back.').waitFor();
  expect(await ask('GET', '/api/v1/pace')).toMatchObject({ ways: [] });

  await page.getByRole('tab', { name: 'Warm-up' }).click();
  await page.getByRole('button', { name: 'Begin a warm-up' }).click();
  await page.getByLabel('Domain', { exact: true }).fill('fresh.example');
  await page.getByLabel('Messages on the first day').fill('200');
  await page.getByText('On day 30:').waitFor();
  await page.getByRole('button', { name: 'Begin a warm-up' }).click();
  await page.getByText('day 1 of 30').waitFor();
  await seen('the warm-ups');
  await page.getByRole('button', { name: 'Stop: fresh.example' }).click();
  await dialog.getByText('cap of 200 messages').waitFor();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('stopped', { exact: true }).waitFor();
  expect(await ask('GET', '/api/v1/warm-ups')).toMatchObject({ warmUps: [{ domain: 'fresh.example', cap: null }] });

  await page.getByRole('tab', { name: 'Domains and keys' }).click();
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByLabel('Domain', { exact: true }).fill('fresh.example');
  await page.getByLabel('Selector').fill('walk');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('heading', { level: 3, name: 'walk._domainkey.fresh.example' }).waitFor();
  await seen('domains and keys');
  expect(await ask('GET', '/api/v1/dkim-keys')).toMatchObject({ keys: [{ selector: 'walk', state: 'pending' }] });
} // prettier-ignore
