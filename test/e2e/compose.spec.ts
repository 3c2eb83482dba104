import { readFileSync } from 'node:fs';
import { projectPath, readConfig } from '@app/platform';
import { describe, expect, it } from '@jest/globals';
import { composeVariables, readCompose, seconds } from '../support/compose.js';

/** docker-compose.yml and .env.example, held against each other and against the configuration the code reads. */

const OURS = ['migrate', 'api', 'worker'] as const;
const RUNNING = ['api', 'worker', 'postgres', 'redis'] as const;

/** A value for everything the file asks for, so that no default hides a name. */
const FILLED: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://newsletters.example.org',
  SECRET_KEY: 'a key that only this spec uses, never anything else',
  SECRET_KEYS_PREVIOUS: 'an earlier key that only this spec uses and nothing else',
  SMTP_URL: 'smtps://user:password@smtp.example.org',
  NOTICE_SMTP_URL: 'smtps://notices:password@smtp.example.org',
  BOUNCE_DOMAIN: 'bounces.example.org',
  POSTGRES_PASSWORD: 'owner0123456789',
  COLPORTEUR_DB_PASSWORD: 'runtime0123456789',
  TRUSTED_PROXIES: '172.18.0.1',
  PUBLISH_ADDRESS: '127.0.0.1',
  PUBLISH_PORT: '8080',
  SIGN_UP_PER_MINUTE: '600',
  SIGN_UP_DISPOSABLE: 'allow',
  SIGN_UP_MX_CHECK: 'off',
  CONFIRMATION_DAYS: '7',
  OIDC_ISSUER: 'https://id.example.org/realms/desk',
  OIDC_CLIENT_ID: 'colporteur',
  OIDC_CLIENT_SECRET: 'what only this spec knows',
  OIDC_NAME: 'Newsroom account',
  OIDC_SCOPE: 'openid email groups',
  OIDC_GROUPS_CLAIM: 'roles',
  OIDC_GROUPS: 'desk-chiefs=admin,desk=editor',
  OIDC_LINK_BY_EMAIL: 'on',
  FETCH_ALLOWED_HOSTS: 'feeds.internal',
  POLL_MIN_SECONDS: '600',
  POLL_MAX_SECONDS: '7200',
  SOURCE_PAUSE_AFTER_HOURS: '48',
  DELIVERY_CONNECTIONS: '7',
  FILES_URL: 's3://key:secret@s3.internal/pictures',
  JOURNAL_URL: 's3://key:secret@s3.elsewhere/journal',
  ALLOWED_RECIPIENTS: '@news.example',
  ALARM_WEBHOOK_URL: 'https://pager.example/hook',
  LOG_LEVEL: 'warn',
  COLPORTEUR_TAG: 'v1',
};

const compose = readCompose(FILLED);

describe('docker-compose.yml', () => {
  it('runs migrations once, after the database is healthy and before everything that needs them', () => {
    const { migrate, api, worker } = compose.services;
    expect([migrate.command, api.command, worker.command]).toEqual([['migrate'], ['api'], ['worker']]);
    expect(migrate.restart).toBe('no');
    expect(migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const one of [api, worker])
      expect(one.depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
      });
  });

  it('asks every running service for its health, api and worker on the port each listens on', () => {
    for (const name of RUNNING) {
      const { healthcheck, restart } = compose.services[name];
      expect(healthcheck).toHaveProperty('test');
      expect(restart).toBe('unless-stopped');
    }
    for (const [name, port] of [['api', 'HTTP_PORT'], ['worker', 'WORKER_PORT']] as const) {
      const { healthcheck, environment } = compose.services[name];
      const test = 'test' in healthcheck ? healthcheck.test.join(' ') : '';
      expect(test).toContain(`process.env.${port} + '/health/ready'`);
      expect(environment[port]).toMatch(/^\d+$/);
      // From outside the container loopback is nobody.
      expect(environment['HTTP_HOST']).toBe('0.0.0.0');
    }
  }); // prettier-ignore

  it('gives our processes an environment the configuration knows in every name', () => {
    for (const name of OURS) {
      const { environment } = compose.services[name];
      const config = readConfig(environment);
      expect(Object.keys(environment).filter((variable) => !(variable in config.env))).toEqual([]);
      expect([config.isProduction, config.queueBackend]).toEqual([true, 'redis']);
    }
  });

  it('keeps the role that owns the tables to the migration, and the two roles apart', () => {
    const { migrate, api, worker, postgres } = compose.services;
    expect(api.environment).not.toHaveProperty('MIGRATION_DATABASE_URL');
    expect(worker.environment).not.toHaveProperty('MIGRATION_DATABASE_URL');
    const owner = new URL(migrate.environment['MIGRATION_DATABASE_URL'] ?? '');
    const runtime = new URL(migrate.environment['DATABASE_URL'] ?? '');
    expect(owner.username).not.toBe(runtime.username);
    expect([owner.username, owner.password, owner.pathname]).toEqual([
      postgres.environment['POSTGRES_USER'],
      postgres.environment['POSTGRES_PASSWORD'],
      `/${postgres.environment['POSTGRES_DB'] ?? ''}`,
    ]);
    expect([runtime.hostname, owner.hostname]).toEqual(['postgres', 'postgres']);
  });

  it('runs PostgreSQL 18 with its data where that version keeps it, and a queue that forgets nothing', () => {
    const { postgres, redis } = compose.services;
    expect(postgres.image).toBe('postgres:18');
    expect(postgres.volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(redis.command?.join(' ')).toBe('redis-server --maxmemory-policy noeviction --appendonly yes');
    expect(redis.volumes).toEqual(['redis:/data']);
    expect(Object.keys(compose.volumes)).toEqual(['postgres', 'redis', 'files']);
  });

  it('keeps pictures in a volume that api and worker share, unless they go elsewhere', () => {
    const { api, worker, migrate } = readCompose({ ...FILLED, FILES_URL: '' }).services;
    const place = readConfig(worker.environment).env.FILES_URL;
    expect(place).toEqual({ kind: 'folder', path: '/var/lib/colporteur/files' });
    for (const { volumes } of [api, worker]) expect(volumes).toEqual(['files:/var/lib/colporteur/files']);
    expect(migrate.volumes).toEqual([]);
    expect(readConfig(compose.services.api.environment).env.FILES_URL).toMatchObject({ kind: 's3' });
  });

  it('publishes the api alone, on loopback unless told otherwise, and leaves data services without a way out', () => {
    const published = Object.entries(compose.services).filter(([, one]) => one.ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['api']);
    expect(readCompose({ ...FILLED, PUBLISH_ADDRESS: '' }).services.api.ports).toEqual(['127.0.0.1:8080:3000']);
    expect(compose.networks['services']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis', 'migrate'] as const)
      expect(compose.services[name].networks).toEqual(['services']);
    expect(compose.services.worker.networks).toContain('outside');
  });

  it('leaves a worker the time one dialogue, its answer and the settling of its result may take', () => {
    const { env } = readConfig(compose.services.worker.environment);
    const longest = env.DELIVERY_DIALOGUE_SECONDS + env.DELIVERY_GRACE_SECONDS;
    expect(seconds(compose.services.worker.stop_grace_period ?? '')).toBeGreaterThan(longest);
  });

  it('gives our containers no more than they need', () => {
    for (const name of OURS) {
      const { image, build: context, init, read_only, cap_drop, security_opt, tmpfs } = compose.services[name];
      expect({ image, context, init, read_only, cap_drop, security_opt, tmpfs }).toEqual({
        image: 'colporteur:v1',
        context: '.',
        init: true,
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        tmpfs: ['/tmp'],
      });
    }
  });

  it('holds no secret, and refuses to start without one, saying which and why', () => {
    const insisted = [...composeVariables()].filter(([, { required }]) => required).map(([name]) => name);
    expect(insisted.sort()).toEqual([
      'COLPORTEUR_DB_PASSWORD',
      'POSTGRES_PASSWORD',
      'PUBLIC_URL',
      'SECRET_KEY',
      'SMTP_URL',
    ]);
    for (const name of insisted) {
      const message = new RegExp(`required variable ${name} is missing a value: \\w`);
      expect(() => readCompose({ ...FILLED, [name]: '' })).toThrow(message);
    }
    const { migrate, postgres } = compose.services;
    const passwords = ['DATABASE_URL', 'MIGRATION_DATABASE_URL'].map(
      (name) => new URL(migrate.environment[name] ?? '').password,
    );
    expect(passwords).toEqual([FILLED['COLPORTEUR_DB_PASSWORD'], FILLED['POSTGRES_PASSWORD']]);
    expect(postgres.environment['POSTGRES_PASSWORD']).toBe(FILLED['POSTGRES_PASSWORD']);
    for (const name of ['SECRET_KEY', 'SECRET_KEYS_PREVIOUS', 'SMTP_URL'])
      expect(migrate.environment[name]).toBe(FILLED[name]);
  });

  it('names in .env.example exactly what it asks for, with nothing secret filled in', () => {
    const example = new Map(
      readFileSync(projectPath('.env.example'), 'utf8')
        .split('\n')
        .flatMap((line) => {
          const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
          return name === undefined ? [] : [[name, value] as const];
        }),
    );
    expect([...example.keys()].sort()).toEqual([...composeVariables().keys()].sort());
    for (const [name, { required }] of composeVariables()) if (required) expect(example.get(name)).toBe('');
    expect(Object.keys(FILLED).sort()).toEqual([...example.keys()].sort());
  });
});
