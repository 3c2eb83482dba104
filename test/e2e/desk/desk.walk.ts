import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

interface Block {
  id: string;
  kind: string;
  dispatchId: string | null;
  headline: string;
  isPinned: boolean;
  section: string;
}
interface Proposal {
  version: number;
  state: string;
  blocks: Block[];
  exclusions: { headline: string; reason: string }[];
}

/** An extra digest of the French newsletter, where a person approves and can take it back for five minutes. */
async function proposed({ ask, database }: DeskWalk): Promise<string> {
  const change = { approval: 'desk', approvals_needed: 1, approval_delay_minutes: 5, max_dispatches: 8 } as const;
  await database.updateTable('newsletter').set(change).where('slug', '=', 'monde').execute();
  return ((await ask('POST', '/api/v1/newsletters/monde/digests', {})) as { id: string }).id;
}

const block = (page: Page, id: string) => page.locator(`[data-block="${id}"]`);
const stored = (page: Page) => page.locator('[data-stored="true"]').getByText('Everything is saved').waitFor();

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 tabs did not lead to ${selector}`);
}

/** The whole morning with nothing but keys. */
async function byKeys(desk: DeskWalk, id: string, read: () => Promise<Proposal>): Promise<void> {
  const { page, url, seen } = desk;
  const keys = page.keyboard;
  const before = await read();
  const [first, second, third, fourth] = before.blocks;
  if (!first || !second || !third || !fourth) throw new Error('the demo proposes fewer than four stories');
  await page.goto(`${url}/admin/newsletters/monde/desk`);
  await page.waitForURL(new RegExp(`/editions/${id}/desk`));
  await block(page, first.id).waitFor();
  await seen('the desk');
  await tabTo(page, `[data-block="${first.id}"]`);

  // Moved one down; the focus goes with it.
  await keys.press('Alt+ArrowDown');
  await stored(page);
  // Pinned.
  await tabTo(page, '[data-block]');
  await keys.press('ArrowUp');
  await page.locator(`[data-block="${second.id}"]:focus`).waitFor();
  await keys.press('p');
  await page.locator(`[data-block="${second.id}"]`).getByText('pinned').waitFor();
  // Rewritten where it stands.
  await keys.press('e');
  await page.getByLabel('Headline').waitFor();
  await keys.press('Control+a');
  await keys.type('La rédaction a récrit ce titre');
  await keys.press('Enter');
  await page.locator(`[data-block="${second.id}"]:focus`).getByText('La rédaction a récrit ce titre').waitFor();
  // A signed text after it.
  await keys.press('t');
  await page.getByLabel('Text (Markdown)').waitFor();
  await keys.type('Bonjour, voici ce matin.');
  await keys.press('Tab');
  await keys.type('La rédaction');
  await keys.press('Enter');
  await page.getByText('Bonjour, voici ce matin.').first().waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // Left out, with a stated reason.
  await block(page, third.id).evaluate((element) => { (element as unknown as { focus(): void }).focus(); });
  await keys.press('x');
  await page.getByRole('dialog').getByText('Says nothing new').waitFor();
  await seen('leaving out');
  await keys.press('Enter');
  await block(page, third.id).waitFor({ state: 'detached' });
  // One from the shelf.
  await block(page, fourth.id).evaluate((element) => { (element as unknown as { focus(): void }).focus(); });
  await keys.press('s');
  await page.locator('#shelf-search:focus').waitFor();
  await seen('the shelf');
  // The one just left out comes first; the next one is news.
  await tabTo(page, 'li:nth-of-type(2) > button[aria-label^="Take in"]:not(:disabled)');
  await keys.press('Enter');
  await stored(page);

  const after = await read();
  expect(after.blocks.map(({ id: one }) => one).slice(0, 1)).toEqual([second.id]);
  expect(after.blocks[0]).toMatchObject({ headline: 'La rédaction a récrit ce titre', isPinned: true });
  expect(after.blocks.find(({ kind }) => kind === 'text')).toBeDefined();
  expect(after.exclusions).toMatchObject([{ reason: 'Says nothing new' }]);
  expect(after.blocks.some(({ id: one }) => one === first.id)).toBe(true);
  expect(after.blocks).toHaveLength(before.blocks.length + 1);

  // Approved, after what it means was said; taken back within the delay.
  await tabTo(page, '[data-block]').catch(() => undefined);
  await block(page, fourth.id).evaluate((element) => { (element as unknown as { focus(): void }).focus(); });
  await keys.press('a');
  await page.getByRole('dialog').getByText('It has no readers yet').waitFor();
  await seen('approving');
  await tabTo(page, '[role="dialog"] button:last-of-type');
  await keys.press('Enter');
  await page.getByRole('timer').waitFor();
  expect((await read()).state).toBe('approved');
  await page.getByRole('button', { name: 'Take back the approval' }).focus();
  await keys.press('Enter');
  await page.getByRole('timer').waitFor({ state: 'detached' });
  expect((await read()).state).toBe('proposed');
} // prettier-ignore

/** Onto the upper edge of another block, as a hand does it: not at once. */
async function drag(page: Page, from: string, onto: string): Promise<void> {
  await block(page, onto).scrollIntoViewIfNeeded();
  await block(page, from).hover({ position: { x: 80, y: 20 } });
  await page.mouse.down();
  await block(page, onto).hover({ position: { x: 80, y: 30 }, force: true });
  await block(page, onto).hover({ position: { x: 80, y: 6 }, force: true });
  await page.mouse.up();
}

/** By hand: dragged into another place, taken back, approved for good; what is frozen says what the desk wrote. */
async function byHand(desk: DeskWalk, id: string, read: () => Promise<Proposal>): Promise<void> {
  const { page, ask, database } = desk;
  const { blocks } = await read();
  const stories = blocks.filter(({ kind }) => kind === 'dispatch');
  const [top, last] = stories;
  if (top === undefined || last === undefined) throw new Error('nothing is left to drag');
  await drag(page, last.id, top.id);
  await page.locator(`li:first-child > [data-block="${last.id}"]`).waitFor();
  await stored(page);
  const moved = (await read()).blocks;
  expect(moved.findIndex(({ id: one }) => one === last.id)).toBeLessThan(moved.findIndex(({ id: one }) => one === top.id));
  await page.getByRole('button', { name: 'Undo' }).click();
  await stored(page);
  expect((await read()).blocks.map(({ id: one }) => one)).toEqual(blocks.map(({ id: one }) => one));
  await page.locator('label', { hasText: 'Changes' }).click();
  await page.getByText('Compared with the machine').waitFor();
  await page.getByText('left out').first().waitFor();
  await desk.seen('the changes');

  await database.updateTable('newsletter').set({ approval_delay_minutes: 0 }).where('slug', '=', 'monde').execute();
  await page.reload();
  await page.getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('dialog').getByText('frozen at once').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await page.getByText('nothing here can be changed any more').waitFor();
  const preview = (await ask('GET', `/api/v1/editions/${id}/preview`)) as { isFrozen: boolean; html: string };
  expect(preview.isFrozen).toBe(true);
  expect(preview.html).toContain('La rédaction a récrit ce titre');
} // prettier-ignore

async function onAPhone({ page, url, seen }: DeskWalk, id: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${url}/admin/editions/${id}/desk`);
  await page.locator('[data-block]').first().waitFor();
  await seen('the desk on a phone');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
}

export const walk: Walk = {
  room: 'desk',
  run: async (desk) => {
    const id = await proposed(desk);
    const read = async (): Promise<Proposal> => (await desk.ask('GET', `/api/v1/editions/${id}/proposal`)) as Proposal;
    await byKeys(desk, id, read);
    await byHand(desk, id, read);
    await onAPhone(desk, id);
  },
};
