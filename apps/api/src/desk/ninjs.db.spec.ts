import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SourceRepository } from '@app/dispatches';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { keyWith } from '../../../../test/support/operators.js';

const PATH = '/api/v1/dispatches';
/** Written for this spec. */
const DOCUMENT = {
  uri: 'urn:cms:gazette:1',
  version: '2',
  language: 'fr',
  urgency: 3,
  firstcreated: '2026-03-10T06:00:00Z',
  headlines: [{ role: 'main', contenttype: 'text/plain', value: 'Le tunnel est ouvert' }],
  descriptions: [{ value: 'Une phrase. Une autre.' }],
  bodies: [{ contenttype: 'text/html', value: '<p onclick="x()">Un paragraphe.<script>alert(1)</script></p>' }],
  usageterms: 'Pour nos lettres.',
};

let server: TestApi;
let key: Record<string, string>;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  const sources = new SourceRepository(server.database);
  await sources.ensure(server.database, { slug: 'agence', kind: 'api', name: 'Agence', isTrusted: true });
  await sources.ensure(server.database, { slug: 'autre', kind: 'api', name: 'Autre', language: 'es' });
  key = await keyWith(server, 'dispatches:write', 'dispatches:read');
});
afterAll(() => server.close());

async function post(body: unknown, path = PATH, headers: Record<string, string> = key) {
  const { status, text } = await server.json('POST', path, body, headers);
  expect(text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

async function refused(body: unknown, path?: string, headers?: Record<string, string>) {
  const before = await server.countRows();
  const answer = await post(body, path, headers);
  expect(await server.countRows()).toEqual(before);
  return answer;
}

async function send(body: string | Buffer, type = 'application/json') {
  const before = await server.countRows();
  const { status, text } = await server.ask('POST', PATH, { headers: { ...key, 'content-type': type }, body });
  expect(await server.countRows()).toEqual(before);
  return { status, body: JSON.parse(text) as Record<string, unknown> };
}

async function stored(id: unknown) {
  return server.database
    .selectFrom('dispatch')
    .innerJoin('source', 'source.id', 'dispatch.source_id')
    .selectAll('dispatch')
    .select('source.slug as source_slug')
    .where('dispatch.id', '=', String(id))
    .executeTakeFirstOrThrow();
}

describe('a ninjs document', () => {
  it('is stored, known again, updated by a higher version, and not by a lower one', async () => {
    const created = await post(DOCUMENT);
    expect(created).toEqual({ status: 201, body: { id: expect.any(String), version: 1, outcome: 'created' } });
    const { id } = created.body;
    expect(await stored(id)).toMatchObject({
      external_id: DOCUMENT.uri,
      headline: 'Le tunnel est ouvert',
      standfirst: 'Une phrase. Une autre.',
      body_html: '<p>Un paragraphe.</p>',
      urgency: 3,
      usage_terms: 'Pour nos lettres.',
      published_at: new Date('2026-03-10T06:00:00Z'),
      source_slug: 'api',
    });
    expect(await post(DOCUMENT)).toEqual({ status: 200, body: { id, version: 1, outcome: 'unchanged' } });
    const later = { ...DOCUMENT, version: '3', headlines: [{ value: 'Le tunnel est rouvert' }] };
    expect(await post(later)).toEqual({ status: 200, body: { id, version: 2, outcome: 'updated' } });
    const late = { ...DOCUMENT, version: '1', headlines: [{ value: 'Le tunnel est fermé' }] };
    expect(await post(late)).toEqual({ status: 200, body: { id, version: 2, outcome: 'unchanged', isLate: true } });
    expect((await stored(id)).headline).toBe('Le tunnel est rouvert');
  });

  it('is a draft while it is withheld, and in no edition before its embargo', async () => {
    const draft = { ...DOCUMENT, uri: 'urn:draft', pubstatus: 'withheld', embargoed: '2026-03-11T05:00:00Z' };
    const { body } = await post(draft, `${PATH}?source=agence`);
    expect(await stored(body['id'])).toMatchObject({
      status: 'withheld',
      embargoed_until: new Date('2026-03-11T05:00:00Z'),
    });
    await post({ ...draft, pubstatus: 'usable' }, `${PATH}?source=agence`);
    expect(await stored(body['id'])).toMatchObject({ status: 'usable', source_slug: 'agence' });
  });

  it('kills when its source is trusted, and withholds with an alarm when not', async () => {
    for (const [source, status] of [['agence', 'killed'], ['desk', 'withheld']] as const) {
      const document = { ...DOCUMENT, uri: `urn:kill:${source}`, source };
      const { id } = (await post(document)).body;
      expect(await post({ ...document, version: '9', pubStatus: 'canceled' })).toMatchObject({ status: 200, body: { id, outcome: 'updated' } });
      expect(await stored(id)).toMatchObject({ status });
      const alarms = await server.database.selectFrom('dispatch_alarm').select('code').where('dispatch_id', '=', String(id)).execute();
      expect(alarms).toEqual(status === 'killed' ? [] : [{ code: 'dispatch.source_kill' }]);
    }
  }); // prettier-ignore

  it('kills by a message that says nothing but that, and keeps the words', async () => {
    const document = { ...DOCUMENT, uri: 'urn:bare', source: 'agence' };
    const { id } = (await post(document)).body;
    const before = await stored(id);
    const kill = { uri: 'urn:bare', version: '9', pubstatus: 'canceled', source: 'agence' };
    expect(await post(kill)).toMatchObject({ status: 200, body: { id, outcome: 'updated' } });
    expect(await stored(id)).toMatchObject({ status: 'killed', headline: before['headline'], body_html: before['body_html'] });
    expect(await post(kill)).toMatchObject({ status: 200, body: { id, outcome: 'unchanged' } });
    expect(await refused({ ...kill, uri: 'urn:never' })).toMatchObject({ status: 404, body: { code: 'dispatch.unknown' } });
  }); // prettier-ignore

  it('takes the language of its source where it states none', async () => {
    const { body } = await post({ uri: 'urn:es', headline: 'Abre el túnel' }, `${PATH}?source=autre`);
    expect(await stored(body['id'])).toMatchObject({ language: 'es', source_slug: 'autre' });
  });

  it.each([
    ['no headline', { headlines: undefined }, 'headlines'],
    ['a headline of 10,000 characters', { headlines: [{ value: 'x'.repeat(10_000) }] }, 'headlines.0.value'],
    ['a language that is none', { language: 'klingonisch' }, 'language'],
    ['a number for a headline', { headlines: [{ value: 7 }] }, 'headlines.0.value'],
    ['an embargo nobody can read', { embargoed: 'next week' }, 'embargoed'],
    ['a status nobody knows', { pubstatus: 'deleted' }, 'pubstatus'],
    ['an urgency of 0', { urgency: 0 }, 'urgency'],
    ['a source that is a list', { source: ['agence'] }, 'source'],
  ])('with %s is refused, by the field', async (_, change, field) => {
    const answer = await refused({ ...DOCUMENT, uri: 'urn:bad', ...change });
    expect(answer).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    expect(answer.body['issues']).toEqual(expect.arrayContaining([expect.objectContaining({ path: field })]));
  });

  it('is stored without what cannot stand in a text', async () => {
    const odd = { ...DOCUMENT, uri: 'urn:odd', version: '99', headlines: [{ contenttype: 'text/plain', value: 'Un <b>titre</b>\u0000\r\nBcc: \ud800x' }], embargoed: '2020-01-01T00:00:00Z' }; // prettier-ignore
    const { status, body } = await post(odd);
    expect(status).toBe(201);
    expect(await stored(body['id'])).toMatchObject({ status: 'usable' });
    expect((await stored(body['id'])).headline).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });
});

describe('a body that is no document', () => {
  it.each([
    ['invalid UTF-8', Buffer.from('{"uri":"a","headline":"caf\xe9","language":"fr"}', 'latin1'), 400, 'request.not_utf8'],
    ['endless depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'request.too_deep'],
    ['deep inside', `{"uri":"a","headline":"x","language":"fr","x":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`, 400, 'request.too_deep'],
    ['no JSON', '{"uri":', 400, 'request.invalid'],
    ['a changed prototype', '{"uri":"a","headline":"x","language":"fr","__proto__":{"x":1}}', 400, 'request.invalid'],
    ['2 MB', JSON.stringify({ ...DOCUMENT, bodies: [{ value: 'x'.repeat(2_000_000) }] }), 413, 'request.too_large'],
  ])('(%s) is refused', async (_, body, status, code) => {
    expect(await send(body)).toMatchObject({ status, body: { code } });
  }); // prettier-ignore

  it('of XML is of no type that is read here', async () => {
    expect(await send('<a/>', 'application/xml')).toMatchObject({ status: 415, body: { code: 'request.media_type' } });
  });
});

describe('a key for one source', () => {
  it('writes to that one without naming it, and to no other', async () => {
    const bound = await keyWith(server, 'dispatches:write:agence', 'dispatches:read');
    const { status, body } = await post({ ...DOCUMENT, uri: 'urn:bound' }, PATH, bound);
    expect(status).toBe(201);
    expect(await stored(body['id'])).toMatchObject({ source_slug: 'agence' });
    for (const [given, path] of [[{ source: 'autre' }, PATH], [{ source: 'nobody' }, PATH], [{ source: 'agence' }, `${PATH}?source=autre`]] as const)
      expect(await refused({ ...DOCUMENT, uri: 'urn:bound:2', ...given }, path, bound)).toMatchObject({ status: 403, body: { code: 'operator.forbidden' } });
    const act = await server.json('POST', `${PATH}/${String(body['id'])}/kill`, { reason: 'x' }, bound);
    expect(act.status).toBe(403);
  }); // prettier-ignore

  it('and a key without the scope are told apart by what they may', async () => {
    const reader = await keyWith(server, 'dispatches:read');
    expect(await refused(DOCUMENT, PATH, reader)).toMatchObject({ status: 403 });
    expect(await refused([DOCUMENT], `${PATH}/batch`, reader)).toMatchObject({ status: 403 });
  });
});

describe('a batch', () => {
  it('answers for each document; one that is bad costs none of the others', async () => {
    const { status, body } = await post(
      [
        { ...DOCUMENT, uri: 'urn:b:1', source: 'agence' },
        { ...DOCUMENT, uri: 'urn:b:2', headlines: [] },
        { externalId: 'own-1', language: 'fr', headline: 'Le pont rouvre' },
        { ...DOCUMENT, uri: 'urn:b:3', source: 'nobody' },
        null,
        { ...DOCUMENT, uri: 'urn:b:1', source: 'agence' },
        { text: 'Publicité\n\nLire la suite' },
      ],
      `${PATH}/batch`,
    );
    expect(status).toBe(200);
    expect(body['results']).toMatchObject([
      { status: 201, outcome: 'created', version: 1 },
      { status: 422, code: 'request.invalid', issues: [{ path: 'headlines' }] },
      { status: 201, outcome: 'created' },
      { status: 404, code: 'source.unknown' },
      { status: 422, code: 'request.invalid' },
      { status: 200, outcome: 'unchanged' },
      { status: 422, code: 'dispatch.text_empty' },
    ]);
    const [first, , , , , again] = body['results'] as { id: string }[];
    expect(again?.id).toBe(first?.id);
  });

  it('holds a hundred documents, as a list or under `dispatches`', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...DOCUMENT, uri: `urn:many:${at}`, headlines: [{ value: `Dépêche ${at}` }] })); // prettier-ignore
    const { body } = await post({ dispatches: many(100) }, `${PATH}/batch`);
    expect(body['results']).toHaveLength(100);
    expect(new Set((body['results'] as { outcome: string }[]).map(({ outcome }) => outcome))).toEqual(new Set(['created'])); // prettier-ignore
    expect(await refused(many(101), `${PATH}/batch`)).toMatchObject({ status: 422 });
    expect(await refused({ documents: [] }, `${PATH}/batch`)).toMatchObject({ status: 422 });
    expect(await post([], `${PATH}/batch`)).toEqual({ status: 200, body: { results: [] } });
  });
});

describe('whatever is sent', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('\u0000', '\ud800', '<!--', ']]>', '2026-03-10', '9999-12-31T23:59:59Z', '1e999', 'https://a.example/\u0000'),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const part = fc.record({ role: odd, contenttype: fc.oneof(odd, fc.constant('text/html')), value: odd }, { requiredKeys: [] });
  const document = fc.record(
    {
      uri: fc.oneof(odd, fc.constant('urn:odd:1')), headlines: fc.oneof(odd, fc.array(part)), headline: odd, bodies: fc.oneof(odd, fc.array(part)),
      descriptions: fc.oneof(odd, fc.array(part)), language: fc.oneof(odd, fc.constant('fr')), version: odd, pubstatus: odd, urgency: odd,
      embargoed: odd, firstcreated: odd, by: odd, located: odd, link: odd, usageterms: odd, subjects: fc.oneof(odd, fc.array(fc.record({ name: odd, uri: odd }))),
      associations: fc.oneof(odd, fc.array(fc.record({ type: fc.constantFrom('picture', 'text'), headline: odd, renditions: fc.array(fc.record({ href: odd, width: odd })) }))),
    },
    { requiredKeys: ['uri'] },
  );
  const fields = fc.record(
    { externalId: odd, language: fc.oneof(odd, fc.constant('fr')), headline: odd, bodyHtml: odd, byline: odd, link: odd, publishedAt: odd, embargoedUntil: odd, categories: fc.array(odd), picture: fc.record({ url: odd, credit: odd }), rights: fc.record({ until: odd, credit: odd }) },
    { requiredKeys: ['externalId'] },
  );

  it('is stored or refused, and never an error of ours', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(document, fields, fc.record({ text: odd })), { maxLength: 30 }), async (bodies) => {
        const { status, body } = await post(bodies, `${PATH}/batch`);
        expect(status).toBe(200);
        const statuses = (body['results'] as { status: number }[]).map((result) => result.status);
        expect(statuses.filter((one) => ![200, 201, 404, 422].includes(one))).toEqual([]);
        expect(statuses).toHaveLength(bodies.length);
      }),
      { numRuns: 40 },
    );
  });
}); // prettier-ignore
