import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import PostalMime, { type Email } from 'postal-mime';
import { automatedHeaders, buildMessage, type MessageParts } from './message-building.js';

const LONG_LINK = `https://gazette.example/a?${'x'.repeat(1_900)}`;

const parts: MessageParts = {
  from: { name: 'La Gazette du Large', address: 'matin@gazette.example' },
  to: 'lectrice@readers.example',
  replyTo: { name: 'La rédaction', address: 'redaction@gazette.example' },
  subject: 'Le Matin, mardi 10 mars : « Le port rouvre »',
  html: '<!doctype html><html lang="fr"><body><p>Bonjour, l’été arrive à 7 h.</p></body></html>',
  text: 'Bonjour, l’été arrive à 7 h.\n.\n.. deux points\nFrom: nobody\n',
  messageId: 'e.abc@bounce.gazette.example',
  date: new Date('2026-03-10T06:00:00Z'),
  headers: {
    ...automatedHeaders,
    'List-Unsubscribe': `<https://news.example/unsubscribe/${'A'.repeat(80)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': 'Le Matin <matin.gazette.example>',
    Precedence: 'bulk',
    'Feedback-ID': '12:matin:digest:colporteur',
  },
};

async function build(change: Partial<MessageParts> = {}): Promise<{ raw: string; email: Email; head: string }> {
  const bytes = await buildMessage({ ...parts, ...change });
  const raw = bytes.toString('latin1');
  return { raw, email: await PostalMime.parse(bytes), head: raw.slice(0, raw.indexOf('\r\n\r\n')) };
}

/** Header names of the message itself, as often as they stand there. */
function names(head: string): string[] {
  return head
    .split('\r\n')
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
}

/** STANDARDS H6: what holds for every message, whatever is in it. */
function expectFitForTheWire(raw: string): void {
  const bare = /.{0,30}[\r\n\0].{0,30}/.exec(raw.replaceAll('\r\n', ''))?.[0];
  expect(bare).toBeUndefined();
  for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  for (const word of raw.match(/=\?[^?\s]+\?[BQ]\?[^?\s]*\?=/gi) ?? []) expect(word.length).toBeLessThanOrEqual(75);
}

/** Which line ends a parser gives back is its own business. */
const lines = (text = ''): string[] => text.trimEnd().split(/\r?\n/);

describe('a message', () => {
  it('has each header once, and those that must be there', async () => {
    const { head, raw } = await build();
    expect(new Set(names(head)).size).toBe(names(head).length);
    for (const name of ['from', 'to', 'date', 'subject', 'message-id', 'mime-version', 'reply-to', 'list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'auto-submitted', 'x-auto-response-suppress', 'precedence', 'feedback-id'])
      expect(names(head)).toContain(name); // prettier-ignore
    for (const name of ['bcc', 'cc', 'sender', 'x-mailer']) expect(names(head)).not.toContain(name);
    expectFitForTheWire(raw);
  });

  it('says what it was told to, in French', async () => {
    const { email, head } = await build();
    expect(email.subject).toBe(parts.subject);
    expect(email.from).toEqual({ name: 'La Gazette du Large', address: 'matin@gazette.example' });
    expect(email.replyTo).toEqual([{ name: 'La rédaction', address: 'redaction@gazette.example' }]);
    expect(email.to).toEqual([{ name: '', address: 'lectrice@readers.example' }]);
    expect(email.messageId).toBe('<e.abc@bounce.gazette.example>');
    expect(head).toMatch(/^Date: Tue, 10 Mar 2026 06:00:00 \+0000$/m);
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
  });

  it('says it in Arabic, with words no longer than RFC 2047 allows', async () => {
    const subject = 'رسالة الصباح، الثلاثاء ١٠ مارس: «الميناء يفتح رصيفه من جديد بعد أسابيع من الإغلاق والعواصف»';
    const { email, raw } = await build({ subject, from: { name: 'جريدة الساحل', address: 'matin@gazette.example' } });
    expect(email.subject).toBe(subject);
    expect(email.from?.name).toBe('جريدة الساحل');
    expectFitForTheWire(raw);
    // Everything in the head is ASCII; the words are encoded.
    // eslint-disable-next-line no-control-regex -- ASCII is exactly what is looked for
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).toMatch(/^[\u0000-\u007F]*$/);
  });

  it('is text first and HTML last, both UTF-8 and whole', async () => {
    const { email, raw } = await build();
    expect(raw).toMatch(/^Content-Type: multipart\/alternative/m);
    const types = [...raw.matchAll(/^Content-Type: (text\/\w+); charset=utf-8/gim)].map((match) => match[1]);
    expect(types).toEqual(['text/plain', 'text/html']);
    expect(lines(email.text)).toEqual(lines(parts.text));
    expect(email.html?.trimEnd()).toBe(parts.html);
    expect(email.attachments).toEqual([]);
  });

  it('of plain ASCII is no different', async () => {
    const { email, raw } = await build({ text: 'Good morning.\n\nUnsubscribe: https://x.example\n', html: '<p>Good morning.</p>', subject: 'Good morning' });
    expect(lines(email.text)).toEqual(['Good morning.', '', 'Unsubscribe: https://x.example']);
    expect(email.html?.trimEnd()).toBe('<p>Good morning.</p>');
    expectFitForTheWire(raw);
  }); // prettier-ignore

  it.each([
    ['a link longer than a line', `Lire la suite\n${LONG_LINK}\n`, `<p><a href="${LONG_LINK}">Lire la suite</a></p>`],
    ['a line of 50,000 letters', 'é'.repeat(50_000), `<p>${'é'.repeat(50_000)}</p>`],
    ['a line of 50,000 plain letters', 'e'.repeat(50_000), `<p>${'e'.repeat(50_000)}</p>`],
    ['a line that is nothing but a dot', 'a\n.\nb\n', '<p>a</p>\n.\n<p>b</p>'],
  ])('with %s arrives whole, in lines a relay can take', async (_, text, html) => {
    const { email, raw } = await build({ text, html });
    expect(lines(email.text)).toEqual(lines(text));
    expect(lines(email.html)).toEqual(lines(html));
    expectFitForTheWire(raw);
    const body = raw.slice(raw.indexOf('\r\n\r\n'));
    for (const line of body.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it.each(['a\rb', 'a\nb', 'a\r\nb', 'a\r\r\nb', 'a\n\rb', 'a\r.\rb', 'a\n.\r\nb'])('holds no bare CR or LF where a part has %j', async (content) => {
    for (const filler of ['', 'é', 'x'.repeat(200)]) {
      const { raw } = await build({ text: content + filler, html: `<p>${content}${filler}</p>` });
      expectFitForTheWire(raw);
    }
  }); // prettier-ignore

  it('can be built of any text', async () => {
    const any = fc.string({ unit: 'binary', maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(any, any, fc.string({ maxLength: 200 }), async (text, html, subject) => {
        const bytes = await buildMessage({ ...parts, text, html, subject: subject.replaceAll(/\p{Cc}/gu, ' ') });
        expectFitForTheWire(bytes.toString('latin1'));
      }),
      { numRuns: 100 },
    );
  });

  it('has a subject with half of a letter in it all the same', async () => {
    const { raw } = await build({ subject: 'Le port \ud83d rouvre', text: '\ud83d', html: '\udc00' });
    expectFitForTheWire(raw);
  });
});

describe('a value that would become a header of its own', () => {
  const hostile = [
    'a\r\nBcc: x@y.example',
    'a\nBcc: x@y.example',
    'a\rBcc: x@y.example',
    'a\0b',
    'a\u000bb',
    'a\u007fb',
    '\n',
    'a\u0085b',
    'a\u2028b',
  ];
  const places: Record<string, (value: string) => Partial<MessageParts>> = {
    subject: (value) => ({ subject: value }),
    'the sender’s name': (value) => ({ from: { ...parts.from, name: value } }),
    'the sender’s address': (value) => ({ from: { ...parts.from, address: value } }),
    'the reader’s address': (value) => ({ to: value }),
    'the name for replies': (value) => ({ replyTo: { name: value, address: 'a@b.example' } }),
    'the address for replies': (value) => ({ replyTo: { name: 'a', address: value } }),
    'the message’s id': (value) => ({ messageId: value }),
    'a header’s value': (value) => ({ headers: { 'List-Id': value } }),
    'a header’s name': (value) => ({ headers: { [value]: 'x' } }),
  }; // prettier-ignore

  it.each(Object.entries(places))('is refused in %s', async (_, change) => {
    for (const value of hostile)
      await expect(buildMessage({ ...parts, ...change(value) })).rejects.toMatchObject({ code: 'message.header_unsafe' });
  }); // prettier-ignore

  it.each(['Subject', 'from', 'TO', 'Bcc', 'Content-Type', 'Message-ID', 'MIME-Version', 'X: y', 'X y', ''])(
    'is refused as the name of a further header: %p',
    async (name) => {
      await expect(buildMessage({ ...parts, headers: { [name]: 'x' } })).rejects.toMatchObject({
        code: 'message.header_unsafe',
      });
    },
  );

  it.each([
    ['letters outside ASCII', 'é'],
    ['a thousand letters', 'x'.repeat(1_000)],
  ])('that no line can hold as it is, is refused: %s', async (_, value) => {
    await expect(buildMessage({ ...parts, headers: { 'X-Odd': value } })).rejects.toMatchObject({
      code: 'message.header_unsafe',
    });
  });
});

describe('further headers', () => {
  it('that differ in case alone are refused', async () => {
    const headers = { 'List-Id': 'a <b.c>', 'list-id': 'a <b.c>' };
    await expect(buildMessage({ ...parts, headers })).rejects.toMatchObject({ code: 'message.header_unsafe' });
  });
});

describe('names and addresses', () => {
  it.each([
    'Martin, Paul <x@y.example>',
    '"La Gazette"',
    'a@b.example',
    'Gazette; Bcc: x',
    '=?utf-8?Q?odd?=',
    'a\\b',
    ',',
  ])('a name stays a name: %p', async (name) => {
    const { email, head } = await build({ from: { name, address: 'matin@gazette.example' } });
    expect(email.from?.address).toBe('matin@gazette.example');
    expect(names(head).filter((header) => header === 'from')).toHaveLength(1);
    expect(email.bcc ?? []).toEqual([]);
  });

  it.each(['o’neil@readers.example', 'مريم@readers.example', "o'neil+a_b=c@readers.example", 'x@xn--actualit-i1a.example'])(
    'the reader is the one reader: %p',
    async (to) => {
      const { email, raw } = await build({ to });
      expect(email.to).toEqual([{ name: '', address: to }]);
      expectFitForTheWire(raw);
    },
  ); // prettier-ignore

  it.each(['a@x.example, b@y.example', 'a@x.example b@y.example', 'A <a@x.example>', 'a@x.example;', 'group: a@x.example;'])(
    'no text makes two readers of one: %p',
    async (to) => {
      const outcome = await build({ to }).then(({ email }) => email.to?.length, () => 0);
      expect(outcome).toBeLessThanOrEqual(1);
    },
  ); // prettier-ignore
});
