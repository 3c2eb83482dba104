import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock, newId, TokenSigner } from '@app/platform';
import { ReaderLinks } from '@app/subscribers';
import { startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom, type Newsroom } from '../../../../test/support/newsroom.js';
import { addReaders, asOwner, readerAddress } from '../../../../test/support/sending.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';

const FRENCH = { 'accept-language': 'fr' };
/** As it reaches a browser, with both style sheets; fonts are kept by it. */
const PAGE_BYTES_MAX = 30 * 1024;

let server: TestApi;
let newsroom: Newsroom;
let links: ReaderLinks;
let mine: string;
let page: string;
let leave: string;

beforeAll(async () => {
  server = await startTestApi();
  const offers = { offers_regions: true, offers_topics: true, offers_time_zone: true, delivery_times: ['06:40', '12:00'] };
  newsroom = await createNewsroom(server.database, offers);
  await createNewsroom(server.database, { slug: 'alam', language: 'ar', name: 'العالم', ...offers });
  await createNewsroom(server.database, { slug: 'dimanche', family_id: null, name: 'Dimanche' });
  links = new ReaderLinks(server.test.config, new TokenSigner(server.test.config, server.clock));
}); // prettier-ignore
afterAll(() => server.close());
beforeEach(async () => {
  await asOwner(server.test, (client) => client.query('truncate subscription, subscriber, consent, notice cascade'));
  await addReaders(server.database, newsroom.newsletterId, 1);
  // After them: the tables' own clock has dated their consent.
  server.clock.set(new Clock().now());
  mine = (await server.database.selectFrom('subscription').select('id').executeTakeFirstOrThrow()).id;
  page = new URL(links.preferencesUrl(mine)).pathname;
  leave = new URL(links.unsubscribeUrl(mine, newId())).pathname;
});

const subscriptions = () => server.database.selectFrom('subscription').selectAll().orderBy('id').execute();
const mineNow = async () => (await subscriptions()).find(({ id }) => id === mine);

async function changesNothing(ask: () => Promise<Answer>): Promise<Answer> {
  const before = [await server.countRows(), await subscriptions()];
  const answer = await ask();
  expect([await server.countRows(), await subscriptions()]).toEqual(before);
  expect(answer.headers['set-cookie']).toBeUndefined();
  return answer;
}

function expectTokenPage({ headers }: Answer): void {
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': READER_PAGE_POLICY,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
}

/** What a browser would send of the page's form as it stands. */
async function formOf(path: string): Promise<Record<string, string>> {
  const { text } = await server.ask('GET', path);
  const inputs = [...text.matchAll(/<input ([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const of = (name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
    const isBox = of('type') === 'checkbox';
    return isBox && !/ checked/.test(attributes) ? [] : [[of('name') ?? '', of('value') ?? '']];
  });
  const selects = [...text.matchAll(/<select [^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']) => [name, /<option value="([^"]*)"[^>]* selected/.exec(options)?.[1] ?? ''],
  );
  return Object.fromEntries([...inputs, ...selects]) as Record<string, string>;
}

/** Where a form on the page leads to. */
function actionOf({ text }: Answer, prefix: string): string {
  return new RegExp(`action="(${prefix}[^"]*)"`).exec(text)?.[1] ?? '';
}

describe('the preference page', () => {
  it('is one form with one button, light, without script, and silent about its reader', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await changesNothing(() => server.ask(method, page));
      expect(answer.status).toBe(200);
      expectTokenPage(answer);
      if (method === 'HEAD') continue;
      expect(answer.text).not.toMatch(/<script|style="|lecteur|reader1/);
      expect(answer.text).toContain(`<form method="post" action="${page}" novalidate>`);
      expect(answer.text).toContain(`action="${page}/personal-link"`);
      for (const words of ['Afrique', 'Heure d’envoi', 'heure de Dakar', 'العربية', 'Dimanche']) expect(answer.text).toContain(words);
      const css = await Promise.all(['reader', 'choices'].map((name) => server.ask('GET', `/assets/${name}.css`)));
      const bytes = [answer, ...css].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
      expect(bytes).toBeLessThan(PAGE_BYTES_MAX);
    }
  }); // prettier-ignore

  it('is saved as it stands without changing anything, and leads back to itself', async () => {
    const form = await formOf(page);
    const saved = await changesNothing(() => server.post(page, form));
    expect([saved.status, saved.headers.location]).toEqual([303, `${page}?saved=1`]);
    const told = await server.ask('GET', `${page}?saved=1`);
    expect(told.text).toContain('<p class="told" role="status">C’est enregistré.</p>');
  });

  it('saves what was chosen, and shows it', async () => {
    const form = Object.fromEntries(Object.entries(await formOf(page)).filter(([name]) => name !== 'regions:matin:afrique'));
    const answer = await server.post(page, { ...form, 'hour:matin': '12:00', 'opens:matin': '1', zone: 'Africa/Dakar', 'join:dimanche': '1' });
    expect([answer.status, answer.headers.location]).toEqual([303, `${page}?saved=asked`]);
    const chosen = await mineNow();
    expect(chosen).toMatchObject({ delivery_time: '12:00' });
    expect(chosen?.regions).not.toContain('afrique');
    expect(chosen?.open_consent_id).not.toBeNull();
    const consents = await server.database.selectFrom('consent').select(['purpose', 'wording', 'page']).execute();
    expect(consents.find(({ purpose }) => purpose === 'opens')?.wording).toContain('Compter quand j’ouvre un message');
    expect(consents.every(({ page: kept }) => kept?.includes(page.slice(13)) !== true)).toBe(true);
    const shown = await formOf(page);
    expect(shown).toMatchObject({ 'hour:matin': '12:00', 'opens:matin': '1', zone: 'Africa/Dakar', 'regions:matin:europe': '1' });
    expect(shown['regions:matin:afrique']).toBeUndefined();
  }); // prettier-ignore

  it('gives the form back as it was filled in, with the error beside the field', async () => {
    const form = await formOf(page);
    const wrong = await changesNothing(() => server.post(page, { ...form, 'pause:matin': '2020-01-01', 'clicks:matin': '1' }));
    expect(wrong.status).toBe(422);
    expectTokenPage(wrong);
    expect(wrong.text).toContain('id="pause-error-0">Choisissez un jour entre le');
    expect(wrong.text).toMatch(/value="2020-01-01"[^>]*aria-invalid="true"/);
    expect(wrong.text).toMatch(/name="clicks:matin" value="1"[^>]* checked/);
    const without = Object.fromEntries(Object.entries(form).filter(([name]) => !name.startsWith('regions:')));
    const none = await changesNothing(() => server.post(page, without));
    expect([none.status, none.text.includes('Cochez au moins une case')]).toEqual([422, true]);
  }); // prettier-ignore

  it.each<[string, Record<string, string>]>([
    ['an empty form', {}],
    ['a form of another page', { seen: '0123456789abcdef', 'opens:matin': '1' }],
    ['a region there is not', { 'regions:matin:lune': '1' }],
    ['a newsletter there is not', { 'keep:soir': '1' }],
    ['a field there is not', { 'state:matin': 'active' }],
    ['a name of many parts', { 'regions:matin:europe:x': '1' }],
    ['a value without end', { 'hour:matin': 'x'.repeat(1_000) }],
    ['NUL and lone halves', { 'language:matin': '\u0000', zone: '\ud800' }],
    ['a prototype', { '__proto__:matin': '1' }],
  ])('%s is answered by the page as things stand, and changes nothing', async (_what, fields) => {
    const form = Object.keys(fields).length === 0 ? {} : { ...(await formOf(page)), ...fields };
    const answer = await changesNothing(() => server.post(page, form));
    expect([answer.status, answer.text.includes('role="alert"')]).toEqual([409, true]);
  });

  it('forgets nobody for a body that is no form', async () => {
    for (const type of ['application/json', 'multipart/form-data; boundary="x"', 'text/plain', 'application/x-www-form-urlencoded'])
      for (const body of ['', '[]', '"x"', 'keep:matin=1&keep:matin=1', '--x--\r\n'])
        expect((await changesNothing(() => server.ask('POST', page, { headers: { 'content-type': type }, body }))).status).toBeGreaterThanOrEqual(400);
  }); // prettier-ignore

  it('speaks the language that was moved to', async () => {
    const form = await formOf(page);
    await server.post(page, { ...form, 'language:matin': 'alam' });
    expect(await mineNow()).toMatchObject({ state: 'ended', ended_by: 'moved' });
    const moved = await server.ask('GET', page);
    expect(moved.text).toContain('<html lang="ar" dir="rtl">');
    expect(moved.text).toContain('تفضيلاتك');
  });
});

describe('leaving', () => {
  it('offers to leave everything only who receives more, and a mail program’s click never does', async () => {
    expect((await server.ask('GET', leave)).text).not.toContain('name="all"');
    await sql`insert into subscription (id, subscriber_id, newsletter_id, state, consent_id)
              select gen_random_uuid(), subscriber_id, (select id from newsletter where slug = 'dimanche'), state, consent_id from subscription`.execute(server.database);
    expect((await changesNothing(() => server.ask('GET', leave))).text).toContain('name="all" value="1"');
    await server.post(leave, { 'List-Unsubscribe': 'One-Click', all: '1' });
    expect((await subscriptions()).map(({ state }) => state).sort()).toEqual(['active', 'ended']);
    const all = await server.post(leave, { all: '1' });
    expect([all.status, all.text.includes('Aucune de nos newsletters')]).toEqual([200, true]);
    expect((await subscriptions()).map(({ state }) => state)).toEqual(['ended', 'ended']);
  }); // prettier-ignore

  it('asks why without insisting, and keeps one of five answers', async () => {
    const goodbye = await server.post(leave, {});
    expectTokenPage(goodbye);
    const why = actionOf(goodbye, '/unsubscribe/');
    for (const reason of ['', 'x'.repeat(5_000), 'moved']) await changesNothing(() => server.post(why, { reason }));
    const thanks = await server.post(why, { reason: 'too_often' });
    expect([thanks.status, thanks.text.includes('Votre réponse est enregistrée')]).toEqual([200, true]);
    expectTokenPage(thanks);
    expect(await mineNow()).toMatchObject({ leave_reason: 'too_often', state: 'ended' });
  });

  it('is taken back by one button for an hour', async () => {
    const back = actionOf(await server.post(leave, {}), '/return/');
    expect(actionOf(await server.ask('GET', leave), '/return/')).toBe(back);
    expect((await changesNothing(() => server.ask('GET', back, { headers: FRENCH }))).status).toBe(404);
    for (let press = 0; press < 2; press += 1) {
      const answer = await server.post(back, {});
      expect([answer.status, answer.text.includes('Vous êtes de retour')]).toEqual([200, true]);
      expectTokenPage(answer);
    }
    expect(await mineNow()).toMatchObject({ state: 'active', leave_reason: null });
    const late = actionOf(await server.post(leave, {}), '/return/');
    server.clock.set(new Date(server.clock.now().getTime() + 61 * 60_000));
    const over = await changesNothing(() => server.post(late, {}, FRENCH));
    expect([over.status, over.text.includes('410 undo.over')]).toEqual([410, true]);
    expect((await server.ask('GET', leave)).text).not.toContain('/return/');
  });

  it('ends what is only asked for, and has nothing to take back then', async () => {
    await server.post('/n/dimanche/subscribe', { address: readerAddress(2) });
    await sql`update subscription set state = 'pending', consent_id = null where id = ${mine}`.execute(server.database);
    expect((await server.post(leave, {})).text).not.toContain('/return/');
    expect(await mineNow()).toMatchObject({ state: 'ended' });
  });
});
