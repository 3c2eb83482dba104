import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { verifyDkim } from '../../../../test/support/dkim-verifier.js';
import { automatedHeaders, buildMessage } from './message-building.js';
import { pressMessage, type PressParts, type ReaderParts, type SplicedMessage } from './pressed-message.js';

const marks = ['@@unsubscribe@@', '@@preferences@@', '@@view@@'];
const parts: PressParts = {
  from: { name: 'La Gazette du Large', address: 'matin@gazette.example' },
  replyTo: { name: 'La rédaction', address: 'redaction@gazette.example' },
  subject: 'Le Matin : « Le port rouvre »',
  html: '<p>L’été</p>\n<a href="@@unsubscribe@@">Se désabonner</a> <a href="@@preferences@@#pause">Pause</a>@@view@@',
  text: 'L’été \n.\nSe désabonner :\n@@unsubscribe@@\n@@preferences@@@@view@@',
  headers: {
    ...automatedHeaders,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': 'Le Matin <matin.gazette.example>',
    Precedence: 'bulk',
    'Feedback-ID': '12:matin:digest:colporteur',
  },
  marks,
};
const link = (path: string): string => `https://news.example/${path}/${'Ab3_-'.repeat(25)}`;
const reader: ReaderParts = {
  to: 'lectrice@readers.example',
  messageId: 'e.abc@bounce.gazette.example',
  date: new Date('2026-03-10T06:00:00Z'),
  unsubscribeUrl: link('unsubscribe'),
  links: [link('unsubscribe'), link('preferences'), `https://news.example/?${'='.repeat(99)}`],
};

function whole({ headers, body }: SplicedMessage): Buffer {
  return Buffer.concat([headers, ...body]);
}

/** The same copy, from nothing, by Nodemailer's composer. */
function fromScratch({ marks: known, ...shared }: PressParts, own: ReaderParts): Promise<Buffer> {
  const filled = (content: string): string =>
    known.reduce((text, mark, at) => text.replaceAll(mark, () => own.links[at] ?? ''), content);
  const { to, messageId, date, unsubscribeUrl } = own;
  const headers = { ...shared.headers, 'List-Unsubscribe': `<${unsubscribeUrl}>` };
  return buildMessage({
    ...shared,
    headers,
    html: filled(shared.html),
    text: filled(shared.text),
    to,
    messageId,
    date,
  });
}

/** Header by header and part by part. Of the top header only what the boundary is called differs, and how parts are encoded. */
async function read(message: Buffer): Promise<unknown> {
  const { headers, text, html, attachments, ...email }: Email = await PostalMime.parse(message);
  const shown = headers
    .map(({ key, value }) => [key, key === 'content-type' ? value.replace(/boundary=.*/, '') : value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return { headers: shown, text: lines(text), html: lines(html), attachments, from: email.from, to: email.to, replyTo: email.replyTo, subject: email.subject, date: email.date, messageId: email.messageId }; // prettier-ignore
}

/** A part ends with its last line's end or without, as composers and parsers like. */
const lines = (text = ''): string => text.replaceAll('\r\n', '\n').replace(/\n+$/, '');

function expectFitForTheWire(message: Buffer): void {
  const raw = message.toString('latin1');
  expect(/[\r\n\0]/.exec(raw.replaceAll('\r\n', ''))).toBeNull();
  const head = raw.slice(0, raw.indexOf('\r\n\r\n') + 2);
  for (const line of head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  for (const word of head.match(/=\?[^?\s]+\?[BQ]\?[^?\s]*\?=/gi) ?? []) expect(word.length).toBeLessThanOrEqual(75);
  const body = raw.slice(head.length + 2);
  for (const line of body.split('\r\n')) {
    if (line.length > 76 || /^\.|^From |[ \t]$|[^\t\x20-\x7e]|^(?!--=_|Content-T).*=(?![0-9A-F]{2}|$)/.test(line)) expect(line).toBe('a line any relay leaves as it is');
  } // prettier-ignore
}

describe('a pressed message', () => {
  it('is, for each reader, what the composer makes for them', async () => {
    const pressed = pressMessage(parts);
    for (const to of ['lectrice@readers.example', 'o’neil@readers.example', 'مريم@readers.example', '"a, b"@readers.example', `${'x'.repeat(64)}@${'y'.repeat(60)}.example`]) {
      const own = { ...reader, to };
      const spliced = whole(pressed.splice(own));
      expect(await read(spliced)).toEqual(await read(await fromScratch(parts, own)));
      expectFitForTheWire(spliced);
    } // prettier-ignore
  });

  it('names each header once, and domains in A-labels whatever stands before them', () => {
    const { headers } = pressMessage(parts).splice({ ...reader, to: 'مريم@actualité.example' });
    const head = headers.toString().split(/\r\n(?![ \t])/).filter((line) => line !== ''); // prettier-ignore
    const names = head.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(head).toContain('To: مريم@xn--actualit-i1a.example');
  });

  it.each(['e.abc@[::1]', 'e.abc@my_host'])('may be named by a host as it is tried out on: %s', async (messageId) => {
    const spliced = whole(pressMessage(parts).splice({ ...reader, messageId }));
    expect((await PostalMime.parse(spliced)).messageId).toBe(`<${messageId}>`);
  });

  it('shares its pieces among readers', () => {
    const pressed = pressMessage(parts);
    const one = new Set(pressed.splice(reader).body);
    const shared = pressed.splice({ ...reader, to: 'autre@readers.example' }).body.filter((piece) => one.has(piece));
    expect(shared).toHaveLength(7);
  });

  it.each(['a b', 'a\r\nb', 'é', 'a"b', 'a&b', '<a', '', 'x'.repeat(901)])('refuses to splice %j', (unsafe) => {
    const pressed = pressMessage(parts);
    const refused = expect.objectContaining({ code: 'message.link_unsafe' });
    expect(() => pressed.splice({ ...reader, links: [unsafe, unsafe, unsafe] })).toThrow(refused);
    expect(() => pressed.splice({ ...reader, unsubscribeUrl: unsafe })).toThrow(refused);
  });

  it.each([
    { to: 'a@b.example\r\nBcc: c@d.example' },
    { messageId: 'a@b.example>\r\nBcc: c@d.example' },
    { messageId: 'a' },
  ])('refuses %j', (change) => {
    expect(() => pressMessage(parts).splice({ ...reader, ...change })).toThrow(expect.objectContaining({ code: 'message.header_unsafe' }));
  }); // prettier-ignore

  it.each([{ subject: 'a\nb' }, { headers: { 'List-Unsubscribe': '<x>' } }, { headers: { Date: 'x' } }])(
    'is not pressed of %j',
    (change) => {
      expect(() => pressMessage({ ...parts, ...change })).toThrow(
        expect.objectContaining({ code: 'message.header_unsafe' }),
      );
    },
  );

  it('equals the composer’s for any words, marks and links', async () => {
    await fc.assert(
      fc.asyncProperty(anyParts, anyReader, async (any, own) => {
        const spliced = whole(pressMessage(any).splice(own));
        expectFitForTheWire(spliced);
        expect(await read(spliced)).toEqual(await read(await fromScratch(any, own)));
      }),
      { numRuns: 60 },
    );
  });

  it('verifies when it is signed', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pressed = pressMessage(parts);
    const signer = { domain: 'gazette.example', selector: 'cp202603a', privateKey };
    const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
    for (const to of ['a@readers.example', 'مريم@readers.example']) {
      const message = whole(await pressed.spliceSigned({ ...reader, to }, signer));
      expectFitForTheWire(message);
      expect(verifyDkim(message, record)).toBe('pass');
    }
  });
});

const anyText = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('.', '\n.', ' \n', '\t\r\n', '\r', '=', '=3D', '  ', '\0', '\u2028', '\ud83d', 'رسالة', '🗞️', 'From ', '\nFrom ', 'x'.repeat(73), 'é'.repeat(40), '--', ...marks, `\n${marks[0] ?? ''}\n`, ` ${marks[1] ?? ''} `) },
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ maxLength: 90 }),
    ),
    { maxLength: 25 },
  )
  // The composer drops a part that is empty.
  .map((pieces) => `+${pieces.join('')}`); // prettier-ignore
/** Header values with a control character are refused. */
const anyLine = fc
  .string({ unit: 'grapheme', maxLength: 120 })
  .map((text) => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' '));
const anyParts = fc.record({ subject: anyLine, name: anyLine, html: anyText, text: anyText }).map(
  ({ subject, name, html, text }): PressParts => ({ ...parts, subject, from: { ...parts.from, name }, html, text }),
); // prettier-ignore
const anyLink = fc.stringMatching(/^[A-Za-z0-9\-._~:/?#@!$()*+,;=%[\]]{1,200}$/);
const anyReader = fc.record({ links: fc.tuple(anyLink, anyLink, anyLink), unsubscribeUrl: anyLink }).map(
  (own): ReaderParts => ({ ...reader, ...own }),
); // prettier-ignore
