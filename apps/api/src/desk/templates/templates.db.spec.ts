import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type TestApi } from '../../../../../test/support/api.js';
import { openTestNewsroom } from '../../../../../test/support/demo-newsroom.js';
import { signedIn } from '../../../../../test/support/operators.js';
import { until } from '../../../../../test/support/sending.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../../test/support/scripted-relay.js';

let relay: ScriptedRelay;
let server: TestApi;
let session: { cookie: string };
let digest: string;

type Body = Record<string, unknown>;

beforeAll(async () => {
  relay = await startScriptedRelay();
  server = await startTestApi({ SMTP_URL: relay.url });
  await openTestNewsroom(server.api, server.database, server.clock.now());
  session = await signedIn(server, 'designer', 'en');
  const { body } = await ask('GET', '');
  const found = (body['templates'] as { id: string; slug: string }[]).find(({ slug }) => slug === 'digest');
  digest = found?.id ?? '';
});
afterAll(async () => {
  await server.close();
  await relay.close();
});

async function ask(method: string, path: string, given?: object, headers: Record<string, string> = {}) {
  const all = { origin: server.api.url, ...session, ...headers };
  const url = `/api/v1/templates${path}`;
  const answer = given === undefined ? await server.ask(method, url, { headers: all }) : await server.json(method, url, given, all); // prettier-ignore
  return { ...answer, body: (answer.text === '' ? {} : JSON.parse(answer.text)) as Body };
}

let made = 0;
async function create(change: object = {}): Promise<Body & { id: string }> {
  made += 1;
  const { status, body } = await ask('POST', '', { slug: `own-${made}`, name: 'Sport', kind: 'digest', ...change });
  expect({ status, body }).toMatchObject({ status: 201, body: { version: 1 } });
  return { ...body, id: String(body['id']) };
}

const problem = (status: number, code: string, details: object = {}) => ({ status, body: { code, ...details } });

describe('a template', () => {
  it('begins as shipped, is published from what its author saw, and comes back', async () => {
    const { id, mjml, plainText } = await create();
    const better = String(mjml).replace('<mj-body', '<!-- ours --><mj-body');
    const given = { mjml: better, plainText, note: 'ours', baseVersion: 1 };
    const published = await ask('POST', `/${id}/versions`, given);
    expect(published).toMatchObject({ status: 201, body: { version: 2, usedBy: [] } });
    const late = await ask('POST', `/${id}/versions`, { ...given, mjml: `${String(mjml)}<!-- late -->` });
    expect(late).toMatchObject(problem(409, 'template.version_moved', { details: { version: 2 } }));
    expect((await ask('POST', `/${id}/restore`, { version: 1, note: 'back' })).body).toMatchObject({ version: 3 });
    const { body } = await ask('GET', `/${id}/versions?limit=2`);
    const author = { name: 'Ana Ferreira' };
    expect(body['versions']).toMatchObject([{ number: 3, note: 'back', isShipped: false, author }, { number: 2, note: 'ours' }]);
    const rest = await ask('GET', `/${id}/versions?limit=2&after=${String(body['next'])}`);
    expect(rest.body).toMatchObject({ versions: [{ number: 1 }], next: null });
    expect((await ask('GET', `/${id}/versions?after=x`)).status).toBe(400);
    expect((await ask('GET', `/${id}/versions/2`)).body).toMatchObject({ number: 2, mjml: better });
    expect(await ask('GET', `/${id}/versions/9`)).toMatchObject(problem(404, 'template.no_version'));
  }); // prettier-ignore

  it('that does not render, or loses the way out, is kept by nobody', async () => {
    const { id, mjml, plainText } = await create();
    const given = { plainText, note: '', baseVersion: 1 };
    const broken = await ask('POST', `/${id}/versions`, { ...given, mjml: '<mjml><mj-body>{{ nowhere }}</mj-body></mjml>' });
    expect(broken).toMatchObject(problem(422, 'template.invalid'));
    expect(broken.text).toContain('"line":1');
    const without = String(mjml).replaceAll(/links\.unsubscribe/g, 'links.privacy');
    const unfit = { ...given, plainText: 'nothing', mjml: without };
    const override = { reason: 'it is late' };
    expect(await ask('POST', `/${id}/versions`, { ...unfit, override })).toMatchObject({ status: 403 });
    const admin = await signedIn(server, 'admin', 'en');
    expect(await ask('POST', `/${id}/versions`, { ...unfit, override }, admin)).toMatchObject(problem(422, 'template.blocked'));
    const blocked = await ask('POST', `/${id}/versions`, unfit);
    expect(blocked).toMatchObject(problem(422, 'template.blocked'));
    expect(blocked.text).toContain('preflight.');
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ version: 1 });
  }); // prettier-ignore

  it('is not made twice, of another kind, nor from nothing', async () => {
    const { slug } = await create();
    const again = await ask('POST', '', { slug, name: 'Sport', kind: 'digest' });
    expect(again).toMatchObject(problem(409, 'template.slug_taken'));
    const other = await ask('POST', '', { slug: 'frame', name: 'Frame', kind: 'notice', from: digest });
    expect(other).toMatchObject(problem(409, 'template.kind_differs'));
    for (const bad of [{ slug: '../x' }, { slug: 'ok', kind: 'theme' }, { slug: 'ok', name: '' }, { slug: 'ok', from: 'x' }])
      expect((await ask('POST', '', { name: 'x', kind: 'digest', ...bad })).status).toBe(422);
    expect((await ask('GET', '/not-an-id')).status).toBe(400);
  }); // prettier-ignore

  it('is archived unless it is used', async () => {
    const { id } = await create();
    expect((await ask('PATCH', `/${id}`, { name: 'Football' })).body).toMatchObject({ name: 'Football' });
    expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    expect((await ask('GET', `/${id}`)).body).toMatchObject({ isArchived: true, usedBy: [] });
    const refused = await ask('DELETE', `/${digest}`);
    expect(refused).toMatchObject(problem(409, 'template.in_use'));
    const archived = (await ask('GET', '?archived=true')).body['templates'] as Body[];
    expect(archived.map((template) => template['id'])).toEqual([id]);
    expect(await ask('POST', `/${id}/unarchive`)).toMatchObject({ status: 200, body: { isArchived: false } });
    expect((await ask('GET', '?archived=true')).body['templates']).toEqual([]);
  });

  it('takes no text that cannot be kept', async () => {
    const { id, mjml, plainText } = await create();
    const whole = { mjml: `${String(mjml)} `, plainText, note: '', baseVersion: 1 };
    for (const bad of ['a\0', 'a\ud800']) {
      for (const change of [{ mjml: bad }, { plainText: bad }, { note: bad }])
        expect((await ask('POST', `/${id}/versions`, { ...whole, ...change })).status).toBe(422);
      expect((await ask('PATCH', `/${id}`, { name: bad })).status).toBe(422);
      expect((await ask('POST', '/format', { mjml: bad })).status).toBe(422);
    }
  });

  it('that is a partial is read before anybody names it, and told by its own lines', async () => {
    const { id, slug } = await create({ kind: 'partial' });
    const broken = { mjml: '<mj-text>{{ given }}</mj-text>', plainText: 'one\n{% if %}', note: '', baseVersion: 1 };
    const refused = await ask('POST', `/${id}/versions`, broken);
    expect(refused).toMatchObject(problem(422, 'template.invalid'));
    expect(refused.body['details']).toEqual({ problems: [expect.objectContaining({ part: 'text', partial: slug, line: 2 })] });
    expect((await ask('POST', `/${id}/versions`, { ...broken, plainText: '{{ given }}' })).status).toBe(201);
  }); // prettier-ignore

  it('that frames notices is looked at as a mail, and somebody may answer for it', async () => {
    const { id, mjml, plainText } = await create({ kind: 'notice' });
    const pale = String(mjml).replace('</mj-body>', '<mj-section><mj-column><mj-text color="#cccccc">Bonjour</mj-text></mj-column></mj-section></mj-body>');
    const given = { mjml: pale, plainText, note: '', baseVersion: 1 };
    const refused = await ask('POST', `/${id}/versions`, given);
    expect(refused).toMatchObject(problem(422, 'template.blocked'));
    expect(refused.text).toContain('preflight.contrast_light');
    const admin = await signedIn(server, 'admin', 'en');
    expect((await ask('POST', `/${id}/versions`, { ...given, override: { reason: 'it is late' } }, admin)).status).toBe(201);
  }); // prettier-ignore

  it('of every kind begins with something that may be published', async () => {
    for (const kind of ['flash', 'notice', 'partial']) await create({ kind });
  });
});

it('a draft is kept under its tag, and no window writes over another', async () => {
  const { id } = await create();
  const draft = { mjml: 'one', plainText: 'eins', baseVersion: 1 };
  expect((await ask('PUT', `/${id}/draft`, draft)).status).toBe(428);
  const first = await ask('PUT', `/${id}/draft`, draft, { 'if-none-match': '*' });
  const etag = first.headers.etag ?? '';
  expect((await ask('PUT', `/${id}/draft`, draft, { 'if-none-match': '*' })).status).toBe(412);
  const second = await ask('PUT', `/${id}/draft`, { ...draft, mjml: 'two' }, { 'if-match': etag });
  expect(second).toMatchObject({ status: 200, body: { mjml: 'two' } });
  const stale = await ask('PUT', `/${id}/draft`, draft, { 'if-match': etag });
  expect(stale).toMatchObject(problem(412, 'template.draft_changed_meanwhile'));
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ draft: { mjml: 'two', baseVersion: 1 }, drafts: [{}] });
  expect((await ask('DELETE', `/${id}/draft`, undefined, { 'if-match': second.headers.etag ?? '' })).status).toBe(204);
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ draft: null, drafts: [] });
});

describe('a test mail', () => {
  it('goes to operators only, marked, with links that do nothing', async () => {
    const { id: recipient, address } = await server.database
      .selectFrom('operator')
      .select(['id', 'address'])
      .where('role', '=', 'designer')
      .executeTakeFirstOrThrow();
    const wish = { to: address, content: { sample: 'ordinary' }, language: 'fr' };
    const sent = await ask('POST', `/${digest}/test-sends`, wish);
    expect(sent).toMatchObject({ status: 202, body: { outcome: 'submitted', transport: 'smtp-url' } });
    const message = relay.accepted.at(-1)?.raw.toString('utf8') ?? '';
    expect(message).toContain('List-Unsubscribe: <http://127.0.0.1:3000/test-mail>');
    expect(message).toMatch(/^Subject: .*Essai/m);
    expect(message).not.toContain('@@');
    const named = await ask('POST', `/${digest}/test-sends`, { ...wish, transport: 'nobody' });
    expect(named).toMatchObject(problem(404, 'transport.unknown'));
    const admin = await signedIn(server, 'admin', 'en');
    const stranger = { ...wish, to: 'reader@readers.example' };
    expect(await ask('POST', `/${digest}/test-sends`, stranger, admin)).toMatchObject(problem(422, 'template.test_not_allowed'));
    expect(relay.accepted).toHaveLength(1);
    const trace = await server.database.selectFrom('audit_entry').selectAll().where('action', '=', 'template.test_sent').execute();
    expect(trace).toHaveLength(1);
    expect(trace[0]?.detail).toEqual({ recipient, transport: 'smtp-url', outcome: 'submitted' });
  }); // prettier-ignore

  it('tells nobody but administrators whose addresses are operators’', async () => {
    await signedIn(server, 'editor', 'en');
    const colleague = await server.database.selectFrom('operator').select('address').where('role', '=', 'editor').executeTakeFirstOrThrow();
    const wish = { content: { sample: 'ordinary' }, transport: 'smtp-url' };
    const told = async (to: string) => ({ ...(await ask('POST', `/${digest}/test-sends`, { ...wish, to })).body, id: '' });
    const arrived = relay.accepted.length + 1;
    const answer = await told(colleague.address);
    expect([answer, await told('reader@readers.example')]).toEqual([{ id: '', transport: 'smtp-url', outcome: 'undisclosed', reply: '' }, answer]);
    await until('the colleague’s test is there', () => relay.accepted.length === arrived);
  }); // prettier-ignore

  it('of a notice comes in the name of the house, and its link does nothing', async () => {
    const { body } = await ask('GET', '');
    const notice = (body['templates'] as { id: string; slug: string }[]).find(({ slug }) => slug === 'notice');
    const admin = await signedIn(server, 'admin', 'en');
    const { address: to } = await server.database.selectFrom('operator').select('address').where('role', '=', 'admin').executeTakeFirstOrThrow();
    const sent = await ask('POST', `/${notice?.id ?? ''}/test-sends`, { to, content: { notice: 'confirmation' }, language: 'fr' }, admin);
    expect(sent).toMatchObject({ status: 202, body: { outcome: 'submitted' } });
    const message = relay.accepted.at(-1)?.raw.toString('utf8') ?? '';
    expect(message).toMatch(/^X-Colporteur-Test: yes/m);
    expect(message).not.toMatch(/harbour-post|^List-/m);
    expect(message.replaceAll('=\r\n', '')).toContain('http://127.0.0.1:3000/test-mail');
  }); // prettier-ignore

  it('is limited by the minute, and its links answer a page', async () => {
    const wish = { to: 'nobody@readers.example', content: { sample: 'ordinary' } };
    const answers: number[] = [];
    for (let n = 0; n < 8; n += 1) answers.push((await ask('POST', `/${digest}/test-sends`, wish)).status);
    expect(answers.at(-1)).toBe(429);
    for (const method of ['GET', 'POST']) {
      const page = await server.ask(method, '/test-mail', { headers: { 'accept-language': 'fr' } });
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('message d’essai')]);
    }
  });
});
