import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { readerLinks } from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { newId } from '@app/platform';
import { NOW, startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { keyWith, signedIn } from '../../../../test/support/operators.js';

let server: TestApi;
let newsroom: Newsroom;
let session: { cookie: string };

beforeAll(async () => {
  server = await startTestApi();
  newsroom = await createNewsroom(server.database);
  session = await signedIn(server, 'viewer', 'fr');
  await addDispatch('1', 'Le tunnel est ouvert', 'europe');
  await addDispatch('2', '<b>Deux</b> & trois', 'afrique');
});
afterAll(() => server.close());

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

async function read(path: string, headers: Record<string, string> = session) {
  const { status, text, headers: answered } = await server.ask('GET', path, { headers });
  return { status, headers: answered, body: JSON.parse(text) as Record<string, unknown> };
}

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
    const key = await keyWith(server, 'preview:read');
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
