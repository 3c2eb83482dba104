import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idToBytes, newId, TokenSigner } from '@app/platform';
import { ReaderLinks } from '@app/subscribers';
import { NOW, startTestApi, type Answer, type TestApi } from '../../../../test/support/api.js';
import { createNewsroom } from '../../../../test/support/newsroom.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';

const DAY_MS = 86_400_000;
const FRENCH = { 'accept-language': 'fr' };

let server: TestApi;
let signer: TokenSigner;
let links: ReaderLinks;
let counter = 0;

beforeAll(async () => {
  server = await startTestApi();
  await createNewsroom(server.database);
  signer = new TokenSigner(server.test.config, server.clock);
  links = new ReaderLinks(server.test.config, signer);
});
afterAll(() => server.close());

interface Reader {
  readonly subscriptionId: string;
  readonly confirm: string;
  readonly unsubscribe: string;
}

async function signedUp(): Promise<Reader> {
  counter += 1;
  const address = `reader-${counter}@mail.example`;
  await server.post('/n/matin/subscribe', { address });
  const { id, requested_at } = await server.database
    .selectFrom('subscription')
    .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
    .select(['subscription.id', 'subscription.requested_at'])
    .where('subscriber.address', '=', address)
    .executeTakeFirstOrThrow();
  return {
    subscriptionId: id,
    confirm: new URL(links.confirmUrl(id, requested_at)).pathname,
    unsubscribe: new URL(links.unsubscribeUrl(id, newId())).pathname,
  };
}

async function confirmed(): Promise<Reader> {
  const reader = await signedUp();
  expect((await server.ask('POST', reader.confirm)).status).toBe(200);
  return reader;
}

async function stateOf({ subscriptionId }: Reader): Promise<Record<string, unknown>> {
  return server.database
    .selectFrom('subscription')
    .select(['state', 'ended_by'])
    .where('id', '=', subscriptionId)
    .executeTakeFirstOrThrow();
}

async function changesNothing(reader: Reader, ask: () => Promise<Answer>): Promise<Answer> {
  const before = [await server.countRows(), await stateOf(reader)];
  const answer = await ask();
  expect([await server.countRows(), await stateOf(reader)]).toEqual(before);
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

describe('the confirmation', () => {
  it('is a page with one button, which changes nothing however often it is opened', async () => {
    const reader = await signedUp();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await changesNothing(reader, () => server.ask(method, reader.confirm));
      expect(page.status).toBe(200);
      expectTokenPage(page);
      if (method === 'HEAD') continue;
      expect(page.text).toContain(`<form method="post" action="${reader.confirm}">`);
      expect(page.text.match(/<button/g)).toHaveLength(1);
      expect(page.text).not.toContain('<script');
      expect(page.text).not.toContain('name="referrer"');
      expect(page.text).toContain('La Gazette du Large');
    }
    expect(await stateOf(reader)).toMatchObject({ state: 'pending' });
  });

  it('is done by the button, and says when the next edition comes', async () => {
    const reader = await signedUp();
    const page = await server.ask('POST', reader.confirm, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    expect(page.status).toBe(200);
    expectTokenPage(page);
    expect(page.text).toContain('C’est confirmé');
    expect(page.text).toContain('mercredi 11 mars');
    expect(page.text).toContain('heure de Paris');
    expect(await stateOf(reader)).toMatchObject({ state: 'active' });
  });

  it('is one confirmation, however often the button is pressed', async () => {
    const reader = await confirmed();
    const again = await changesNothing(reader, () => server.ask('POST', reader.confirm));
    expect([again.status, again.text.includes('C’est confirmé')]).toEqual([200, true]);
  });

  it('is over after its days, and after leaving', async () => {
    const reader = await signedUp();
    server.clock.set(new Date(NOW.getTime() + 15 * DAY_MS));
    for (const method of ['GET', 'POST']) {
      const late = await changesNothing(reader, () => server.ask(method, reader.confirm, { headers: FRENCH }));
      expect(late.status).toBe(410);
      expect(late.text).toContain('410 token.expired');
      expect(late.text).toContain('Ce lien a expiré');
      expect(late.headers['referrer-policy']).toBe('no-referrer');
    }
    server.clock.set(NOW);
    await server.ask('POST', reader.unsubscribe);
    const ended = await changesNothing(reader, () => server.ask('POST', reader.confirm, { headers: FRENCH }));
    expect([ended.status, ended.text.includes('410 token.expired')]).toEqual([410, true]);
  });
});

describe('leaving', () => {
  it('is a page with one button, which changes nothing however often it is opened', async () => {
    const reader = await confirmed();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await changesNothing(reader, () => server.ask(method, reader.unsubscribe));
      expect(page.status).toBe(200);
      expectTokenPage(page);
      if (method === 'GET') expect(page.text).toContain(`<form method="post" action="${reader.unsubscribe}">`);
    }
    expect(await stateOf(reader)).toMatchObject({ state: 'active' });
  });

  it('is done by the button, once and for all', async () => {
    const reader = await confirmed();
    const page = await server.post(reader.unsubscribe, {});
    expect(page.status).toBe(200);
    expectTokenPage(page);
    expect(page.text).toContain('Votre abonnement a pris fin');
    expect(await stateOf(reader)).toEqual({ state: 'ended', ended_by: 'reader' });
    const again = await changesNothing(reader, () => server.post(reader.unsubscribe, {}));
    expect([again.status, again.text]).toEqual([200, page.text]);
    const opened = await server.ask('GET', reader.unsubscribe);
    expect(opened.text).toContain('Cet abonnement a déjà pris fin');
  });

  it.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary="x"',
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ],
  ])('is done by one click from the mail program, as %s', async (type, body) => {
    const reader = await confirmed();
    // Another site's origin, no cookie: that is how providers post (RFC 8058 §3.1).
    const headers = { 'content-type': type, origin: 'https://mail.provider.example', 'sec-fetch-site': 'cross-site' };
    const answer = await server.ask('POST', reader.unsubscribe, { headers, body });
    expect([answer.status, answer.headers.location, answer.headers['set-cookie']]).toEqual([200, undefined, undefined]);
    expect(await stateOf(reader)).toEqual({ state: 'ended', ended_by: 'one_click' });
    const again = await changesNothing(reader, () => server.ask('POST', reader.unsubscribe, { headers, body }));
    expect(again.status).toBe(200);
  });

  it('works for ever', async () => {
    const reader = await confirmed();
    server.clock.set(new Date(NOW.getTime() + 3_650 * DAY_MS));
    expect((await server.post(reader.unsubscribe, {})).status).toBe(200);
    server.clock.set(NOW);
    expect(await stateOf(reader)).toMatchObject({ state: 'ended' });
  });
});

describe('a link that is not ours', () => {
  it.each(['confirm', 'unsubscribe', 'view'])('is answered 404 at /%s, whatever it is', async (page) => {
    const reader = await confirmed();
    const genuine = reader.unsubscribe.split('/').at(-1) ?? '';
    const forged = [
      'x',
      'preview',
      'é',
      '%00',
      'a'.repeat(500),
      `${genuine.slice(0, -3)}AAA`,
      // Genuine, but made for another purpose.
      signer.sign('sign-in', idToBytes(reader.subscriptionId)),
      // Well made, and about nobody.
      signer.sign(page, Buffer.concat([idToBytes(newId()), Buffer.alloc(3)])),
    ];
    for (const token of forged) {
      const path = `/${page}/${encodeURI(token).replace('%2500', '%00')}`;
      for (const method of page === 'view' ? ['GET'] : ['GET', 'POST']) {
        const answer = await changesNothing(reader, () => server.ask(method, path, { headers: FRENCH }));
        expect([path, method, answer.status]).toEqual([path, method, 404]);
        expect(answer.text).toContain('404 token.invalid');
        expect(answer.text).toContain('Ce lien n’est pas valable');
        expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
      }
    }
  });

  it('learns nothing from a subscription that is not there', async () => {
    const unsubscribe = new URL(links.unsubscribeUrl(newId(), newId())).pathname;
    expect((await server.ask('POST', unsubscribe, { headers: FRENCH })).text).toContain('404 token.invalid');
    const confirm = new URL(links.confirmUrl(newId(), NOW)).pathname;
    expect((await server.ask('POST', confirm, { headers: FRENCH })).text).toContain('410 token.expired');
  });
});
