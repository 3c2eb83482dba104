import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Log, projectPath } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { listRoutes } from './http-server.js';
import { openApiDocument, openApiText } from './openapi.js';
import { publicRoutes } from './public-routes.js';
import { startApi, type RunningApi } from './start-api.js';

const FILE = projectPath('docs', 'openapi.json');

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

interface Operation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, object>>;
}

describe('the description of the API', () => {
  it('is committed as it is: WRITE_OPENAPI=yes with this spec writes docs/openapi.json again', () => {
    const text = openApiText(openApiDocument(api.app));
    if (process.env['WRITE_OPENAPI'] === 'yes') writeFileSync(FILE, text);
    expect(text).toBe(readFileSync(FILE, 'utf8'));
  });

  it('is served, as OpenAPI 3.1', async () => {
    const response = await fetch(`${api.url}/api/openapi.json`);
    expect(await response.json()).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
    expect(openApiDocument(api.app).openapi).toBe('3.1.0');
  });

  it('knows every route under /api/v1, who may use it, and how it fails', () => {
    const { paths } = openApiDocument(api.app);
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
    );
    const routes = listRoutes(api.app)
      .filter(({ path }) => path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const names = described
      .filter(({ path }) => path.startsWith('/api/v1/'))
      .map(({ method, path }) => `${method} ${path}`);
    expect(names.toSorted()).toEqual(routes.toSorted());
    for (const { path, method, operation } of described) {
      expect(operation.responses['default']).toBeDefined();
      const isOpen = publicRoutes.includes(`${method.toUpperCase()} ${path}`);
      if (path.startsWith('/api/v1/') && !isOpen) expect(operation.security?.length).toBeGreaterThan(0);
    }
  });

  it('gives the schema of a session', () => {
    const { paths } = openApiDocument(api.app);
    const read = JSON.stringify(paths['/api/v1/session']?.get);
    expect(read).toContain('"operationId":"readSession"');
    expect(read).toContain('"enum":["admin","editor","designer","viewer"]');
  });
});
