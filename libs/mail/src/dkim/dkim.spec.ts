import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash, generateKeyPairSync } from 'node:crypto';
import DKIM from 'nodemailer/lib/dkim';
import { verifyDkim } from '../../../../test/support/dkim-verifier.js';
import { dkimRecord, fitSelector, nextSelector, signingDomain } from './dkim-record.js';
import { relaxedBody, relaxedHeader, relaxedStretch } from './relaxed.js';
import { signMessage } from './signature.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const signer = { domain: 'gazette.example', selector: 'cp202603a', privateKey };
const record = dkimRecord({ domain: signer.domain, selector: signer.selector, publicKey: spki });
const AT = new Date('2026-03-10T06:00:00Z');
const MESSAGE = [
  'From: La Gazette <matin@gazette.example>',
  'To: lectrice@readers.example',
  'Subject: Le port',
  ' rouvre',
  'Date: Tue, 10 Mar 2026 06:00:00 +0000',
  'Message-ID: <a@gazette.example>',
  'List-Unsubscribe: <https://news.example/u>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'Feedback-ID: 1:matin:digest:colporteur',
  'X-Ours: not signed',
  '',
  'Bonjour,  le port',
  '',
  'rouvre.',
  '',
].join('\r\n');

async function signed(message = MESSAGE): Promise<string> {
  return (await signMessage(Buffer.from(message), signer, AT)).toString();
}

function verdict(message: string): string {
  return verifyDkim(Buffer.from(message), record.value);
}

describe('a signature', () => {
  it('is verified by somebody else, and has what must be in it', async () => {
    const message = await signed();
    expect(verdict(message)).toBe('pass');
    const header = message.slice(0, message.indexOf('\r\nFrom:'));
    for (const line of header.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    const flat = header.replaceAll('\r\n', '');
    expect(flat).toMatch(/d=gazette\.example; s=cp202603a; t=1773122400; h=From:From:To:/);
    expect(flat).not.toMatch(/\bl=/);
  });

  it('survives what relays do to white space, and another header', async () => {
    const message = await signed();
    const bruised = message
      .replace('Subject: Le port\r\n rouvre', 'subject:  Le   port \r\n\trouvre ')
      .replace('Bonjour,  le', 'Bonjour, \t le')
      .replace('rouvre.\r\n', 'rouvre. \r\n\r\n\r\n');
    expect(bruised).not.toBe(message);
    expect(verdict(`Received: from x\r\n${bruised.replace('X-Ours: not signed\r\n', '')}`)).toBe('pass');
  });

  it.each([
    ['From: La Gazette', 'From: Le Gazetier'],
    ['To: lectrice', 'To: lecteur'],
    ['rouvre\r\nDate', 'ferme\r\nDate'],
    ['10 Mar', '11 Mar'],
    ['<a@', '<b@'],
    ['example/u>', 'example/v>'],
    ['=One-Click', '=Two-Click'],
    ['1:matin', '2:matin'],
    ['Bonjour', 'Bonsoir'],
    ['t=1773122400', 't=1773122401'],
    ['\r\nTo:', '\r\nFrom: x@gazette.example\r\nTo:'],
  ])('breaks where %j becomes %j', async (was, becomes) => {
    const message = await signed();
    expect(message).toContain(was);
    expect(verdict(message.replace(was, becomes))).not.toBe('pass');
  });

  it('covers the same as Nodemailer’s', async () => {
    // What Nodemailer leaves out: a From more.
    const names = 'From:To:Subject:Date:Message-ID:List-Unsubscribe:List-Unsubscribe-Post:Feedback-ID';
    const dkim = new DKIM({ domainName: signer.domain, keySelector: signer.selector, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }); // prettier-ignore
    const chunks: Buffer[] = [];
    for await (const chunk of dkim.sign(MESSAGE, { headerFieldNames: names }))
      chunks.push(Buffer.from(chunk as Buffer));
    const theirs = Buffer.concat(chunks).toString();
    const bodyHash = (message: string): string | undefined => /bh=([^;]+)/.exec(message)?.[1];
    expect(bodyHash(await signed())).toBe(bodyHash(theirs));
    // The verifier that passes ours passes theirs, but for the From that is not signed once more.
    expect(verdict(theirs)).toBe('pass');
  });
});

describe('relaxed canonicalization', () => {
  it('is that of RFC 6376 §3.4.5', () => {
    expect(['A: X\r\n', 'B : Y\t\r\n\tZ  \r\n'].map(relaxedHeader).join('')).toBe('a:X\r\nb:Y Z\r\n');
    expect(relaxedBody(Buffer.from(' C \r\nD \t E\r\n\r\n\r\n')).toString()).toBe(' C\r\nD E\r\n');
  });

  it.each([
    ['', ''],
    ['\r\n\r\n', ''],
    ['a', 'a\r\n'],
    ['a \r\n \r\n', 'a\r\n'],
  ])('of the body %j is %j', (body, canonical) => {
    expect(relaxedBody(Buffer.from(body)).toString()).toBe(canonical);
  });

  it('of stretches is that of the whole', () => {
    const stretch = fc
      .array(fc.constantFrom('a', '=', '\r\n', ' b', '\t c', '\r\n\r\nd', '  e'), { maxLength: 12 })
      .map((pieces) => Buffer.from(`${pieces.join('')}=\r\n`));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
        const joined = createHash('sha256').update(Buffer.concat(stretches.map(relaxedStretch))).digest('hex');
        expect(joined).toBe(createHash('sha256').update(relaxedBody(Buffer.concat(stretches))).digest('hex'));
      }),
    );
  }); // prettier-ignore
});

describe('a record', () => {
  it('is the key, whole and in strings of at most 255 octets', () => {
    expect(record.name).toBe('cp202603a._domainkey.gazette.example');
    expect(record.value).toBe(`v=DKIM1; k=rsa; p=${spki}`);
    expect(record.strings.match(/"[^"]{1,255}"/g)).toHaveLength(2);
    expect(record.strings.replaceAll('" "', '').slice(1, -1)).toBe(record.value);
  });

  it('has a domain in A-labels and a selector', () => {
    expect(signingDomain(' Actualité.Example. ')).toBe('xn--actualit-i1a.example');
    for (const given of ['', 'localhost', '192.0.2.1', 'a..example', 'a b.example', `${'a'.repeat(64)}.example`, 'a_b.example', 'x@y.example'])
      expect(() => signingDomain(given)).toThrow(expect.objectContaining({ code: 'dkim.domain_invalid' }));
    for (const selector of ['', 'A', 'a.b', '-a', 'a;b', 'a'.repeat(64)])
      expect(() => fitSelector(selector, 'gazette.example')).toThrow(expect.objectContaining({ code: 'dkim.selector_invalid' }));
  }); // prettier-ignore

  it('has a selector nobody had before', () => {
    expect(nextSelector([], AT)).toBe('cp202603a');
    expect(nextSelector(['cp202603a', 'cp202603c'], AT)).toBe('cp202603b');
    const all = Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `cp202603${letter}`);
    expect(nextSelector(all, AT)).toBe('cp202603aa');
  });
});
