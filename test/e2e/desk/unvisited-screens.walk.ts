import { globSync, readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { projectPath } from '@app/platform';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

/** Whatever address the admin has and no walk before this one looked at: its name puts it last. */
export const walk: Walk = {
  room: 'the screens nobody visited',
  run: async (desk) => {
    const { page, url, seen } = desk;
    const routes = addresses();
    expect(routes.length).toBeGreaterThan(20);
    const left = routes.filter((route) => ![...desk.seenPaths].some((path) => fits(route, path)));
    const values = await parameters(desk);
    for (const route of left) {
      await page.goto(`${url}/admin${filled(route, values)}`);
      await page.locator('h1').first().waitFor();
      await page.locator('main [data-visible]').first().waitFor({ state: 'detached' });
      await seen(route);
    }
  },
};

/** As the rooms state them (`apps/admin/src/<room>/routes.ts`), whose screens a test could not load. */
function addresses(): string[] {
  return globSync('*/routes.ts', { cwd: projectPath('apps', 'admin', 'src') }).flatMap((file) => {
    const text = readFileSync(projectPath('apps', 'admin', 'src', file), 'utf8');
    return [...text.matchAll(/\bpath: '(\/[^']*)'/g)].map(([, path = '']) => path);
  });
}

function fits(route: string, path: string): boolean {
  const [stated, given] = [`/admin${route}`, path].map((one) => one.split('/').filter((part) => part !== ''));
  return stated?.length === given?.length && stated?.every((part, at) => part.startsWith('$') || part === given?.[at]) === true;
} // prettier-ignore

/** A value for the parameter of each room's addresses. */
async function parameters({ ask }: DeskWalk): Promise<Readonly<Record<string, string>>> {
  const first = async (path: string, list: string, key = 'id'): Promise<string> => {
    const answer = (await ask('GET', `/api/v1/${path}`)) as Record<string, Record<string, string>[]>;
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
