import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;

beforeAll(async () => {
  server = await startTestApi({ CONFIRMATION_DAYS: '9' });
});
afterAll(() => server.close());

describe('the settings', () => {
  it('say what this installation is, and none of its secrets', async () => {
    const { status, text } = await server.ask('GET', '/api/v1/settings', { headers: await signedIn(server, 'admin') });
    expect({ status, text }).toMatchObject({ status: 200 });
    expect(JSON.parse(text)).toMatchObject({
      publicUrl: 'http://127.0.0.1:3000',
      environment: 'test',
      sending: { armed: true, disarmedAt: null, cause: null },
      queue: 'postgres',
      openid: null,
      versions: { node: process.versions.node },
    });
    expect((JSON.parse(text) as { retention: unknown[] }).retention).toContainEqual({ what: 'unconfirmed', days: 9 });
    const { SECRET_KEY, DATABASE_URL, SMTP_URL } = server.test.config.env;
    for (const secret of [SECRET_KEY, DATABASE_URL, SMTP_URL]) expect(text).not.toContain(secret);
  });

  it('are an administrator’s', async () => {
    const { status } = await server.ask('GET', '/api/v1/settings', { headers: await signedIn(server, 'editor') });
    expect(status).toBe(403);
  });
});
