import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';
import { startSmtpSink } from '../../support/smtp-sink.js';

interface Template {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

const dialog = (page: Page) => page.getByRole('dialog');

async function chooses(page: Page, act: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: act }).click();
  await dialog(page).waitFor();
}

/** One of one's own, so that what other walks are mailed with stays as it is. */
async function duplicates({ page, url, ask, seen }: DeskWalk): Promise<string> {
  const { templates } = (await ask('GET', '/api/v1/templates')) as { templates: Template[] };
  const digest = templates.find(({ slug }) => slug === 'digest');
  await page.goto(`${url}/admin/templates/${digest?.id ?? ''}`);
  await page.locator('iframe').first().contentFrame().getByRole('heading', { level: 1 }).first().waitFor();
  await chooses(page, /^Duplicate/);
  await dialog(page).getByLabel('Slug').fill('shown-around');
  await seen('duplicating');
  await dialog(page).getByRole('button', { name: 'Make the copy' }).click();
  await page.getByRole('heading', { level: 1, name: /\(copy\)/ }).waitFor();
  await page.locator('iframe').first().contentFrame().getByRole('heading', { level: 1 }).first().waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(await ask('GET', `/api/v1/templates/${id}`)).toMatchObject({ slug: 'shown-around', kind: 'digest' });
  return id;
}

/** Somebody who has never been here sees it, until it is taken back. */
async function shares({ page, context, url, seen }: DeskWalk): Promise<void> {
  await chooses(page, /^Share/);
  await dialog(page).getByLabel('Good for').selectOption({ label: '3 days' });
  await dialog(page).getByRole('button', { name: 'Make the link' }).click();
  const shown = dialog(page).getByLabel('Link', { exact: true });
  await shown.waitFor();
  const path = new URL((await shown.textContent()) ?? '').pathname;
  await seen('a shared preview');
  const stranger = await context.browser()?.newContext();
  if (stranger === undefined) throw new Error('no browser');
  const visit = await stranger.newPage();
  await visit.goto(`${url}${path}`);
  await visit.locator('iframe').contentFrame().getByRole('heading', { level: 1 }).first().waitFor();
  await visit.getByRole('link', { name: 'Phone' }).click();
  await visit.getByRole('link', { name: 'Plain text' }).click();
  await visit.locator('pre').waitFor();
  await dialog(page)
    .getByRole('button', { name: /^Take back/ })
    .click();
  await dialog(page)
    .getByRole('button', { name: /^Take back/ })
    .waitFor({ state: 'detached' });
  expect((await visit.reload())?.status()).toBe(404);
  await stranger.close();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** A colleague gets a test, by the transport that is told; a stranger gets none, and the dialog says so. */
async function isSentAsATest({ page, ask, seen }: DeskWalk): Promise<void> {
  const sink = await startSmtpSink();
  const relay = { host: '127.0.0.1', port: Number(new URL(sink.url).port), tls: 'none', weight: 100 };
  await ask('PUT', '/api/v1/transports/tests', relay);
  try {
    await chooses(page, /^Send a test/);
    const to = dialog(page).getByLabel(/^Address of a colleague/);
    await to.fill('nobody@readers.example');
    await dialog(page).getByRole('button', { name: 'Send the test' }).click();
    await dialog(page).getByRole('alert').waitFor();
    await seen('a test refused');
    const { address } = (await ask('GET', '/api/v1/account')) as { address: string };
    await to.fill(address);
    await to.press('Enter');
    const mail = sink.messageTo(address);
    await dialog(page).getByText('The relay took it.').waitFor();
    expect(await mail).toMatch(/^List-Unsubscribe: <[^>]+\/test/im);
    await dialog(page).getByRole('button', { name: 'Close' }).click();
  } finally {
    await ask('POST', '/api/v1/transports/tests/retire');
    await sink.close();
  }
}

async function renamesAndArchives({ page, ask, seen }: DeskWalk, id: string): Promise<void> {
  await chooses(page, /^Rename/);
  await dialog(page).getByLabel('Name').fill('Shown around');
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('heading', { level: 1, name: 'Shown around' }).waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  await chooses(page, /^Archive/);
  await seen('archiving');
  await dialog(page).getByRole('button', { name: 'Archive' }).click();
  await page.waitForURL(/\/admin\/templates$/);
  const { templates } = (await ask('GET', '/api/v1/templates')) as { templates: Template[] };
  expect(templates.some((template) => template.id === id)).toBe(false);
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Bring back: Shown around' }).waitFor();
  await seen('the archive');
}

export const walk: Walk = {
  room: 'templates, shown around',
  run: async (desk) => {
    const id = await duplicates(desk);
    await shares(desk);
    await isSentAsATest(desk);
    await renamesAndArchives(desk, id);
  },
};
