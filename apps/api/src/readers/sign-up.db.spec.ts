import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyedHash, TokenSigner } from '@app/platform';
import { startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { HONEYPOT_FIELD } from '../pages/pages.js';

const PATH = '/n/matin/subscribe';
const API_PATH = '/api/public/v1/newsletters/matin/subscriptions';

let server: TestApi;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
});
afterEach(async () => {
  await server.database.deleteFrom('notice').execute();
  await server.database.deleteFrom('subscription').execute();
  await server.database.deleteFrom('subscriber').execute();
});
afterAll(() => server.close());

/** What a reader could compare: everything but the time of day. */
function seen({ status, headers, text }: Answer): unknown {
  return { status, headers: { ...headers, date: '' }, text };
}

/** The confirmation's link, as it was written into the outbox. */
async function confirmPath(address: string): Promise<string> {
  const { content } = await server.database
    .selectFrom('notice')
    .select('content')
    .where('address', '=', address)
    .where('kind', '=', 'confirmation')
    .executeTakeFirstOrThrow();
  return new URL(String(content['actionUrl'])).pathname;
}

async function writesNothing(ask: () => Promise<Answer>): Promise<Answer> {
  const before = await server.countRows();
  const answer = await ask();
  expect(await server.countRows()).toEqual(before);
  expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
  return answer;
}

describe('"Je m’abonne"', () => {
  it('answers 303 to the page that says to look into the mailbox', async () => {
    const answer = await server.post(PATH, { address: 'ana@mail.example' });
    expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/n/matin?sent=1', '']);
    const page = await server.ask('GET', String(answer.headers.location));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Regardez votre boîte mail');
    expect(page.text).toContain('La Gazette du Large');
  });

  it('owes a confirmation and records what the reader was shown, where, and that it is only asked for', async () => {
    const page = 'https://gazette.example/monde/article?reader=ana#foot';
    await server.post(PATH, { address: 'ana@mail.example', page, placement: ' pied\r\nd’article ' });
    const asked = await server.database
      .selectFrom('consent')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    expect(asked).toMatchObject({
      act: 'requested',
      basis: null,
      language: 'fr',
      page: 'https://gazette.example/monde/article',
      placement: 'pied d’article',
      occurred_at: server.clock.now(),
    });
    const form = (await server.ask('GET', '/n/matin')).text;
    const lines = asked.wording.split('\n');
    expect(lines).toContain('Je m’abonne');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(form).toContain(line);
    expect(asked.wording_version).toBe(createHash('sha256').update(asked.wording).digest('hex').slice(0, 16));
    expect(await server.database.selectFrom('subscription').select('state').execute()).toEqual([{ state: 'pending' }]);
    expect(await confirmPath('ana@mail.example')).toMatch(/^\/confirm\/[\w-]+$/);
  });

  it('takes the page from the Referer where the form does not name it', async () => {
    const headers = { referer: 'https://gazette.example/une?utm_source=x' };
    await server.post(PATH, { address: 'referer@mail.example' }, headers);
    const asked = await server.database.selectFrom('consent').select('page').orderBy('id', 'desc').executeTakeFirst();
    expect(asked).toEqual({ page: 'https://gazette.example/une' });
  });

  it('shows everybody the same, byte for byte: new, pending, active, suppressed, erased', async () => {
    const fresh = seen(await server.post(PATH, { address: 'new@mail.example' }));
    const pending = seen(await server.post(PATH, { address: 'new@mail.example' }));
    await server.ask('POST', await confirmPath('new@mail.example'));
    const states = await server.database.selectFrom('subscription').select('state').execute();
    expect(states).toEqual([{ state: 'active' }]);
    const active = seen(await server.post(PATH, { address: 'New@mail.example' }));
    await suppress('muted@mail.example', 'complaint');
    await suppress('erased@mail.example', 'erased');
    const suppressed = seen(await server.post(PATH, { address: 'muted@mail.example' }));
    const erased = seen(await server.post(PATH, { address: 'erased@mail.example' }));
    for (const other of [pending, active, suppressed, erased]) expect(other).toEqual(fresh);

    const script = (address: string) => server.json('POST', API_PATH, { address });
    const newcomer = await script('script@mail.example');
    expect([newcomer.status, newcomer.text]).toEqual([202, '{"status":"pending"}']);
    for (const address of ['script@mail.example', 'new@mail.example', 'muted@mail.example', 'erased@mail.example']) {
      expect(seen(await script(address))).toEqual(seen(newcomer));
    }
  });

  it('writes to nobody who is suppressed', async () => {
    await suppress('bounced@mail.example', 'hard_bounce');
    await writesNothing(() => server.post(PATH, { address: 'bounced@mail.example' }));
  });

  it('answers whoever fills in what nobody sees like anybody else, and forgets it', async () => {
    const human = seen(await server.post(PATH, { address: 'human@mail.example', [HONEYPOT_FIELD]: '' }));
    const trapped = { address: 'machine@mail.example', [HONEYPOT_FIELD]: 'https://spam.example' };
    expect(seen(await writesNothing(() => server.post(PATH, trapped)))).toEqual(human);
    const answer = await writesNothing(() => server.json('POST', API_PATH, trapped));
    expect([answer.status, answer.text]).toEqual([202, '{"status":"pending"}']);
  });

  it('takes the other form encoding, and a script’s time zone', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="address"\r\n\r\nmulti@mail.example\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await server.ask('POST', PATH, { headers, body })).status).toBe(303);
    await server.json('POST', API_PATH, { address: 'zone@mail.example', timeZone: 'America/Lima' });
    await server.json('POST', API_PATH, { address: 'moon@mail.example', timeZone: 'Moon/Tycho' });
    const people = await server.database
      .selectFrom('subscriber')
      .select(['address', 'time_zone'])
      .orderBy('address')
      .execute();
    expect(people).toEqual([
      { address: 'moon@mail.example', time_zone: null },
      { address: 'multi@mail.example', time_zone: null },
      { address: 'zone@mail.example', time_zone: 'America/Lima' },
    ]);
  });
});

describe('several newsletters by one press of the button', () => {
  beforeAll(async () => {
    await createNewsroom(server.database, { slug: 'soiree', name: 'Le Soir', family_id: null });
    await createNewsroom(server.database, { slug: 'morning', language: 'en', name: 'The Morning' });
    await createNewsroom(server.database, { slug: 'essai', language: 'es', name: 'Ensayo', is_public: false });
  });

  const asked = (): Promise<{ slug: string; state: string }[]> =>
    server.database
      .selectFrom('subscription')
      .innerJoin('newsletter', 'newsletter.id', 'subscription.newsletter_id')
      .select(['newsletter.slug', 'subscription.state'])
      .orderBy('newsletter.slug')
      .execute();
  const encoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
  const part = (name: string, value: string): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  it.each([
    ['one box', encoded, 'address=ana@mail.example&newsletters=morning', ['matin', 'morning']],
    [
      'two boxes, one twice, and its own',
      encoded,
      'address=ana@mail.example&newsletters=morning&newsletters=soiree&newsletters=morning&newsletters=matin',
      ['matin', 'morning', 'soiree'],
    ],
    [
      'the other encoding',
      multipart,
      `${part('address', 'ana@mail.example')}${part('newsletters', 'soiree')}${part('newsletters', 'morning')}--b--\r\n`,
      ['matin', 'morning', 'soiree'],
    ],
  ])('%s asks for each once, and confirms once', async (_, headers, body, slugs) => {
    const answer = await server.ask('POST', PATH, { headers, body });
    expect([answer.status, answer.headers.location]).toEqual([303, '/n/matin?sent=1']);
    expect(await asked()).toEqual(slugs.map((slug) => ({ slug, state: 'pending' })));
    expect(await server.database.selectFrom('notice').select('kind').execute()).toEqual([{ kind: 'confirmation' }]);
  });

  it.each(['nirgends', 'essai', "soiree'--", 'x'.repeat(5_000)])(
    'gives none for %s rather than fewer',
    async (slug) => {
      const fields = { address: 'ana@mail.example', newsletters: slug };
      const answer = await writesNothing(() => server.post(PATH, fields));
      expect([answer.status, answer.text.includes('newsletter.unknown')]).toEqual([404, true]);
    },
  );

  it('refuses more than any form offers', async () => {
    const boxes = Array.from({ length: 25 }, (_, at) => `newsletters=n${at}`).join('&');
    const body = `address=ana@mail.example&${boxes}`;
    expect((await writesNothing(() => server.ask('POST', PATH, { headers: encoded, body }))).status).toBe(400);
  });

  it('gives the form back with the boxes as they were', async () => {
    const body = 'address=ana@&newsletters=morning';
    const { text } = await writesNothing(() => server.ask('POST', PATH, { headers: encoded, body }));
    expect(text).toMatch(/name="newsletters" value="morning" checked>/);
    expect(text).toMatch(/name="newsletters" value="soiree">/);
  });
});

describe('a slip in the domain', () => {
  const typed = 'ana@gmial.com';

  it('is asked about, and nothing is sent meanwhile', async () => {
    const answer = await writesNothing(() => server.post(PATH, { address: typed }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('«\u00a0gmial.com\u00a0»\u00a0: vouliez-vous écrire «\u00a0gmail.com\u00a0»');
    expect(answer.text).toContain('name="suggestion" value="ana@gmail.com"');
    expect(answer.text).toContain(`name="keepAddress" value="${typed}"`);
    expect(answer.text).toMatch(/aria-invalid="true" autofocus/);
  });

  it.each([
    ['the suggestion', { suggestion: 'ana@gmail.com' }, 'ana@gmail.com'],
    ['what was typed', { keepAddress: typed }, typed],
  ])('the reader takes %s', async (_, button, address) => {
    expect((await server.post(PATH, { address: typed, ...button })).status).toBe(303);
    expect(await server.database.selectFrom('notice').select('address').execute()).toEqual([{ address }]);
  });

  it('is asked about again when it is another one', async () => {
    const answer = await server.post(PATH, { address: 'ana@hotmial.com', keepAddress: typed });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('hotmail.com');
  });
});

describe('bad input on the form', () => {
  it.each(['not an address', 'ana@', 'ana@localhost', '<script>alert(1)</script>@mail.example', 'x'.repeat(5_000)])(
    'gives the form back with %j and says what to do',
    async (address) => {
      const answer = await writesNothing(() => server.post(PATH, { address, page: 'https://gazette.example/a' }));
      expect(answer.status).toBe(422);
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.text).toContain('<html lang="fr" dir="ltr">');
      expect(answer.text).toContain('Cette adresse n’est pas valable.');
      expect(answer.text).toContain('aria-invalid="true"');
      expect(answer.text).toContain(`value="${address.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`);
      expect(answer.text).toContain('value="https://gazette.example/a"');
    },
  );

  it('gives the form back without an address', async () => {
    expect((await writesNothing(() => server.post(PATH, {}))).status).toBe(422);
    expect((await writesNothing(() => server.ask('POST', PATH))).status).toBe(422);
    const answer = await writesNothing(() => server.json('POST', API_PATH, {}));
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      422,
      { code: 'request.invalid', issues: [{ path: 'address' }] },
    ]);
  });

  it('names an invalid address by its code to a script', async () => {
    const answer = await writesNothing(() => server.json('POST', API_PATH, { address: 'ana@' }));
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(answer.text)).toMatchObject({ status: 422, code: 'subscriber.address_invalid' });
  });

  it.each([
    ['/n/soir/subscribe', 404, 'newsletter.unknown', 'Cette newsletter n’existe pas'],
    ['/n/%00/subscribe', 404, 'newsletter.unknown', 'Cette newsletter n’existe pas'],
    ['/n//subscribe', 422, 'form.newsletter_missing', 'Aucune newsletter choisie'],
    ['/n/subscribe', 422, 'form.newsletter_missing', 'Aucune newsletter choisie'],
  ])('%s is answered %i %s, in the reader’s language', async (path, status, code, title) => {
    const headers = { 'accept-language': 'fr-CA,fr;q=0.9,en;q=0.5' };
    const answer = await writesNothing(() => server.post(path, { address: 'ana@mail.example' }, headers));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`${status} ${code}`);
    expect(answer.text).toContain(title);
    expect(answer.text).toContain('La Gazette du Large');
    const arabic = await server.post(path, { address: 'ana@mail.example' }, { 'accept-language': 'ar' });
    expect(arabic.text).toContain('<html lang="ar" dir="rtl">');
  });

  it.each([
    ['/api/public/v1/newsletters/soir/subscriptions', 404, 'newsletter.unknown'],
    ['/api/public/v1/newsletters//subscriptions', 422, 'form.newsletter_missing'],
  ])('%s is answered %i %s as a problem document', async (path, status, code) => {
    const answer = await writesNothing(() => server.json('POST', path, { address: 'ana@mail.example' }));
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([status, { status, code }]);
  });

  it('refuses 1 MB', async () => {
    const body = `address=ana@mail.example&page=${'x'.repeat(1024 * 1024)}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'es' };
    const page = await writesNothing(() => server.ask('POST', PATH, { headers, body }));
    expect(page.status).toBe(413);
    expect(page.text).toContain('413 request.too_large');
    expect(page.text).toContain('<html lang="es" dir="ltr">');
    const large = { address: 'ana@mail.example', page: 'x'.repeat(1024 * 1024) };
    const problem = await writesNothing(() => server.json('POST', API_PATH, large));
    expect([problem.status, JSON.parse(problem.text)]).toMatchObject([413, { code: 'request.too_large' }]);
  });

  it.each(['ana@mail.example\r\nBcc: all@mail.example', 'ana\r\nBcc: all@mail.example', 'ana@mail.example\u0000'])(
    'refuses the injected address %j',
    async (address) => {
      expect((await writesNothing(() => server.post(PATH, { address }))).status).toBe(422);
      expect((await writesNothing(() => server.json('POST', API_PATH, { address }))).status).toBe(422);
    },
  );

  it('lets nothing injected elsewhere reach what is stored', async () => {
    const injected = 'x\r\nBcc: all@mail.example\u0000';
    const fields = { page: `https://gazette.example/${injected}`, placement: injected, timeZone: injected };
    expect((await server.post(PATH, { address: 'one@mail.example', ...fields })).status).toBe(303);
    expect((await server.json('POST', API_PATH, { address: 'two@mail.example', ...fields })).status).toBe(202);
    const asked = await server.database
      .selectFrom('consent')
      .select(['page', 'placement'])
      .orderBy('id', 'desc')
      .limit(2)
      .execute();
    const notices = await server.database.selectFrom('notice').select(['address', 'content']).execute();
    expect(asked).toHaveLength(2);
    expect(notices).toHaveLength(2);
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
    expect(JSON.stringify([asked, notices])).not.toMatch(/\\[rn]|\\u0000|[\u0000-\u001f]/);
    expect(JSON.stringify(notices)).not.toContain('Bcc');
  });

  it('says 400 to a broken body and 415 to one it does not read', async () => {
    const broken = await writesNothing(() =>
      server.ask('POST', API_PATH, { headers: { 'content-type': 'application/json' }, body: '{"address":' }),
    );
    expect([broken.status, JSON.parse(broken.text)]).toMatchObject([400, { code: 'request.invalid' }]);
    const headers = { 'content-type': 'text/xml', 'accept-language': 'fr' };
    const strange = await writesNothing(() => server.ask('POST', PATH, { headers, body: '<address/>' }));
    expect(strange.status).toBe(415);
    expect(strange.text).toContain('Nous n’avons pas compris cette demande');
  });
});

async function suppress(address: string, cause: 'complaint' | 'erased' | 'hard_bounce'): Promise<void> {
  const key = new TokenSigner(server.test.config, server.clock).stableKey('address');
  await server.database
    .insertInto('suppression')
    .values({ address_hash: keyedHash(key, address), cause })
    .execute();
}
