import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InviteOperator, IssueApiKey, IssueSignInLink } from '@app/operators';
import { Log, readConfig, type Config, type OperatorRole } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { Caller, Public, Requires } from './access.js';
import { ApiModule } from './api.module.js';
import { createServer } from './http-server.js';
import { applicationOptions } from './start-api.js';

@Controller('api/probe')
class ProbeController {
  @Get('undeclared')
  undeclared(): string {
    return 'secret';
  }
  @Get('open')
  @Public()
  open(): string {
    return 'open';
  }
  @Get('read')
  @Requires('dispatches:read')
  read(@Caller() caller: { kind: string }): { kind: string } {
    return { kind: caller.kind };
  }
  @Post('write')
  @Requires('dispatches:write')
  write(): { done: true } {
    return { done: true };
  }
  @Post('administer')
  @Requires('administer')
  administer(): { done: true } {
    return { done: true };
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

async function start(config: Config, log = new Log('silent')): Promise<{ app: NestFastifyApplication; url: string }> {
  const module = {
    module: ProbeModule,
    imports: [ApiModule.forRoot(config, log)],
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    createServer(config, log),
    applicationOptions(log),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, url: await app.getUrl() };
}

let test: TestDatabase;
let app: NestFastifyApplication;
let url: string;
let counter = 0;

beforeAll(async () => {
  test = await createTestDatabase();
  ({ app, url } = await start(test.config));
});
afterAll(async () => {
  await app.close();
  await test.close();
});

async function invited(role: OperatorRole): Promise<string> {
  counter += 1;
  const address = `desk-${counter}@newsroom.example`;
  const { operatorId } = await app.get(InviteOperator).invite({ address, name: 'Ana Ferreira', role, invitedBy: null });
  return operatorId;
}

async function linkFor(role: OperatorRole): Promise<string> {
  const { secret } = await app.get(IssueSignInLink).issue({ operatorId: await invited(role), issuedBy: null });
  return `/admin/sign-in/${secret}`;
}

/** `name=value` of a fresh session's cookie. */
async function signedIn(role: OperatorRole): Promise<string> {
  const response = await fetch(url + (await linkFor(role)), { method: 'POST', redirect: 'manual' });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function keyWith(...scopes: string[]): Promise<Record<string, string>> {
  const request = { operatorId: await invited('editor'), name: 'CMS', scopes, issuedBy: null };
  const { key } = await app.get(IssueApiKey).issue(request);
  return { authorization: `Bearer ${key}` };
}

async function ask(method: string, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { method, headers, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, body, code: body['code'] };
}

const ours = { 'sec-fetch-site': 'same-origin' };

describe('a sign-in link', () => {
  it('shows a button however often it is opened, lets in once, and then no more', async () => {
    const link = await linkFor('editor');
    for (let opened = 0; opened < 3; opened += 1) {
      const page = await ask('GET', link, { 'accept-language': 'fr' });
      expect(page.status).toBe(200);
      expect(page.text).toContain(`<form method="post" action="${link}">`);
      expect(page.text).toContain('Se connecter');
      expect(page.headers.get('set-cookie')).toBeNull();
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect((await ask('HEAD', link)).headers.get('set-cookie')).toBeNull();

    const entered = await ask('POST', link, ours);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/admin']);
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const session = await ask('GET', '/api/v1/session', { cookie });
    expect([session.status, session.body]).toEqual([
      200,
      {
        operator: { id: expect.any(String), name: 'Ana Ferreira', role: 'editor', locale: 'en' },
        rights: {
          everywhere: ['view', 'edit', 'approve', 'override', 'send', 'flash', 'kill'],
          newsletters: [],
          families: [],
        },
      },
    ]);

    const again = await ask('POST', link, { ...ours, 'accept-language': 'fr' });
    expect(again.status).toBe(404);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(again.text).toContain('Ce lien n’est plus valable');
  });

  it('is not used up by another site', async () => {
    const link = await linkFor('editor');
    const refused = await ask('POST', link, { 'sec-fetch-site': 'cross-site', accept: 'application/json' });
    expect([refused.status, refused.code]).toEqual([403, 'request.cross_site']);
    expect((await ask('POST', link, ours)).status).toBe(303);
  });

  it('repeats no markup that stands in its address', async () => {
    const page = await ask('GET', `/admin/sign-in/${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('<script');
  });
});

describe('the session cookie', () => {
  it('is out of reach for scripts and other sites', async () => {
    const { headers } = await ask('POST', await linkFor('viewer'));
    const [pair = '', ...flags] = (headers.get('set-cookie') ?? '').split('; ');
    expect(pair).toMatch(/^colporteur_session=[A-Za-z0-9_-]{43}$/);
    expect(flags.map((flag) => flag.replace(/=.*GMT$/, ''))).toEqual(
      expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/', 'Expires']),
    );
    expect(flags).not.toContain('Secure');
  });

  it('is bound to the host and to TLS where the installation is reached by https', async () => {
    const config = readConfig({ ...process.env, ...asEnvironment(test.config), PUBLIC_URL: 'https://news.example' });
    const secure = await start(config);
    try {
      const response = await fetch(secure.url + (await linkFor('viewer')), { method: 'POST', redirect: 'manual' });
      const cookie = response.headers.get('set-cookie') ?? '';
      expect(cookie).toMatch(/^__Host-colporteur=/);
      expect(cookie.split('; ')).toEqual(expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']));
      expect(cookie).not.toMatch(/Domain/i);
    } finally {
      await secure.app.close();
    }
  });

  it('is worth nothing after signing out', async () => {
    const cookie = await signedIn('viewer');
    const left = await ask('DELETE', '/api/v1/session', { cookie, ...ours });
    expect(left.status).toBe(204);
    expect(left.headers.get('set-cookie')).toMatch(/^colporteur_session=;.*Expires=Thu, 01 Jan 1970/);
    expect((await ask('GET', '/api/v1/session', { cookie })).code).toBe('operator.unauthenticated');
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling host', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['nobody knows where', {}],
  ])('changes nothing for %s', async (_, headers) => {
    const cookie = await signedIn('admin');
    const refused = await ask('POST', '/api/probe/administer', { cookie, ...headers });
    expect([refused.status, refused.code]).toEqual([403, 'request.cross_site']);
    expect((await ask('POST', '/api/probe/administer', { cookie, ...ours })).status).toBe(201);
    expect((await ask('POST', '/api/probe/administer', { cookie, origin: test.config.publicUrl })).status).toBe(201);
  });
});

describe('deny by default', () => {
  it('closes a route that declares nothing, to strangers and to administrators', async () => {
    expect((await ask('GET', '/api/probe/undeclared')).status).toBe(401);
    const refused = await ask('GET', '/api/probe/undeclared', { cookie: await signedIn('admin') });
    expect([refused.status, refused.code]).toEqual([403, 'route.undeclared']);
    expect(refused.text).not.toContain('secret');
    expect((await ask('GET', '/api/probe/open')).text).toBe('open');
  });

  it('tells strangers how to come in', async () => {
    const refused = await ask('GET', '/api/v1/session');
    expect([refused.status, refused.code]).toEqual([401, 'operator.unauthenticated']);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
  });

  it.each([
    ['viewer', 403],
    ['designer', 403],
    ['editor', 201],
    ['admin', 201],
  ] as const)('asks for the role: %s may write dispatches by hand: %d', async (role, status) => {
    const cookie = await signedIn(role);
    expect((await ask('POST', '/api/probe/write', { cookie, ...ours })).status).toBe(status);
    expect((await ask('GET', '/api/probe/read', { cookie })).status).toBe(200);
  });
});

describe('an API key', () => {
  it('does what its scope says, from anywhere, and nothing else', async () => {
    const key = await keyWith('dispatches:write');
    expect((await ask('POST', '/api/probe/write', { ...key, 'sec-fetch-site': 'cross-site' })).status).toBe(201);
    for (const [method, path] of [
      ['GET', '/api/probe/read'],
      ['POST', '/api/probe/administer'],
      ['GET', '/api/v1/session'],
    ] as const) {
      const refused = await ask(method, path, key);
      expect([refused.status, refused.code]).toEqual([403, 'operator.forbidden']);
    }
    expect((await ask('GET', '/api/probe/read', await keyWith('dispatches:read'))).body).toEqual({ kind: 'api_key' });
  });

  it('that is wrong is not saved by a good cookie, but another scheme leaves the cookie alone', async () => {
    const cookie = await signedIn('editor');
    expect((await ask('GET', '/api/probe/read', { cookie, authorization: 'Bearer clp_00000000_x' })).status).toBe(401);
    expect((await ask('GET', '/api/probe/read', { cookie, authorization: 'Basic eDp5' })).body).toEqual({
      kind: 'operator',
    });
  });
});

/** A configuration back as the environment it was read from, as far as another start needs it. */
function asEnvironment({ env }: Config): Record<string, string> {
  const { DATABASE_URL, SECRET_KEY, SMTP_URL } = env;
  return { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL, SECRET_KEY, SMTP_URL };
}
