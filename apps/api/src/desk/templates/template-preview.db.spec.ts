import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TemplateRepository } from '@app/mail';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { openTestNewsroom } from '../../../../../test/support/demo-newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';

let server: TestApi;
let session: { cookie: string };
let digest: { id: string; mjml: string; plainText: string };

beforeAll(async () => {
  server = await startTestApi();
  await openTestNewsroom(server.api, server.database, server.clock.now());
  session = await signedIn(server, 'designer', 'en');
  const all = await server.api.app.get(TemplateRepository, { strict: false }).current();
  const found = all.find(({ slug }) => slug === 'digest');
  if (found === undefined) throw new Error('the newsroom has no digest template');
  digest = { id: found.templateId, mjml: found.mjml, plainText: found.plainText };
});
afterAll(() => server.close());

interface Preview {
  readonly html: string;
  readonly text: string;
  readonly source: string;
  readonly direction: string;
  readonly problems: readonly { readonly line?: number; readonly message: string }[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly isCut: boolean;
}

async function ask(route: 'preview' | 'problems', body: object): Promise<{ status: number; body: Preview }> {
  const origin = { origin: server.api.url, ...session };
  const { status, text } = await server.json('POST', `/api/v1/templates/${route}`, body, origin);
  return { status, body: JSON.parse(text) as Preview };
}

const wish = (change: object = {}): object => ({
  template: { id: digest.id },
  content: { sample: 'ordinary' },
  language: 'fr',
  ...change,
});

describe('POST /api/v1/templates/preview', () => {
  it('shows the very message and writes nothing', async () => {
    const before = await server.countRows();
    const { status, body } = await ask('preview', wish());
    expect(status).toBe(200);
    expect(await server.countRows()).toEqual(before);
    expect(body.headers.map(({ name }) => name)).toEqual(expect.arrayContaining(['From', 'Subject', 'List-Unsubscribe']));
    expect(body.source).toContain('Content-Type: multipart/alternative');
    expect(body.html).not.toContain('@@');
    expect(body.text).toContain('Lisbonne');
  }); // prettier-ignore

  it('shows what is being typed, and says by line what does not render', async () => {
    const draft = { ...digest, mjml: digest.mjml.replace('<mj-body', '<mj-body css-class="typed"'), id: undefined };
    const typed = await ask('preview', wish({ template: { id: digest.id, draft } }));
    expect(typed.body.html).toContain('typed');
    const viewer = await signedIn(server, 'viewer', 'en');
    const typing = wish({ template: { id: digest.id, draft: { mjml: digest.mjml, plainText: '' } } });
    for (const route of ['preview', 'problems'])
      expect(
        (await server.json('POST', `/api/v1/templates/${route}`, typing, { origin: server.api.url, ...viewer })).status,
      ).toBe(403);
    const broken = { mjml: `${digest.mjml}\n{% if %}`, plainText: digest.plainText };
    const refused = await ask('preview', wish({ template: { id: digest.id, draft: broken } }));
    expect(refused.status).toBe(422);
    const { body } = await ask('problems', wish({ template: { id: digest.id, draft: broken } }));
    expect(body.problems[0]?.line).toBe(broken.mjml.split('\n').length);
    expect((await ask('problems', wish())).body.problems).toEqual([]);
  });

  it('answers each appearance, words for pictures, and another direction', async () => {
    const html = async (change: object): Promise<string> => (await ask('preview', wish(change))).body.html;
    expect(await html({ appearance: 'dark' })).toContain('@media (min-width:0)');
    expect(await html({ appearance: 'light' })).toContain('@media (max-width:0)');
    expect(await html({ appearance: 'forced-outlook' })).toContain('#333333');
    expect(await html({})).toContain('src="data:image/svg+xml');
    expect(await html({ pictures: false })).not.toContain('<img src');
    const arabic = await ask('preview', wish({ content: { sample: 'arabic' }, language: undefined }));
    expect(arabic.body.direction).toBe('rtl');
  });

  it('cuts for a profile, and never for more than the template’s reader may see', async () => {
    expect((await ask('preview', wish({ profile: 'two-regions' }))).body.isCut).toBe(true);
    const nobody = { reader: '00000000-0000-7000-8000-000000000000' };
    expect((await ask('preview', wish({ profile: nobody }))).status).toBe(404);
  });

  it('shows a newsletter’s next edition', async () => {
    const { newsletters } = JSON.parse((await server.ask('GET', '/api/v1/newsletters', { headers: session })).text) as {
      newsletters: { id: string; slug: string }[];
    };
    const newsletter = newsletters.find(({ slug }) => slug === 'monde')?.id;
    const { status, body } = await ask('preview', wish({ content: { newsletter, edition: 'proposal' } }));
    expect(status).toBe(200);
    expect(body.html).toContain('Le monde ce matin');
  });

  it('refuses what it does not know', async () => {
    for (const change of [{ content: { sample: 'other' } }, { content: {} }, { language: '../x' }, { profile: {} }])
      expect((await ask('preview', wish(change))).status).toBe(422);
    const unknown = { id: '00000000-0000-7000-8000-000000000000' };
    expect((await ask('preview', wish({ template: unknown }))).status).toBe(404);
  });
});
