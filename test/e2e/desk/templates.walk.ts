import { expect } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';
import { measureKeystrokes } from '../../support/keystrokes.js';

/** Keys to type one after the other, to print how long each takes to be seen: `DESK_KEYS=40`. */
const KEYS = Number(process.env['DESK_KEYS'] ?? 0);

interface Template {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  /** One's own. */
  readonly draft: { readonly mjml: string } | null;
}

const mail = (page: Page): FrameLocator => page.locator('iframe').first().contentFrame();

async function digest({ ask }: DeskWalk): Promise<Template> {
  const { templates } = (await ask('GET', '/api/v1/templates')) as { templates: Template[] };
  const found = templates.find(({ slug }) => slug === 'digest');
  if (found === undefined) throw new Error('the newsroom has no digest template');
  return found;
}

async function seesWhatIsTyped({ page, seen, ask }: DeskWalk, { id }: Template): Promise<void> {
  await mail(page).getByRole('heading', { level: 1 }).first().waitFor();
  await seen('the workshop');
  const fault =
    '<mj-section><mj-column><mj-text color="#fefefe"><span style="color:#fefefe">Typed just now</span></mj-text></mj-column></mj-section>';
  await replaceInEditor(page, '</mj-body>', `${fault}</mj-body>`);
  await mail(page).getByText('Typed just now').waitFor();
  await page.getByText('Draft saved').waitFor();
  const kept = (await ask('GET', `/api/v1/templates/${id}`)) as Template;
  expect(kept.draft?.mjml).toContain('Typed just now');
}

/** What cannot be read is said, and a click leads to where it was written. */
async function isLedToTheFault({ page, seen }: DeskWalk): Promise<void> {
  const findings = page.getByRole('region', { name: 'Findings' });
  const contrast = findings.getByRole('listitem').filter({ hasText: 'preflight.contrast' }).first();
  await contrast.waitFor();
  await seen('findings');
  await page.getByRole('textbox', { name: 'MJML' }).press('Control+Home');
  await contrast.getByRole('button', { name: /^line \d+/ }).click();
  await page.locator('.cm-activeLine').getByText('Typed just now').waitFor();
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

/** Only where it is asked for: what a busy machine takes says nothing. */
async function countsTheKeys(page: Page): Promise<void> {
  if (KEYS === 0) return;
  await page.getByRole('textbox', { name: 'MJML' }).click();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find' }).fill('');
  // The search takes what is typed from the keys themselves.
  await page.getByRole('textbox', { name: 'Find' }).pressSequentially('Typed just now');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  const { p50, p95 } = await measureKeystrokes(page, KEYS, 'Typed just now');
  process.stdout.write(`from key to picture: p50 ${String(p50)} ms, p95 ${String(p95)} ms of ${String(KEYS)}\n`);
}

async function keepsTheLastPicture({ page, seen }: DeskWalk): Promise<void> {
  await replaceInEditor(page, 'Typed just now', '{% if %}');
  const told = page.getByRole('alert', { name: 'What does not render' });
  await told
    .getByRole('button', { name: /^line \d+/ })
    .first()
    .click();
  await page.locator('.cm-activeLine').getByText('{% if %}').waitFor();
  await page.locator('.cm-lint-marker-error').first().waitFor();
  await mail(page).getByText('Typed just now').waitFor();
  await seen('an error at its line');
  await replaceInEditor(page, '{% if %}', 'Mended');
  await mail(page).getByText('Mended').waitFor();
}

/** A partial is a step away, is seen in the template one came from, and completion knows what there is. */
async function writesAPartial({ page, ask, seen }: DeskWalk, { id }: Template): Promise<void> {
  await page.getByRole('tab', { name: 'Partials' }).click();
  await page.getByRole('link', { name: 'foot', exact: true }).waitFor();
  await seen('the partials');
  await page.getByRole('button', { name: 'New partial' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Motto');
  await page.getByRole('dialog').getByLabel('Slug').fill('motto');
  await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { level: 1, name: 'Motto' }).waitFor();
  const editor = page.getByRole('textbox', { name: 'MJML' });
  await editor.press('Control+a');
  await page.keyboard.insertText('<mj-section><mj-column><mj-text>{{ ');
  // What one types is completed from the keys of the messages.
  await page.keyboard.type("'digest.essent");
  await page.locator('.cm-completionLabel').filter({ hasText: 'digest.essentials' }).first().waitFor();
  await seen('completion');
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.insertText(' | t }}</mj-text></mj-column></mj-section>');
  await editor.getByText('digest.essentials').waitFor();
  await editor.press('Shift+Alt+F');
  await editor.getByText('<mj-column>', { exact: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published, version 2').waitFor();
  // What was typed there before one left is kept.
  await page.goto(new URL(`/admin/templates/${id}`, page.url()).href);
  await mail(page).getByRole('heading', { level: 1 }).first().waitFor();
  await replaceInEditor(page, '</mj-body>', "{% render 'motto' %}</mj-body>");
  await mail(page).getByText('In brief').nth(1).waitFor();
  expect(await ask('GET', `/api/v1/templates/${id}`)).toMatchObject({ version: 1 });
}

async function comparesAppearances({ page, seen }: DeskWalk): Promise<void> {
  await page.locator('label', { hasText: 'Side by side' }).click();
  const second = page.getByRole('region', { name: 'Second preview' });
  await second.getByLabel('Appearance').selectOption({ label: 'Dark by Outlook' });
  await page.waitForURL(/appearance2=forced-outlook/);
  await second.getByLabel('Filled with').selectOption({ label: 'Arabic' });
  await second.locator('iframe').first().contentFrame().locator('html[dir="rtl"]').waitFor();
  await seen('side by side');
  await page.locator('label', { hasText: 'Side by side' }).click();
}

/** What is thrown away is gone, and what other walks are mailed with stays as it was. */
async function throwsTheDraftAway({ page, ask }: DeskWalk, { id, version }: Template): Promise<void> {
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('button', { name: 'Throw the draft away' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Throw the draft away' }).click();
  await page.getByText(`As published, version ${String(version)}`).waitFor();
  const left = (await ask('GET', `/api/v1/templates/${id}`)) as Template;
  expect([left.version, left.draft]).toEqual([version, null]);
}

export const walk: Walk = {
  room: 'templates',
  run: async (desk) => {
    const { page, url } = desk;
    const template = await digest(desk);
    await page.goto(`${url}/admin/templates`);
    await page.getByRole('heading', { level: 1, name: 'Templates' }).waitFor();
    await desk.seen('templates');
    await page.locator(`main a[href$="${template.id}"]`).click();
    await page.waitForURL(/\/admin\/templates\/[\w-]+/);
    await seesWhatIsTyped(desk, template);
    await isLedToTheFault(desk);
    await countsTheKeys(page);
    await keepsTheLastPicture(desk);
    await writesAPartial(desk, template);
    await comparesAppearances(desk);
    await throwsTheDraftAway(desk, template);
    await page.setViewportSize({ width: 390, height: 844 });
    await mail(page).getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  },
};
