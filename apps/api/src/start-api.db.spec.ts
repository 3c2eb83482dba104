import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Log, type Config } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { AdminShellController } from './desk/admin-shell.controller.js';
import { createApi, startApi as start, type ApiOptions, type RunningApi } from './start-api.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await test.close();
});

const log = new Log('silent');
const toClose: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

async function startApi(config: Config, options: ApiOptions): Promise<RunningApi> {
  const api = await start(config, log, options);
  toClose.push(api);
  return api;
}

describe('starting', () => {
  it('answers where it says, is ready, and lets the port go when closed', async () => {
    const first = await startApi(test.config, { port: 0 });
    const port = Number(new URL(first.url).port);
    const ready = await fetch(`${first.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, checks: { database: true, queue: true } }]);
    await first.close();
    const second = await startApi(test.config, { port });
    expect((await fetch(`${second.url}/health/live`)).status).toBe(200);
  });

  it('says which port is taken and what to do', async () => {
    const first = await startApi(test.config, { port: 0 });
    const port = Number(new URL(first.url).port);
    await expect(startApi(test.config, { port })).rejects.toEqual(
      expect.objectContaining({ code: 'port.busy', message: expect.stringContaining(`Port ${port} on 127.0.0.1`) }),
    );
  });

  it('is not ready without its database, and keeps the reason to itself', async () => {
    const other = await createTestDatabase();
    const api = await startApi(other.config, { port: 0 });
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
    await other.close();
    const response = await fetch(`${api.url}/health/ready`);
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ ready: false, checks: { database: false } });
    expect(text).not.toContain('colporteur_test');
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  });
});

describe('files', () => {
  it('of the pages are served with their type, and nothing else is', async () => {
    const api = await startApi(test.config, { port: 0 });
    const css = await fetch(`${api.url}/assets/reader.css`);
    expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    expect(css.headers.get('cache-control')).toBe('public, max-age=600');
    await css.text();
    for (const name of ['missing.css', '..%2fpackage.json', '%2e%2e/package.json', '.hidden', '', 'fonts', 'fonts/']) {
      const response = await fetch(`${api.url}/assets/${name}`, {
        headers: { accept: 'application/json' },
        redirect: 'manual',
      });
      expect([name, response.status]).toEqual([name, 404]);
      expect(response.headers.get('cache-control')).toBe('no-store');
      await response.text();
    }
  });

  it('of the operators’ application are served under every address it has, or a page says that they are missing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-admin-'));
    const api = await createApi(test.config, log);
    toClose.push(api);
    Object.assign(api.get(AdminShellController, { strict: false }), { folder });
    await api.listen({ host: '127.0.0.1', port: 0 });
    const url = await api.getUrl();
    const get = async (address: string) => {
      const response = await fetch(url + address, { redirect: 'manual' });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const missing = await get('/admin');
    expect([missing.status, missing.text.includes('npm run build')]).toEqual([503, true]);

    mkdirSync(path.join(folder, 'assets'));
    writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Desk</title>');
    writeFileSync(path.join(folder, 'assets', 'app-1a2b3c.js'), 'export {};');
    for (const address of ['/admin', '/admin/', '/admin/newsletters/018f4e9c', '/admin?width=phone']) {
      const shell = await get(address);
      expect([address, shell.status, shell.text.includes('Desk')]).toEqual([address, 200, true]);
      expect(shell.headers.get('cache-control')).toBe('no-cache');
      expect(shell.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(shell.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    }
    const script = await get('/admin/assets/app-1a2b3c.js');
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await get('/admin/assets/app-old.js')).status).toBe(404);
    rmSync(folder, { recursive: true });
  });
});
