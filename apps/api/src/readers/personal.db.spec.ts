import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { z } from 'zod';
import { TokenSigner, loadMessages, projectPath, shippedLocales } from '@app/platform';
import { ConsentReceipts, ReaderLinks } from '@app/subscribers';
import { startTestApi, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';

const messages = loadMessages(projectPath('apps', 'api', 'locales'));
const content = z.object({ actionUrl: z.string() });

let server: TestApi;
let counter = 0;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
});
afterAll(() => server.close());

interface Reader {
  readonly address: string;
  readonly id: string;
  readonly preferences: string;
}

async function pathOf(kind: string, address: string): Promise<string> {
  const row = await server.database
    .selectFrom('notice')
    .select('content')
    .where('kind', '=', kind)
    .where('address', '=', address)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return new URL(content.parse(row.content).actionUrl).pathname;
}

/** An active reader, as rows: how they came here is not what is looked at. */
async function reader(locale = 'fr'): Promise<Reader> {
  counter += 1;
  const address = `lectrice-${counter}@readers.example`;
  const { rows } = await sqlReader(address, locale);
  const [row] = rows;
  if (row === undefined) throw new Error('no reader was made');
  const links = new ReaderLinks(server.test.config, new TokenSigner(server.test.config, server.clock));
  return { address, id: row.id, preferences: new URL(links.preferencesUrl(row.subscription_id)).pathname };
}

function sqlReader(address: string, locale: string) {
  return sql<{ id: string; subscription_id: string }>`
    with person as (
      insert into subscriber (id, address, canonical_address, address_hash, locale)
      values (gen_random_uuid(), ${address}, ${address}, sha256(${address}::bytea), ${locale}) returning id
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, page)
      select gen_random_uuid(), person.id, n.id, 'given', 'confirmed', 'Je m’abonne <b>', '0f', 'fr', 'https://gazette.example/a'
        from person, newsletter n returning id, subscriber_id, newsletter_id
    )
    insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at, regions)
    select gen_random_uuid(), subscriber_id, newsletter_id, 'active', id, now(), '{europe}' from agreed
    returning subscriber_id as id, id as subscription_id`.execute(server.database);
}

async function opened(of: Reader): Promise<string> {
  expect((await server.post(`${of.preferences}/personal-link`, {})).status).toBe(200);
  return pathOf('personal_link', of.address);
}

describe('my data', () => {
  it.each(shippedLocales)('reads as a page in %s, private, without script, and changes nothing', async (locale) => {
    const of = await reader(locale);
    const path = await opened(of);
    const before = await server.countRows();
    const { status, headers, text } = await server.ask('GET', path);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': READER_PAGE_POLICY,
    });
    const words = messages.translator(locale);
    expect(text).toContain(`<html lang="${locale}" dir="${words.direction}"`);
    for (const expected of [
      of.address,
      'Le Matin',
      'Je m’abonne &lt;b&gt;',
      words.t('my.state.active'),
      words.t('my.basis.confirmed'),
    ])
      // prettier-ignore
      expect(text).toContain(expected);
    expect(text).not.toMatch(/<script|style=|undefined|\[object/);
    expect(await server.countRows()).toEqual(before);
  });

  it('comes as a file with everything, and with proof that can be checked', async () => {
    const of = await reader();
    const path = await opened(of);
    const { status, headers, text } = await server.ask('GET', `${path}/data.json`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
    });
    expect(JSON.parse(text)).toMatchObject({
      format: 'colporteur.reader/1',
      subscriber: { id: of.id, address: of.address, language: 'fr' },
      subscriptions: [{ newsletter: { slug: 'matin' }, choices: { regions: ['europe'], topics: null } }],
      consents: [{ act: 'given', basis: 'confirmed', evidence: {} }],
      records: { deliveries: [], bounces: [] },
    });
    const receipt = await server.ask('GET', `${path}/receipt.json`);
    const verdict = server.api.app.get(ConsentReceipts, { strict: false }).check(JSON.parse(receipt.text));
    expect(verdict).toMatchObject({ verdict: 'genuine', subscriber: of.id });
    expect(receipt.text).not.toContain(of.address);
  });

  it('does not open by the link that stands in mails, a damaged one, or an old one', async () => {
    const of = await reader();
    const path = await opened(of);
    const preferences = of.preferences.replace('/preferences/', '/my/');
    for (const wrong of [preferences, path.slice(0, -1), `${path}A`, '/my/x', `/my/${'A'.repeat(400)}`])
      expect((await server.ask('GET', wrong)).status).toBe(404);
    const now = server.clock.now();
    server.clock.set(new Date(now.getTime() + 30 * 60_000));
    const late = await server.ask('GET', path, { headers: { 'accept-language': 'fr' } });
    server.clock.set(now);
    expect(late.status).toBe(410);
    expect(late.text).toContain('personal_link.expired');
  });
});

describe('a change of address', () => {
  it('asks both mailboxes and happens when both have pressed the button', async () => {
    const of = await reader();
    const next = `nouvelle-${counter}@readers.example`;
    const { status, text } = await server.post(`${await opened(of)}/address`, { address: next });
    expect(status).toBe(200);
    expect(text).not.toContain(next);
    const [old, fresh] = [await pathOf('address_change_old', of.address), await pathOf('address_change_new', next)];
    const page = await server.ask('GET', fresh);
    expect(page.text).toContain(next);
    // The new mailbox may be a stranger's.
    expect(page.text).not.toContain(of.address);
    expect((await server.ask('POST', fresh)).status).toBe(200);
    expect(await addressOf(of)).toBe(of.address);
    expect((await server.ask('POST', old)).status).toBe(200);
    expect(await addressOf(of)).toBe(next);
    expect((await server.ask('POST', old)).status).toBe(200);
  });

  it('gives the page back with what was wrong, and takes a reader’s word about a slip', async () => {
    const of = await reader();
    const path = `${await opened(of)}/address`;
    for (const address of ['', 'a@b', of.address, 'x'.repeat(60_000)]) {
      const { status, text } = await server.post(path, { address });
      expect(status).toBe(422);
      expect(text).toContain('aria-invalid="true"');
    }
    const asked = await server.post(path, { address: 'lectrice@gmial.com' });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain('value="lectrice@gmail.com"');
    expect((await server.post(path, { address: 'lectrice@gmial.com', keepAddress: 'lectrice@gmial.com' })).status).toBe(200); // prettier-ignore
    expect(await pathOf('address_change_new', 'lectrice@gmial.com')).toMatch(/^\/address\//);
  });
});

describe('an erasure', () => {
  it('is asked by a page, done by its button, and done once', async () => {
    const of = await reader();
    const path = `${await opened(of)}/erase`;
    const before = await server.countRows();
    expect((await server.ask('GET', path)).text).toContain('method="post"');
    expect(await server.countRows()).toEqual(before);
    const answers = [await server.ask('POST', path), await server.ask('POST', path)];
    expect(answers.map(({ status, text }) => [status, text.includes('C’est effacé')])).toEqual([
      [200, true],
      [200, true],
    ]);
    expect(await addressOf(of)).toBeNull();
    expect((await server.ask('GET', path)).status).toBe(410);
    // The link in old mails still answers, and owes nothing.
    expect((await server.post(`${of.preferences}/personal-link`, {})).status).toBe(200);
    const owed = await server.database.selectFrom('notice').select('id').where('recipient_id', '=', of.id).execute();
    expect(owed).toEqual([]);
  });
});

async function addressOf({ id }: Reader): Promise<string | null> {
  const row = await server.database.selectFrom('subscriber').select('address').where('id', '=', id).executeTakeFirst();
  return row?.address ?? null;
}
