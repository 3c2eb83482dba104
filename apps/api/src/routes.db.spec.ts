import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { listRoutes, type Route } from './http-server.js';
import { publicRoutes } from './public-routes.js';
import { startApi, type RunningApi } from './start-api.js';

let test: TestDatabase;
let api: RunningApi;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await startApi(test.config, new Log('silent'), { port: 0 });
});
afterAll(async () => {
  await api.close();
  await test.close();
});

const named = ({ method, path }: Route): string => `${method} ${path}`;

/** An address of the route: every parameter gets some value, because who may ask is decided before what is asked. */
function addressOf(path: string): string {
  return path.replace(/:[A-Za-z_]+/g, 'x').replace('*', 'x.css');
}

async function answersStrangers({ method, path }: Route): Promise<boolean> {
  const response = await fetch(api.url + addressOf(path), { method, redirect: 'manual' });
  await response.arrayBuffer();
  return response.status !== 401 && response.status !== 403;
}

describe('who is let in', () => {
  it('without credentials: exactly the routes on the public list', async () => {
    const routes = listRoutes(api.app);
    expect(routes.length).toBeGreaterThan(publicRoutes.length);
    const answering: string[] = [];
    for (const route of routes) if (await answersStrangers(route)) answering.push(named(route));
    expect(answering.toSorted()).toEqual([...publicRoutes].sort());
  });

  it('names each public route once', () => {
    expect(new Set(publicRoutes).size).toBe(publicRoutes.length);
  });
});
