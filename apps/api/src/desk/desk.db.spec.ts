import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { ClaimEditions, NewsletterRepository, readerLinks } from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { InviteOperator, IssueApiKey, IssueSignInLink } from '@app/operators';
import { newId } from '@app/platform';
import { NOW, startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';

let server: TestApi;
let newsroom: Newsroom;
let cookie: string;

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  cookie = await signedIn('viewer', 'fr');
  await addDispatch('1', 'Le tunnel est ouvert', 'europe');
  await addDispatch('2', '<b>Deux</b> & trois', 'afrique');
});
afterAll(() => server.close());

async function invited(role: 'viewer' | 'editor', locale: string): Promise<string> {
  const address = `${newId()}@newsroom.example`;
  const invite = server.api.app.get(InviteOperator, { strict: false });
  return (await invite.invite({ address, name: 'Ana Ferreira', role, locale, invitedBy: null })).operatorId;
}

async function signedIn(role: 'viewer' | 'editor', locale: string): Promise<string> {
  const operatorId = await invited(role, locale);
  const { secret } = await server.api.app.get(IssueSignInLink, { strict: false }).issue({ operatorId, issuedBy: null });
  const { headers } = await server.ask('POST', `/admin/sign-in/${secret}`);
  return String(headers['set-cookie']?.[0]?.split(';')[0]);
}

async function keyWith(...scopes: string[]): Promise<Record<string, string>> {
  const request = { operatorId: await invited('editor', 'en'), name: 'CMS', scopes, issuedBy: null };
  const { key } = await server.api.app.get(IssueApiKey, { strict: false }).issue(request);
  return { authorization: `Bearer ${key}` };
}

async function addDispatch(externalId: string, headline: string, region: string): Promise<void> {
  const source = await server.api.app.get(SourceRepository, { strict: false }).bySlug('desk');
  if (source === undefined) throw new Error('the newsroom has no source');
  const link = `https://gazette.example/${externalId}`;
  const store = server.api.app.get(StoreDispatch, { strict: false });
  await store.store(source, {
    externalId,
    language: 'fr',
    headline,
    link,
    standfirst: 'Une phrase.',
    regions: [region],
  });
}

async function read(path: string, headers: Record<string, string> = { cookie }) {
  const { status, text, headers: answered } = await server.ask('GET', path, { headers });
  return { status, headers: answered, body: JSON.parse(text) as Record<string, unknown> };
}

describe('GET /api/v1/newsletters', () => {
  it('gives each with its template, readers, last and next edition, and nothing else', async () => {
    const { app } = server.api;
    const newsletter = await app.get(NewsletterRepository, { strict: false }).bySlug('matin');
    if (newsletter === undefined) throw new Error('the newsroom has no newsletter');
    const editionId = await app.get(ClaimEditions, { strict: false }).claimNow(newsletter);
    const { status, body, headers } = await read('/api/v1/newsletters');
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      newsletters: [
        {
          id: newsroom.newsletterId,
          slug: 'matin',
          name: 'Le Matin',
          language: 'fr',
          direction: 'ltr',
          familyName: 'Le Matin',
          timeZone: 'Europe/Paris',
          approval: 'automatic',
          template: { id: newsroom.templateId, slug: 'digest', name: 'Digest' },
          activeSubscriptions: 0,
          nextEdition: {
            dueAt: '2026-03-11T06:00:00.000Z',
            freezesAt: '2026-03-11T05:30:00.000Z',
            editionDate: '2026-03-11',
          },
          latestEdition: { id: editionId, editionDate: '2026-03-10', kind: 'digest', sequence: 2, state: 'claimed' },
        },
      ],
    });
  });

  it('counts who is active, and says when nothing is planned', async () => {
    await createNewsroom(server.database, { slug: 'nachrichten', language: 'ar', list_id: 'ar.gazette.example' });
    await server.database
      .deleteFrom('calendar_day')
      .where('newsletter_id', 'in', (eb) => eb.selectFrom('newsletter').select('id').where('slug', '=', 'nachrichten'))
      .execute();
    await server.post('/n/matin/subscribe', { address: 'ana@mail.example' });
    const { content } = await server.database.selectFrom('notice').select('content').executeTakeFirstOrThrow();
    await server.ask('POST', new URL(String(content['actionUrl'])).pathname);
    const { body } = await read('/api/v1/newsletters');
    expect(body['newsletters']).toEqual([
      expect.objectContaining({ slug: 'matin', activeSubscriptions: 1 }),
      expect.objectContaining({
        slug: 'nachrichten',
        direction: 'rtl',
        activeSubscriptions: 0,
        nextEdition: null,
        latestEdition: null,
      }),
    ]);
  });
});

describe('GET /api/v1/templates', () => {
  it('gives each in its newest version, with the newsletters that use it', async () => {
    const { status, body } = await read('/api/v1/templates');
    expect(status).toBe(200);
    expect(body).toEqual({
      templates: [
        {
          id: newsroom.templateId,
          slug: 'digest',
          name: 'Digest',
          kind: 'digest',
          version: 1,
          updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
          usedBy: expect.arrayContaining([{ id: newsroom.newsletterId, name: 'Le Matin' }]),
        },
      ],
    });
  });
});

describe('GET /api/v1/newsletters/:id/preview', () => {
  const path = (): string => `/api/v1/newsletters/${newsroom.newsletterId}/preview`;

  it('gives the message as it would leave, and writes nothing', async () => {
    const before = await server.countRows();
    const { status, body } = await read(path());
    expect(status).toBe(200);
    expect(await server.countRows()).toEqual(before);
    expect(Object.keys(body).toSorted()).toEqual(
      [
        'subject',
        'preheader',
        'from',
        'html',
        'text',
        'source',
        'htmlBytes',
        'dispatchCount',
        'sections',
        'window',
        'assembledAt',
        'warnings',
      ].toSorted(),
    );
    expect(body).toMatchObject({
      from: 'La Gazette <matin@gazette.example>',
      dispatchCount: 2,
      sections: [
        { name: 'Europe', count: 1 },
        { name: 'Afrique', count: 1 },
      ],
      window: { from: '2026-03-08T20:00:00.000Z', to: NOW.toISOString() },
      assembledAt: NOW.toISOString(),
    });
    const { subject, html, text, htmlBytes } = body as {
      subject: string;
      html: string;
      text: string;
      htmlBytes: number;
    };
    expect(subject).toContain('Le Matin');
    expect(html).toContain('&lt;b&gt;Deux&lt;/b&gt; &amp; trois');
    expect(html).toContain('href="#unsubscribe"');
    expect(text).toContain('Le tunnel est ouvert');
    for (const token of Object.values(readerLinks)) expect(html + text).not.toContain(token);
    expect(htmlBytes).toBeGreaterThan(5_000);
  });

  it('gives its source with the headers of a real one, and links that lead nowhere', async () => {
    const { body } = await read(path());
    const source = String(body['source']);
    const [head = ''] = source.split('\r\n\r\n');
    for (const header of [
      'From: La Gazette <matin@gazette.example>',
      'List-Unsubscribe: <http://127.0.0.1:3000/unsubscribe/preview>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Precedence: bulk',
      'Content-Type: multipart/alternative;',
    ]) {
      expect(head).toContain(header);
    }
    expect(head).toMatch(/^List-Id: .*<matin\.gazette\.example>/im);
    expect(source).not.toContain('@@');
    expect((await server.ask('POST', '/unsubscribe/preview')).status).toBe(404);
  });

  it('warns about empty sections, in the operator’s language', async () => {
    expect((await read(path())).body['warnings']).toEqual([
      'Rubriques vides\u00a0: France, Moyen-Orient, Amériques et Asie-Pacifique.',
    ]);
    const key = await keyWith('preview:read');
    expect((await read(path(), key)).body['warnings']).toEqual([
      'Empty sections: France, Moyen-Orient, Amériques, and Asie-Pacifique.',
    ]);
  });

  it('warns when there is nothing to say', async () => {
    const { newsletterId } = await createNewsroom(server.database, { slug: 'diario', language: 'es' });
    const { status, body } = await read(`/api/v1/newsletters/${newsletterId}/preview`);
    expect([status, body['dispatchCount'], body['warnings']]).toEqual([
      200,
      0,
      ['Aucune dépêche depuis la dernière édition\u00a0: il n’y a rien à envoyer.'],
    ]);
  });

  it('shows the same dispatches in another template, and says what is wrong with one', async () => {
    const templates = new TemplateRepository(server.database);
    const publish = (slug: string, mjml: string) =>
      templates.publish(server.database, {
        slug,
        kind: 'digest',
        name: slug,
        mjml,
        plainText: '{{ subject }}',
        note: '',
      });
    const other = await publish(
      'bare',
      '<mjml><mj-body><mj-section><mj-column><mj-text>Autrement: {{ subject }}</mj-text></mj-column></mj-section></mj-body></mjml>',
    );
    expect(String((await read(`${path()}?template=${other}`)).body['html'])).toContain('Autrement: Le Matin');
    const broken = await publish('broken', '<mjml><mj-body>{{ nothing.here }}</mj-body>');
    const refused = await read(`${path()}?template=${broken}`);
    expect([refused.status, refused.body['code']]).toEqual([422, 'template.invalid']);
    expect(JSON.stringify(refused.body)).not.toMatch(/node_modules|\.ts:\d/);
  });

  it.each([
    [() => `/api/v1/newsletters/${newId()}/preview`, 404, 'newsletter.unknown'],
    [() => `${path()}?template=${newId()}`, 404, 'template.unknown'],
    [() => `${path()}?template=digest`, 400, 'request.invalid'],
    [() => '/api/v1/newsletters/matin/preview', 400, 'request.invalid'],
  ])('%#: refuses what it does not know', async (at, status, code) => {
    expect(await read(at())).toMatchObject({ status, body: { status, code } });
  });
});

describe('GET /api/v1/editions/:id', () => {
  it('gives one edition', async () => {
    const { id } = await server.database.selectFrom('edition').select('id').executeTakeFirstOrThrow();
    const { status, body } = await read(`/api/v1/editions/${id}`, await keyWith('editions:read'));
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      newsletterId: newsroom.newsletterId,
      kind: 'digest',
      editionDate: '2026-03-10',
      sequence: 2,
      state: 'claimed',
      reason: null,
      dueAt: NOW.toISOString(),
      usefulUntil: '2026-03-10T18:00:00.000Z',
      windowFrom: null,
      cutOff: null,
      pausedAt: null,
      currentRevision: null,
    });
  });

  it('knows no other', async () => {
    expect(await read(`/api/v1/editions/${newId()}`)).toMatchObject({ status: 404, body: { code: 'edition.unknown' } });
    expect(await read('/api/v1/editions/x')).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});

describe('who may', () => {
  it.each([
    ['/api/v1/newsletters', 'editions:read', 'dispatches:read'],
    ['/api/v1/templates', 'preview:read', 'editions:read'],
    ['/api/v1/dispatches', 'dispatches:read', 'dispatches:write'],
  ])('%s needs %s; %s is not enough', async (path, scope, other) => {
    expect((await read(path, await keyWith(scope))).status).toBe(200);
    expect(await read(path, await keyWith(other))).toMatchObject({ status: 403, body: { code: 'operator.forbidden' } });
    expect(await read(path, {})).toMatchObject({ status: 401, body: { code: 'operator.unauthenticated' } });
  });
});
