import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

interface Template {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly mjml: string;
  readonly plainText: string;
  readonly draft: { readonly mjml: string } | null;
}

const dialog = (page: Page) => page.getByRole('dialog');
const read = async ({ ask }: DeskWalk, id: string) => (await ask('GET', `/api/v1/templates/${id}`)) as Template;
const publish = ({ ask }: DeskWalk, id: string, body: object) => ask('POST', `/api/v1/templates/${id}/versions`, body);

/** A digest of one's own, so that what other walks are mailed with stays as it is. */
async function made({ ask }: DeskWalk): Promise<Template> {
  return (await ask('POST', '/api/v1/templates', { slug: 'walked', name: 'Walked', kind: 'digest' })) as Template;
}

/** A line before the end of the body, by the editor’s own search. */
async function addLine(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'MJML' });
  await editor.click();
  await page.keyboard.press('Control+f');
  await page.getByRole('textbox', { name: 'Find' }).fill('</mj-body>');
  await page.getByRole('textbox', { name: 'Replace' }).fill(`${lineOf(text)}\\n</mj-body>`);
  await page.getByRole('button', { name: 'replace all' }).click();
  await page.keyboard.press('Escape');
}

function lineOf(text: string): string {
  return `<mj-section><mj-column><mj-text><p class="ink">${text}</p></mj-text></mj-column></mj-section>`;
}

function withLine(mjml: string, text: string): string {
  return mjml.replace('</mj-body>', `${lineOf(text)}\n</mj-body>`);
}

async function publishes(desk: DeskWalk, id: string): Promise<void> {
  const { page, url, seen } = desk;
  await page.goto(`${url}/admin/templates/${id}`);
  await page.locator('iframe').first().contentFrame().getByRole('heading', { level: 1 }).first().waitFor();
  await addLine(page, 'The second one');
  await page.keyboard.press('Control+Enter');
  await dialog(page).getByText('No newsletter uses this template').waitFor();
  await seen('publishing');
  await dialog(page).getByLabel('What changed, and why').fill('A line at the end');
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published, version 2').waitFor();
  const { version, mjml, draft } = await read(desk, id);
  expect([version, mjml.includes('The second one'), draft]).toEqual([2, true, null]);
}

/** A colleague publishes while one is writing: what both wrote stands side by side, and nothing is lost. */
async function meetsAnother(desk: DeskWalk, id: string): Promise<void> {
  const { page, seen } = desk;
  await addLine(page, 'Mine, third');
  await page.getByText('Draft saved').waitFor();
  const { mjml, plainText, version: baseVersion } = await read(desk, id);
  await publish(desk, id, { mjml: withLine(mjml, 'Theirs, third'), plainText, note: 'By another', baseVersion });
  await page.getByRole('button', { name: 'Publish' }).click();
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await dialog(page).getByText('Version 3 is on the left').waitFor();
  const mine = dialog(page).getByRole('textbox', { name: 'Yours' });
  await mine.getByText('Mine, third').waitFor();
  await dialog(page).getByRole('textbox', { name: 'Theirs' }).getByText('Theirs, third').waitFor();
  await seen('two designers');
  // Theirs is taken over by a key, and one's own written behind it again.
  await dialog(page).getByRole('button', { name: 'Take this over' }).press('Enter');
  await mine.getByText('Theirs, third').click();
  // A wrapped line: to the end of its row, then of all of it.
  await page.keyboard.press('End');
  await page.keyboard.press('End');
  await page.keyboard.insertText(`\n${lineOf('Mine, third')}`);
  await dialog(page).getByRole('button', { name: 'Go on with this' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Publish' }).click();
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published, version 4').waitFor();
  const both = await read(desk, id);
  expect(both.mjml).toContain('Mine, third');
  expect(both.mjml).toContain('Theirs, third');
}

async function goesBack(desk: DeskWalk, id: string): Promise<void> {
  const { page, url, seen } = desk;
  await page.goto(`${url}/admin/templates/${id}/versions`);
  await page.getByRole('heading', { level: 2, name: 'Version 4' }).waitFor();
  await page.getByRole('table').getByText('By another').waitFor();
  await page.getByRole('link', { name: 'Version 2' }).click();
  await page.getByText('Changes since version 1').waitFor();
  await page.locator('.cm-changedLine').getByText('The second one').waitFor();
  await seen('the versions');
  await page.getByRole('button', { name: 'Restore' }).click();
  await dialog(page).getByLabel('What changed, and why').fill('The third was too much');
  await dialog(page).getByRole('button', { name: 'Restore' }).click();
  await page.getByRole('heading', { level: 2, name: 'Version 5' }).waitFor();
  const restored = await read(desk, id);
  expect(restored.mjml).toContain('The second one');
  expect(restored.mjml).not.toContain('third');
}

/** Ink that nobody can read on any ground, which blocks and somebody may answer for. */
const FAULT = '<span style="color:#fefefe">Not to be read</span>';

/** What nobody could read is not published by a mere click. */
async function answersForABlock({ page, url, seen }: DeskWalk, id: string): Promise<void> {
  await page.goto(`${url}/admin/templates/${id}`);
  await addLine(page, FAULT);
  await page.getByRole('button', { name: 'Publish' }).click();
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await dialog(page).getByText('It would make mails that may not leave').waitFor();
  await seen('publishing what may not leave');
  await dialog(page).getByLabel('Publish all the same, because').fill('To see who keeps it back');
  await dialog(page).getByRole('button', { name: 'Publish' }).click();
  await page.getByText('As published, version 6').waitFor();
}

/** An extra digest of a newsletter that is mailed with the template. */
async function proposed({ ask, database }: DeskWalk, template: string): Promise<string> {
  const gone = { state: 'cancelled', cancelled_at: new Date() } as const;
  const open = ['claimed', 'proposed', 'held', 'approved'] as const;
  await database.updateTable('edition').set(gone).where('state', 'in', open).execute();
  const rules = { approval: 'desk', approvals_needed: 1, approval_delay_minutes: 0, template_id: template } as const;
  await database.updateTable('newsletter').set(rules).where('slug', '=', 'monde').execute();
  return ((await ask('POST', '/api/v1/newsletters/monde/digests', {})) as { id: string }).id;
}

/** An edition whose template is broken is not approved before it is mended, or somebody says why it may leave. */
async function keepsTheEditionBack(desk: DeskWalk, template: string): Promise<void> {
  const { page, url, ask, seen } = desk;
  const id = await proposed(desk, template);
  const approving = async (): Promise<void> => {
    await page.goto(`${url}/admin/editions/${id}/desk`);
    await page.getByRole('button', { name: 'Approve' }).click();
  };
  const approve = dialog(page).getByRole('button', { name: 'Approve' });
  const blocked = dialog(page).getByRole('alert').getByText('#fefefe');
  await approving();
  await blocked.waitFor();
  expect(await approve.isDisabled()).toBe(true);
  await seen('an edition kept back');
  const { version } = (await ask('GET', `/api/v1/editions/${id}/proposal`)) as { version: number };
  const match = { 'if-match': `"${String(version)}"` };
  await expect(ask('POST', `/api/v1/editions/${id}/approve`, undefined, match)).rejects.toThrow('edition.preflight_blocked');

  await ask('POST', `/api/v1/templates/${template}/restore`, { version: 5, note: 'Mended' });
  await approving();
  await dialog(page).getByRole('button', { name: 'Approve', disabled: false }).waitFor();
  expect(await blocked.count()).toBe(0);

  const { mjml, plainText, version: baseVersion } = await read(desk, template);
  const override = { reason: 'To see who answers for it' };
  await publish(desk, template, { mjml: withLine(mjml, FAULT), plainText, note: '', baseVersion, override });
  await approving();
  await blocked.waitFor();
  await dialog(page).getByLabel('Why it may leave all the same').fill('The line is decoration');
  await dialog(page).getByRole('button', { name: 'Let it leave' }).click();
  await dialog(page).getByRole('button', { name: 'Approve', disabled: false }).click();
  await page.getByText('nothing here can be changed any more').waitFor();
  const { overrides } = (await ask('GET', `/api/v1/editions/${id}/preflight`)) as { overrides: { reason: string }[] };
  expect(overrides).toMatchObject([{ reason: 'The line is decoration' }]);
} // prettier-ignore

export const walk: Walk = {
  room: 'templates, their versions',
  run: async (desk) => {
    const { id } = await made(desk);
    await publishes(desk, id);
    await meetsAnother(desk, id);
    await goesBack(desk, id);
    await answersForABlock(desk, id);
    const { template_id } = await desk.database.selectFrom('newsletter').select('template_id').where('slug', '=', 'monde').executeTakeFirstOrThrow();
    await keepsTheEditionBack(desk, id);
    await desk.database.updateTable('newsletter').set({ template_id }).where('slug', '=', 'monde').execute();
  },
}; // prettier-ignore
