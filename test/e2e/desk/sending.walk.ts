import { expect } from '@jest/globals';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

export const walk: Walk = { room: 'pace, warm-ups and keys', run: steers };

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
