import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { projectPath } from '@app/platform';
import { enter } from './admin-navigation.js';
import type { DeskWalk, Walk } from './desk-walk.js';

/**
 * The last walk of a spec file: whatever address its rooms have and no walk before this one looked at, each once, in the dark.
 * All that is wrong is told at once.
 *
 * @param isOurs whether a room (its folder's name) is walked in this spec file, whose process alone knows what was seen
 */
export function unvisitedScreens(isOurs: (room: string) => boolean): Walk {
  return {
    room: 'the screens nobody visited',
    run: async (desk) => {
      const { page, url, seen, seenPaths } = desk;
      const routes = addresses(isOurs);
      expect(routes.length).toBeGreaterThan(10);
      const left = routes.filter((route) => ![...seenPaths].some((seenPath) => fits(route, seenPath)));
      const values = await parameters(desk);
      const barriers: string[] = [];
      // A page that is no room's: what is left are routes of which none is entered twice.
      await page.goto(`${url}/admin/no-such-room`);
      await page.locator('h1').first().waitFor();
      for (const route of left) {
        await enter(page, `/admin${filled(route, values)}`);
        await seen(route, ['dark']).catch((error: unknown) => barriers.push(String(error)));
      }
      await page.emulateMedia({ colorScheme: 'light' });
      expect(barriers).toEqual([]);
    },
  };
}

/** As the rooms state them (`apps/admin/src/<room>/routes.ts`), whose screens a test could not load. */
function addresses(isOurs: (room: string) => boolean): string[] {
  const files = globSync('*/routes.ts', { cwd: projectPath('apps', 'admin', 'src') });
  return files
    .filter((file) => isOurs(path.dirname(file)))
    .flatMap((file) => {
      const text = readFileSync(projectPath('apps', 'admin', 'src', file), 'utf8');
      return [...text.matchAll(/\bpath: '(\/[^']*)'/g)].map(([, path = '']) => path);
    });
}

function fits(route: string, seenPath: string): boolean {
  const [stated, given] = [`/admin${route}`, seenPath].map((one) => one.split('/').filter((part) => part !== ''));
  return stated?.length === given?.length && stated?.every((part, at) => part.startsWith('$') || part === given?.[at]) === true;
} // prettier-ignore

/** A value for the parameter of each room's addresses. */
async function parameters({ ask }: DeskWalk): Promise<Readonly<Record<string, string>>> {
  const first = async (of: string, list: string, key = 'id'): Promise<string> => {
    const answer = (await ask('GET', `/api/v1/${of}`)) as Record<string, Record<string, string>[]>;
    return answer[list]?.[0]?.[key] ?? '';
  };
  return {
    newsletters: await first('newsletters', 'newsletters', 'slug'),
    editions: await first('editions', 'editions'),
    dispatches: await first('dispatches', 'dispatches'),
    operators: await first('operators', 'operators'),
    sources: await first('sources', 'sources', 'slug'),
    subscribers: await first('subscribers', 'subscriptions', 'subscriberId'),
    imports: await first('imports', 'imports'),
    templates: await first('templates', 'templates'),
    'by-name': await first('transports', 'transports', 'name'),
  };
}

/** @throws where a room has a parameter that nobody gave here a value for */
function filled(route: string, values: Readonly<Record<string, string>>): string {
  return route.replaceAll(/([\w-]+)\/\$\w+/g, (_, room: string) => {
    const value = values[room] ?? '';
    if (value === '') throw new Error(`${route} has no value for its parameter`);
    return `${room}/${value}`;
  });
}
