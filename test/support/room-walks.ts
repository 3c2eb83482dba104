import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDesk, type Desk, type Walk } from './desk-walk.js';
import { unvisitedScreens } from './unvisited-screens.js';

/** Walked in `desk.browser.spec.ts`: where the news is made. All others are the office, in `office.browser.spec.ts`. */
const NEWS = new Set(['today', 'desk', 'proposals', 'editions', 'dispatches', 'sources', 'preview', 'newsletters']);

/** The part of the admin that one spec file walks, so that two processors share it. */
export type Part = 'news' | 'office';

const folder = path.join(import.meta.dirname, '..', 'e2e', 'desk');

/** The walks of a part, in the order of their names, and a last one through what they left out. */
export async function walksOf(part: Part): Promise<Walk[]> {
  const names = readdirSync(folder).filter((file) => file.endsWith('.walk.ts')).toSorted(); // prettier-ignore
  const unknown = [...NEWS].filter((room) => !names.includes(`${room}.walk.ts`));
  if (unknown.length > 0) throw new Error(`There is no walk of ${unknown.join(', ')}.`);
  const isOurs = (room: string): boolean => NEWS.has(room) === (part === 'news');
  const its = names.filter((name) => isOurs(name.replace(/\.walk\.ts$/, '')));
  const walks = its.map(async (file) => ((await import(path.join(folder, file))) as { walk: Walk }).walk);
  return [...(await Promise.all(walks)), unvisitedScreens(isOurs)];
}

/** One instance and one browser for all walks of a spec file, which an administrator begins signed in. */
export function walkRooms(walks: readonly Walk[]): void {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.page.goto(await desk.signInUrl());
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.page.getByRole('navigation').first().waitFor();
  });
  afterAll(async () => {
    await desk.close();
  });

  describe.each(walks)('$room', (walk) => {
    it('can be worked', async () => {
      await desk.page.setViewportSize({ width: 1280, height: 900 });
      await walk.run(desk);
    });
  });

  describe('all of this', () => {
    it('made no script fail, the policy refuse nothing and nobody else be asked', () => {
      expect(desk.watched).toEqual({ strangers: [], complaints: [] });
    });
  });
}
