import { expect } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

interface Template {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly draft: { readonly mjml: string } | null;
}

const mail = (page: Page): FrameLocator => page.locator('iframe').first().contentFrame();

/** A copy, so that what other walks are mailed with stays as it is. */
async function copied({ ask }: DeskWalk): Promise<Template> {
  const { templates } = (await ask('GET', '/api/v1/templates')) as { templates: Template[] };
  const digest = templates.find(({ slug }) => slug === 'digest');
  const body = { slug: 'walked', name: 'Walked', kind: 'digest', from: digest?.id };
  return (await ask('POST', '/api/v1/templates', body)) as Template;
}

async function seesWhatIsTyped({ page, seen, ask }: DeskWalk, { id }: Template): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'MJML' });
  await mail(page).getByRole('heading', { level: 1 }).first().waitFor();
  await seen('the workshop');
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  const fault =
    '<mj-section><mj-column><mj-text color="#fefefe"><span style="color:#fefefe">Typed just now</span></mj-text></mj-column></mj-section>';
  await page.evaluate('0');
  await replaceInEditor(page, '</mj-body>', `${fault}</mj-body>`);
  await mail(page).getByText('Typed just now').waitFor();
  const finding = page.getByRole('region', { name: 'Findings' });
  await finding.getByText('preflight.contrast', { exact: false }).first().waitFor();
  await seen('findings');
  await page.getByText('Draft saved').waitFor();
  const kept = (await ask('GET', `/api/v1/templates/${id}`)) as Template;
  expect(kept.draft?.mjml).toContain('Typed just now');
}

/** By the editor’s own search, as a designer would. */
async function replaceInEditor(page: Page, what: string, by: string): Promise<void> {
  await page.getByRole('textbox', { name: 'MJML' }).click();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find' }).fill(what);
  await page.getByRole('textbox', { name: 'Replace' }).fill(by);
  await page.getByRole('button', { name: 'replace all' }).click();
  await page.keyboard.press('Escape');
}

async function keepsTheLastPicture({ page, seen }: DeskWalk): Promise<void> {
  await replaceInEditor(page, 'Typed just now', '{% if %}');
  await page.getByRole('alert', { name: 'What does not render' }).getByText('line', { exact: false }).first().waitFor();
  await mail(page).getByText('Typed just now').waitFor();
  await seen('an error at its line');
  await replaceInEditor(page, '{% if %}', 'Mended');
  await mail(page).getByText('Mended').waitFor();
}

async function comparesAppearances({ page, seen }: DeskWalk): Promise<void> {
  await page.getByText('Side by side').click();
  const second = page.getByRole('region', { name: 'Second preview' });
  await second.getByLabel('Appearance').selectOption({ label: 'Dark, forced by Outlook' });
  await page.waitForURL(/appearance2=forced-outlook/);
  await second.getByLabel('Filled with').selectOption({ label: 'Arabic' });
  await second.frameLocator('iframe').locator('html[dir="rtl"]').waitFor();
  await seen('side by side');
  await page.getByText('Side by side').click();
}

async function publishes({ page, ask, seen }: DeskWalk, { id }: Template): Promise<void> {
  await replaceInEditor(page, '#fefefe', '#1b1f27');
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What changed, and why').fill('A line at the foot');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published, version 2').waitFor();
  const published = (await ask('GET', `/api/v1/templates/${id}`)) as Template;
  expect([published.version, published.draft]).toEqual([2, null]);
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('cell', { name: 'A line at the foot' }).waitFor();
  await seen('the versions');
}

export const walk: Walk = {
  room: 'templates',
  run: async (desk) => {
    const { page, url } = desk;
    const template = await copied(desk);
    await page.goto(`${url}/admin/templates`);
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
    await desk.seen('templates');
    await page.getByRole('link', { name: 'Walked' }).click();
    await page.waitForURL(/\/admin\/templates\/[\w-]+/);
    await seesWhatIsTyped(desk, template);
    await keepsTheLastPicture(desk);
    await comparesAppearances(desk);
    await publishes(desk, template);
    await page.goto(`${url}/admin/templates/${template.id}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await mail(page).getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  },
};
