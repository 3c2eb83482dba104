import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { signUpPolicy } from '../pages/sign-up-pages.js';

const SITE = 'https://gazette.example';
const OTHER_SITE = 'https://evening.example:8443';
const STRANGER = 'https://stranger.example';
/** Bytes over the wire that an article page may have to carry for the form. */
const EMBED_BYTES_MAX = 10 * 1024;

const words = (slug: string): string => `/api/public/v1/newsletters/${slug}`;
const subscriptions = (slug: string): string => `${words(slug)}/subscriptions`;

let server: TestApi;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database, { allowed_origins: [SITE] });
  await createNewsroom(server.database, {
    slug: 'sabah',
    language: 'ar',
    name: 'الصباح',
    promise: '',
    allowed_origins: [
      SITE,
      OTHER_SITE,
      '*',
      "https://x.example; script-src 'unsafe-inline'",
      'null',
      `${STRANGER}/path`,
    ],
  });
  await createNewsroom(server.database, { slug: 'evening', language: 'en', name: 'The Evening' });
});
afterAll(() => server.close());

const asking = (method: string, path: string, origin?: string): Promise<Answer> =>
  server.ask(method, path, { headers: origin === undefined ? {} : { origin } });

const corsHeaders = ({ headers }: Answer): string[] =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('which sites’ scripts may call the public API', () => {
  it.each([
    ['matin', SITE, true],
    ['matin', OTHER_SITE, false],
    ['matin', STRANGER, false],
    ['matin', 'null', false],
    ['matin', `${SITE}.stranger.example`, false],
    ['matin', 'http://gazette.example', false],
    ['sabah', SITE, true],
    ['sabah', OTHER_SITE, true],
    ['sabah', 'https://evening.example', false],
    ['sabah', STRANGER, false],
    ['sabah', '*', false],
    ['sabah', 'null', false],
    ['evening', SITE, false],
    ['soir', SITE, false],
  ])('%s asked by %s: %s', async (slug, origin, isAllowed) => {
    const body = JSON.stringify({ address: 'ana@' });
    const headers = { origin, 'content-type': 'application/json' };
    const answers = [
      await asking('OPTIONS', subscriptions(slug), origin),
      await asking('GET', words(slug), origin),
      await server.ask('POST', subscriptions(slug), { headers, body }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(slug === 'soir' ? [204, 404, 404] : [204, 200, 422]);
    for (const { headers: answered } of answers) {
      expect(answered['access-control-allow-origin']).toBe(isAllowed ? origin : undefined);
      expect(answered['access-control-allow-credentials']).toBeUndefined();
      expect(answered.vary).toContain('Origin');
    }
    if (!isAllowed) expect(answers.flatMap(corsHeaders)).toEqual([]);
  });

  it('answers a preflight with what a form needs and no more', async () => {
    const { status, headers, text } = await asking('OPTIONS', subscriptions('matin'), SITE);
    expect([status, text]).toEqual([204, '']);
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': '600',
    });
  });

  it('lets a site read why it was refused, also before any handler', async () => {
    const headers = { origin: SITE, 'content-type': 'application/json' };
    const broken = await server.ask('POST', subscriptions('matin'), { headers, body: '{"address":' });
    expect([broken.status, broken.headers['access-control-allow-origin']]).toEqual([400, SITE]);
    const large = await server.ask('POST', subscriptions('matin'), { headers, body: 'x'.repeat(100_000) });
    expect([large.status, large.headers['access-control-allow-origin']]).toEqual([413, SITE]);
    expect(broken.headers['access-control-expose-headers']).toBe('Retry-After');
  });

  it('shows the list to everybody, and opens nothing else', async () => {
    const list = await asking('GET', '/api/public/v1/newsletters', STRANGER);
    expect([list.status, list.headers['access-control-allow-origin']]).toEqual([200, '*']);
    for (const path of ['/', '/n/matin', '/n/matin/frame', '/privacy', '/api/openapi.json', '/api/v1/newsletters'])
      expect([path, corsHeaders(await asking('GET', path, SITE))]).toEqual([path, []]);
  });

  it('still takes a plain form from any site', async () => {
    const answer = await server.post('/n/matin/subscribe', { address: 'plain@mail.example' }, { origin: STRANGER });
    expect([answer.status, answer.headers.location]).toEqual([303, '/n/matin?sent=1']);
  });
});

describe('the words of a form', () => {
  it('are the newsletter’s own, right to left where it is', async () => {
    const { headers, text } = await asking('GET', words('sabah'));
    expect(headers['cache-control']).toBe('public, max-age=60');
    const form = JSON.parse(text) as { words: Record<string, unknown>; ticket: string };
    expect(form).toMatchObject({
      slug: 'sabah',
      language: 'ar',
      direction: 'rtl',
      promise: 'تصلك كل الأخبار الدولية مباشرة إلى بريدك الإلكتروني',
      url: 'http://127.0.0.1:3000/n/sabah',
      privacyUrl: 'http://127.0.0.1:3000/privacy',
      trapField: 'website',
      words: { button: 'أشترك', sentTitle: 'راجع بريدك الإلكتروني' },
    });
    expect(form.ticket).not.toBe('');
    expect(form.words['suspected']).toMatch(/\{typed\}.*\{suggested\}/);
    expect(form.words['takeSuggestion']).toContain('{address}');
    const errors = Object.entries(form.words['errors'] as Record<string, string>);
    expect(errors.length).toBeGreaterThan(6);
    expect(errors.filter(([, said]) => said === '')).toEqual([]);
  });

  it.each(['/api/public/v1/newsletters/soir', '/api/public/v1/newsletters/%00'])(
    'are not there at %s',
    async (path) => {
      const { status, text } = await asking('GET', path);
      expect([status, JSON.parse(text)]).toMatchObject([404, { code: 'newsletter.unknown' }]);
    },
  );
});

describe('the form in a frame', () => {
  const ancestors = ({ headers }: Answer): string | undefined =>
    /frame-ancestors (.*)$/.exec(String(headers['content-security-policy']))?.[1];

  it('may be shown by the newsletter’s own sites, and by nobody where it has none', async () => {
    const page = await asking('GET', '/n/matin/frame');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toBe(signUpPolicy(`'self' ${SITE}`));
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.text).toContain('action="/n/matin/frame"');
    // What is no origin is left out: it would end the directive and begin another.
    expect(ancestors(await asking('GET', '/n/sabah/frame'))).toBe(`'self' ${SITE} ${OTHER_SITE}`);
    expect(ancestors(await asking('GET', '/n/evening/frame'))).toBe("'self'");
    expect(ancestors(await asking('GET', '/n/matin'))).toBe("'none'");
    expect((await asking('GET', '/n/soir/frame')).status).toBe(404);
  });

  it.each([
    [`${SITE}/monde/article?reader=ana`, `${SITE}/monde/article`],
    [`${STRANGER}/`, 'http://127.0.0.1:3000/n/matin'],
    ['', 'http://127.0.0.1:3000/n/matin'],
  ])('framed by %s says it stood on %s', async (referer, page) => {
    const shown = await server.ask('GET', '/n/matin/frame?placement=foot', { headers: { referer } });
    expect(shown.text).toContain(`name="page" value="${page}"`);
    expect(shown.text).toContain('name="placement" value="foot"');
  });

  it('stays in the frame with every answer', async () => {
    const taken = await server.post('/n/matin/frame', { address: 'framed@mail.example' });
    expect([taken.status, taken.headers.location]).toEqual([303, '/n/matin/frame?sent=1']);
    const sent = await asking('GET', '/n/matin/frame?sent=1');
    expect(sent.text).toContain('Regardez votre boîte mail');
    const refused = await server.post('/n/matin/frame', { address: 'framed@' });
    expect(refused.status).toBe(422);
    for (const answer of [taken, sent, refused]) expect(ancestors(answer)).toBe(`'self' ${SITE}`);
    expect(refused.text).toContain('value="framed@"');
  });
});

describe('/embed.js', () => {
  it('is a script any site may load, small, kept for a while, and asked about again by its tag', async () => {
    const script = await asking('GET', '/embed.js', STRANGER);
    expect(script.status).toBe(200);
    expect(script.headers).toMatchObject({
      'content-type': expect.stringMatching(/^(text|application)\/javascript; charset=utf-8$/i),
      'cache-control': 'public, max-age=600',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
    const zipped = await server.ask('GET', '/embed.js', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(zipped.headers.etag).not.toBe(script.headers.etag);
    expect(Number(zipped.headers['content-length'])).toBeLessThan(EMBED_BYTES_MAX);
    expect(script.text).not.toMatch(/cookie\s*=|localStorage|sessionStorage|indexedDB|innerHTML|eval\(/);
    const headers = { 'if-none-match': String(script.headers.etag) };
    const again = await server.ask('GET', '/embed.js', { headers });
    expect([again.status, again.text]).toEqual([304, '']);
    const other = { 'if-none-match': String(zipped.headers.etag) };
    expect((await server.ask('GET', '/embed.js', { headers: other })).status).toBe(200);
    const solver = await asking('GET', '/assets/proof.js', STRANGER);
    expect(solver.headers['access-control-allow-origin']).toBe('*');
  });
});
