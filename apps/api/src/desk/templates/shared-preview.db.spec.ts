import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SharePreview } from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { openTestNewsroom } from '../../../../../test/support/demo-newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let designer: { cookie: string };
let digest: { id: string; mjml: string; plainText: string };

beforeAll(async () => {
  server = await startTestApi();
  await openTestNewsroom(server.api, server.database, server.clock.now());
  designer = await signedIn(server, 'designer', 'en');
  const all = await server.api.app.get(TemplateRepository, { strict: false }).current();
  const found = all.find(({ slug }) => slug === 'digest');
  if (found === undefined) throw new Error('the newsroom has no digest template');
  digest = { id: found.templateId, mjml: found.mjml, plainText: found.plainText };
});
afterAll(() => server.close());

interface Shared {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: string;
}

async function ask(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const headers = { origin: server.api.url, ...designer };
  if (body !== undefined) return server.json(method, path, body, headers);
  return server.ask(method, path, { headers });
}

async function share(change: object = {}): Promise<Shared> {
  const wish = { template: { id: digest.id }, content: { sample: 'ordinary' }, language: 'fr', days: 3, ...change };
  const { status, text } = await ask('POST', '/api/v1/previews', wish);
  expect([status, text]).toEqual([201, expect.any(String)]);
  return JSON.parse(text) as Shared;
}

/** As somebody without an account. */
async function look(url: string, query = ''): Promise<{ status: number; headers: Headers; text: string }> {
  const { pathname } = new URL(url);
  const answer = await fetch(`${server.api.url}${pathname}${query}`, { headers: { 'accept': 'text/html', 'accept-language': 'fr' } }); // prettier-ignore
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('a shared preview', () => {
  it('is seen without an account, in a frame where nothing runs, and looking changes nothing', async () => {
    const { url } = await share();
    const before = await server.countRows();
    const { status, headers, text } = await look(url);
    expect([status, await server.countRows()]).toEqual([200, before]);
    expect(text).toContain('sandbox=""');
    expect(text).not.toMatch(/<script|reader@|@readers|\/unsubscribe\//);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; (?!.*script-src)/);
    expect(['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => headers.get(name))).toEqual(['no-store', 'no-referrer', 'noindex, nofollow']); // prettier-ignore
    expect((await look(url, '?look=outlook&width=phone')).text).toContain('class="mail phone"');
    const plain = await look(url, '?part=text&look=%00&width[]=x');
    expect([plain.status, plain.text.includes('<iframe'), plain.text.includes('Lisbonne')]).toEqual([200, false, true]);
  });

  it('keeps what a template’s author would break out with inside the frame', async () => {
    const evil = `"></iframe><script>alert(1)</script><img src=x onerror=alert(1)>'`;
    const draft = {
      mjml: digest.mjml.replace('</mj-body>', () => `<mj-raw>${evil}</mj-raw></mj-body>`),
      plainText: `${digest.plainText}\n</pre>${evil}`,
    };
    const { url } = await share({ template: { id: digest.id, draft } });
    for (const query of ['', '?part=text', '?look=dark', '?look="><script>']) {
      const { text } = await look(url, query);
      expect(text).not.toMatch(/<script|<img/i);
      expect(text.match(/<\/(?:iframe|pre)>/g)).toHaveLength(1);
    }
  });

  it('stays as it was when it was shared, until its last day', async () => {
    const now = server.clock.now();
    const { url, expiresAt } = await share({ days: 1 });
    const days = (Date.parse(expiresAt) - now.getTime()) / 86_400_000;
    expect(days).toBeCloseTo(1);
    const before = await look(url);
    server.clock.set(new Date(Date.parse(expiresAt) - 1000));
    expect((await look(url)).text).toBe(before.text);
    server.clock.set(new Date(Date.parse(expiresAt) + 1000));
    const over = await look(url);
    expect([over.status, over.text.includes('preview.over'), over.text.includes('<html lang="fr"')]).toEqual([404, true, true]); // prettier-ignore
    expect(await server.api.app.get(SharePreview, { strict: false }).forgetOver()).toBe(1);
    server.clock.set(now);
  });

  it('tells altered, foreign and unknown links no more than that there is nothing', async () => {
    const token = new URL((await share()).url).pathname.split('/').at(-1) ?? '';
    const flipped = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    const seen = await Promise.all(
      [flipped, token.slice(0, -2), 'x', '%00', `${token}A`, 'x'.repeat(2000)].map(async (wrong) => {
        const answer = await fetch(`${server.api.url}/preview/${wrong}`, { headers: { accept: 'text/html' } });
        return answer.status;
      }),
    );
    expect(seen.every((status) => status === 404 || status === 414)).toBe(true);
  });

  it('is listed without its link, and taken back', async () => {
    const { id, url } = await share();
    const listed = await ask('GET', `/api/v1/previews?template=${digest.id}&limit=1`);
    const page = JSON.parse(listed.text) as { previews: { id: string }[]; next: string | null };
    expect([page.previews[0]?.id, page.next]).toEqual([id, id]);
    expect(listed.text).not.toContain(new URL(url).pathname);
    const stored = await server.database.selectFrom('shared_preview').selectAll().where('id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    expect(JSON.stringify(stored)).not.toContain(new URL(url).pathname.split('/').at(-1));
    const other = await signedIn(server, 'designer', 'en');
    const asked = { headers: { origin: server.api.url, ...other } };
    expect((await server.ask('DELETE', `/api/v1/previews/${id}`, asked)).status).toBe(404);
    expect((await server.ask('GET', '/api/v1/previews', asked)).text).toContain('"previews":[]');
    const admin = { headers: await signedIn(server, 'admin', 'en') };
    expect((await server.ask('GET', '/api/v1/previews?limit=1', admin)).text).toContain(id);
    expect((await ask('DELETE', `/api/v1/previews/${id}`)).status).toBe(204);
    expect((await look(url)).status).toBe(404);
    expect((await ask('DELETE', `/api/v1/previews/${id}`)).status).toBe(404);
    const acts = await server.database.selectFrom('audit_entry').select('action').where('object', '=', `preview:${id}`).orderBy('id').execute(); // prettier-ignore
    expect(acts.map(({ action }) => action)).toEqual(['preview.shared', 'preview.revoked']);
  });

  it('of a next edition shows nothing while a dispatch is held back, and nothing more when it is killed', async () => {
    const newsletter = await server.database.selectFrom('newsletter').select('id').where('slug', '=', 'monde').executeTakeFirstOrThrow(); // prettier-ignore
    const { id, url } = await share({
      content: { newsletter: newsletter.id, edition: 'proposal' },
      language: undefined,
    });
    expect((await look(url)).status).toBe(200);
    const { holds } = await server.database.selectFrom('shared_preview').select('holds').where('id', '=', id).executeTakeFirstOrThrow(); // prettier-ignore
    const first = holds[0] ?? '';
    const changed = async (change: {
      status?: 'withheld' | 'usable';
      embargoed_until?: Date | null;
    }): Promise<number> => {
      await server.database.updateTable('dispatch').set(change).where('id', '=', first).execute();
      return (await look(url)).status;
    };
    expect(await changed({ status: 'withheld' })).toBe(404);
    expect(await changed({ status: 'usable', embargoed_until: new Date(server.clock.now().getTime() + 60_000) })).toBe(
      404,
    );
    expect((await ask('GET', '/api/v1/previews?limit=1')).text).toContain('"isShown":false');
    expect(await server.api.app.get(SharePreview, { strict: false }).forgetOver()).toBe(0);
    expect(await changed({ embargoed_until: null })).toBe(200);
    await server.database.updateTable('dispatch').set({ status: 'killed' }).where('id', 'in', holds).execute();
    expect((await look(url)).status).toBe(404);
  });

  it('takes one to thirty days, and nothing it does not know', async () => {
    const wish = { template: { id: digest.id }, content: { sample: 'ordinary' } };
    for (const wrong of [
      { days: 0 },
      { days: 31 },
      { days: 1.5 },
      {},
      { days: 1, to: 'x' },
      { days: 1, profile: { reader: digest.id } },
    ])
      expect((await ask('POST', '/api/v1/previews', { ...wish, ...wrong })).status).toBe(422);
    expect((await ask('GET', '/api/v1/previews?after=x')).status).toBe(400);
  });
});
