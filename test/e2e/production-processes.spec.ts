import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort, projectPath } from '@app/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import PostalMime from 'postal-mime';
import { readCompose, seconds, type Compose } from '../support/compose.js';
import { makeImageFolder } from '../support/image-folder.js';
import { ProductionProcess, startServices, type ProductionServices } from '../support/production.js';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.js';

/**
 * `docker compose up` without Docker: the commands and environments of docker-compose.yml, in a folder that holds what
 * the image holds, against a real PostgreSQL and a real Redis. Where no redis-server is on the PATH the queue lives in
 * PostgreSQL, and this file says so.
 */

const PUBLIC_URL = 'https://newsletters.example.org';
const READER = 'lectrice@example.org';

let folder: string;
let home: string;
let compose: Compose;
let services: ProductionServices;
let sink: SmtpSink;
let ports: { http: string; worker: string };
const started: ProductionProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'colporteur-production-'));
  home = makeImageFolder(path.join(folder, 'app'));
  sink = await startSmtpSink();
  ports = { http: String(await freePort()), worker: String(await freePort()) };
  compose = readCompose({
    PUBLIC_URL,
    SECRET_KEY: 'a key that only this spec uses, never anything else',
    SMTP_URL: sink.url,
    // The address below is made for examples, and its domain says in DNS that it takes no mail.
    SIGN_UP_MX_CHECK: 'off',
    POSTGRES_PASSWORD: 'owner0123456789',
    COLPORTEUR_DB_PASSWORD: 'runtime0123456789',
  });
  services = await startServices(compose, folder);
});

afterAll(async () => {
  await Promise.all(started.map((one) => one.kill()));
  await services.stop();
  await sink.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ours = 'migrate' | 'api' | 'worker';

/** A service's environment, with the names of the compose network and its ports put where they are on this machine. */
function environmentOf(service: Ours): Record<string, string> {
  const { redis, postgres } = services;
  const entries = Object.entries(compose.services[service].environment).map(([name, value]) => [
    name,
    value.replace('@postgres:5432/', `@${postgres}/`).replace('redis://redis:6379', redis === undefined ? '' : `redis://${redis}`),
  ]); // prettier-ignore
  return {
    ...(Object.fromEntries(entries) as Record<string, string>),
    FILES_URL: pathToFileURL(path.join(folder, 'files')).href,
    HTTP_PORT: ports.http,
    WORKER_PORT: ports.worker,
  };
}

function start(
  service: Ours,
  command = compose.services[service].command ?? [],
  env: Record<string, string> = {},
): ProductionProcess {
  const one = new ProductionProcess(home, command, { ...environmentOf(service), ...env });
  started.push(one);
  return one;
}

async function run(...call: Parameters<typeof start>): Promise<{ code: number | null; output: string }> {
  const one = start(...call);
  return { code: await one.exit(), output: one.output };
}

describe('the production processes', () => {
  let api: ProductionProcess;
  let worker: ProductionProcess;

  it('migrates as the owner, makes the runtime role, and finds nothing to do the second time', async () => {
    expect(await run('migrate')).toEqual({ code: 0, output: expect.stringContaining('applied 0001-first-light') });
    expect(await run('migrate')).toEqual({ code: 0, output: 'nothing to apply' });
    const client = new pg.Client({ connectionString: services.superuserUrl });
    await client.connect();
    const { rows } = await client.query('select rolsuper, rolcreaterole from pg_roles where rolname = $1', ['colporteur']);
    await client.end();
    expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false }]);
  }); // prettier-ignore

  it('becomes ready, api and worker, each where its health check asks', async () => {
    [api, worker] = [start('api'), start('worker')];
    await Promise.all([api.logged('api.listening'), worker.logged('worker.started')]);
    for (const port of [ports.http, ports.worker]) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
      expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ ready: true })]);
    }
    expect(worker.output).toContain(`"queue":"${services.redis === undefined ? 'postgres' : 'redis'}"`);
  });

  it('has a queue that refuses rather than forgets', async () => {
    if (services.redis === undefined) return;
    const redis = new Redis(`redis://${services.redis}`);
    const settings = [...(await redis.config('GET', 'maxmemory-policy')), ...(await redis.config('GET', 'appendonly'))];
    redis.disconnect();
    expect(settings).toEqual(['maxmemory-policy', 'noeviction', 'appendonly', 'yes']);
  });

  it('takes its newsletters from a file, once', async () => {
    const command = ['newsletter', 'create', '--file', projectPath('docs', 'newsroom.example.json'), '--json'];
    const outcomes = async (): Promise<unknown> => {
      const { code, output } = await run('api', command);
      expect(code).toBe(0);
      return (JSON.parse(output) as { slug: string; outcome: string; form: string }[]).map((one) => [
        one.slug,
        one.outcome,
        one.form,
      ]);
    };
    const rows = (outcome: string) => ['monde', 'world'].map((slug) => [slug, outcome, `${PUBLIC_URL}/n/${slug}`]);
    expect(await outcomes()).toEqual(rows('created'));
    expect(await outcomes()).toEqual(rows('existing'));
  });

  it('confirms a reader who signed up by the form, over the relay', async () => {
    const at = (url: string): string => `http://127.0.0.1:${ports.http}${new URL(url, PUBLIC_URL).pathname}`;
    const page = await (await fetch(at('/n/monde'))).text();
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ address: READER });
    const answer = await fetch(at(action), { method: 'POST', body, redirect: 'manual' });
    expect(answer.status).toBe(303);

    const message = await PostalMime.parse(await sink.messageTo(READER));
    expect(message.from).toMatchObject({ address: 'monde@lettres.gazette.example', name: 'La Gazette' });
    const link = /https:\/\/\S+\/confirm\/[\w-]+/.exec(message.text ?? '')?.[0] ?? '';
    expect(link).toMatch(new RegExp(`^${PUBLIC_URL}/confirm/`));
    expect((await fetch(at(link))).status).toBe(200);
    expect((await fetch(at(link), { method: 'POST' })).status).toBe(200);
    expect(`${api.output}${worker.output}`).not.toContain(READER);
  });

  it('ends with 0 on SIGTERM, well within the time compose leaves', async () => {
    for (const [service, one] of [['api', api], ['worker', worker]] as const) {
      const { code, milliseconds } = await one.terminate();
      expect(code).toBe(0);
      expect(milliseconds).toBeLessThan(seconds(compose.services[service].stop_grace_period ?? '') * 1000);
    }
    expect(worker.output).toContain('"event":"worker.stopped"');
    // Nothing they wrote is a failure: stopping is not an accident.
    expect(`${api.output}\n${worker.output}`).not.toMatch(/"level":(?:50|60)/);
  }); // prettier-ignore

  it.each<[string, Ours]>([
    ['SECRET_KEY', 'migrate'],
    ['SMTP_URL', 'worker'],
    ['PUBLIC_URL', 'api'],
    ['FILES_URL', 'worker'],
  ])('says that %s is missing and does not start (%s)', async (name, service) => {
    const { code, output } = await run(service, undefined, { [name]: '' });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^ {2}${name}: given .*; expected: `, 'm'));
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('ends, rather than working on unasked, when the worker’s own port is taken', async () => {
    const { code, output } = await run('worker', undefined, { WORKER_PORT: new URL(sink.url).port });
    expect(code).toBe(1);
    expect(output).toMatch(/EADDRINUSE/);
  });

  it('refuses one role for both purposes, saying why', async () => {
    const owner = environmentOf('migrate')['MIGRATION_DATABASE_URL'] ?? '';
    const { code, output } = await run('migrate', undefined, { DATABASE_URL: owner });
    expect(code).toBe(1);
    expect(output).toMatch(/DATABASE_URL and MIGRATION_DATABASE_URL name the same role/);
    expect(output).not.toMatch(/^\s+at |owner0123456789/m);
  });

  it('says which newsroom file cannot be used, and where', async () => {
    const file = projectPath('package.json');
    expect(readFileSync(file, 'utf8')).not.toContain('"brand"');
    const { code, output } = await run('api', ['newsletter', 'create', '--file', file]);
    expect(code).toBe(1);
    expect(output).toMatch(/^ {2}brand: /m);
  });
});
