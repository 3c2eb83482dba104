import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { growth } from '../../../../test/support/growth.js';
import { signMessage } from '../dkim/signature.js';
import { checkRaw, readEml } from './check-raw.js';
import { mailboxesIn, mailboxIn } from './mailbox-list.js';
import { goodEml, goodHtml, goodText } from './preflight.fixture.js';

const NOW = { locale: 'en', now: new Date('2026-11-22T07:00:00Z') };

function raw(eml: string | Uint8Array): string[] {
  const bytes = typeof eml === 'string' ? Buffer.from(eml) : eml;
  return checkRaw(bytes, NOW).map(({ code }) => code.replace('preflight.', ''));
}

type Change = (headers: string[]) => string[];
const without = (name: string): Change => (headers) => headers.filter((line) => !line.startsWith(`${name}:`)); // prettier-ignore
const instead = (name: string, value: string): Change => (headers) => headers.map((line) => (line.startsWith(`${name}:`) ? `${name}: ${value}` : line)); // prettier-ignore
const more = (line: string): Change => (headers) => [...headers, line]; // prettier-ignore
const word = (text: string, encoding = 'Q'): string => `=?utf-8?${encoding}?${text}?=`;

/** One part with a head of its own, in the place of the good one's two. */
function single(head: string, body: string): string {
  const headers = goodEml().slice(0, goodEml().indexOf('Content-Type: multipart'));
  return `${headers}${head}\n\n${body}\n`.replaceAll(/\r?\n/g, '\r\n');
}
const html = (head: string, body: string): string => single(`Content-Type: text/html${head}`, body);
const inQuotedPrintable = (body: string): string => html('; charset=utf-8\nContent-Transfer-Encoding: quoted-printable', body); // prettier-ignore
const inBase64 = (body: string): string => html('; charset=utf-8\nContent-Transfer-Encoding: base64', body);
/** Beside the alternative's two parts. */
const third = (part: string): string =>
  goodEml().replace('--b1--', `--b1\r\n${part.replaceAll('\n', '\r\n')}\r\n--b1--`);
const signed = (tags: string): Change => more(`DKIM-Signature: v=1; a=rsa-sha256; d=phare.example; s=a; bh=x; b=x; ${tags}`); // prettier-ignore

describe('a finished message', () => {
  it('has nothing said of it when it is good; a file with LF is told to be one', () => {
    const folded = goodEml({ headers: instead('Subject', `${word('Le_Phare_d=C3=A9j=C3=A0')}\n ${word('IGVuY29yZQ==', 'b')}`) });
    const named = goodEml({ headers: instead('From', `${word('Le_Phare')} <lettre@phare.example>`) });
    const group = goodEml({ headers: instead('To', 'undisclosed-recipients:;') });
    for (const eml of [goodEml(), folded, named, group]) expect(raw(eml)).toEqual([]);
    expect(raw(goodEml().replaceAll('\r\n', '\n'))).toEqual(['line_end_file']);
  }); // prettier-ignore

  it.each<[finding: string, change: Change]>([
    ['unsubscribe_header', without('List-Unsubscribe')],
    ['unsubscribe_header', instead('List-Unsubscribe', '<mailto:leave@phare.example>')],
    ['unsubscribe_header', instead('List-Unsubscribe', '<http://phare.example/u/x>')],
    ['unsubscribe_header', instead('List-Unsubscribe', 'https://phare.example/u/x')],
    ['unsubscribe_header', instead('List-Unsubscribe', '<https://phare.example/a>, <https://phare.example/b>')],
    ['unsubscribe_one_click', without('List-Unsubscribe-Post')],
    ['unsubscribe_one_click', instead('List-Unsubscribe-Post', 'List-Unsubscribe=Yes')],
    ['unsubscribe_names_reader', instead('List-Unsubscribe', '<https://phare.example/u?lea@readers.example>')],
    ['unsubscribe_names_reader', instead('List-Unsubscribe', '<https://phare.example/u?who=max%40readers.example>')],
    ['header_missing', without('Message-ID')],
    ['header_missing', without('Date')],
    ['header_missing', without('MIME-Version')],
    ['header_repeated', more('Subject: again')],
    ['header_repeated', more('List-Id: x <x.phare.example>')],
    ['header_malformed', instead('Message-ID', 'no brackets')],
    ['header_malformed', instead('Date', 'yesterday')],
    ['header_malformed', instead('Date', 'Sun, 31 Feb 2026 06:00:00 +0000')],
    ['header_malformed', instead('From', 'Le Phare, la lettre <lettre@phare.example>')],
    ['header_malformed', instead('From', 'Le Phare <lettre@phare..example>')],
    ['header_malformed', instead('To', 'lea')],
    ['header_malformed', more(`X-Note: ${word('a=0D=0ABcc:_b')}`)],
    ['date_future', instead('Date', 'Wed, 22 Nov 2028 06:00:00 +0000')],
    ['date_past', instead('Date', 'Thu, 1 Jan 1970 00:00:00 +0000')],
    ['date_weekday', instead('Date', 'Mon, 22 Nov 2026 06:00:00 +0000')],
    ['message_id_foreign', instead('Message-ID', '<1@localhost.localdomain>')],
    ['header_not_ascii', instead('Subject', 'été')],
    ['header_list', instead('List-Id', 'no id')],
    ['header_list', instead('List-Id', '<matin>')],
    ['header_automated', without('Precedence')],
    ['header_feedback_id', more('Feedback-ID: a:b:c:d:e')],
    ['header_feedback_id', more('Feedback-ID: a:b:c:')],
    ['header_free_mail', instead('From', 'Le Phare <phare@gmail.com>')],
    ['header_bcc', more('Bcc: max@readers.example')],
    ['header_line_long', more(`X-Note: ${'word '.repeat(20)}`)],
    ['head_too_large', more(`X-Note: ${'word\n '.repeat(20_000)}`)],
    ['recipients_shown', instead('To', 'lea@readers.example, max@readers.example')],
    ['recipients_shown', more('Cc: max@readers.example')],
    ['receipt_asked', more('Disposition-Notification-To: lettre@phare.example')],
    ['return_path_written', more('Return-Path: <b@phare.example>')],
    ['sender_unnamed', instead('From', 'lettre@phare.example')],
    ['sender_several', instead('From', 'A <a@phare.example>, B <b@phare.example>')],
    ['from_several', (all) => more('Sender: a@phare.example')(instead('From', 'A <a@phare.example>, B <b@phare.example>')(all))],
    ['sender_disguised', instead('From', '"service@banque.test" <lettre@phare.example>')],
    ['encoded_word', instead('Subject', word('a'.repeat(80)))],
    ['encoded_word', instead('Subject', word('Le port'))],
    ['encoded_word', instead('Subject', '=?utf-8?Q?Le_port')],
    ['encoded_word', instead('Subject', `${word('Le_port')}rouvre`)],
    ['encoded_word', instead('Subject', word('=C3'))],
    ['encoded_word', instead('Subject', word('abc', 'b'))],
    ['encoded_word', instead('Subject', '=?no-such?Q?port?=')],
    ['encoded_word', instead('From', `"${word('Le_Phare')}" <lettre@phare.example>`)],
    ['subject_empty', instead('Subject', '')],
    ['subject_reply', instead('Subject', 'Re: le port')],
    ['subject_invisible', instead('Subject', word('Le=E2=80=8Bport'))],
    ['subject_unsafe', instead('Subject', word('Le_port=0D=0ABcc:_x'))],
    ['subject_wordless', instead('Subject', word('=F0=9F=9A=A2'))],
    ['signature_weak', signed('h=from; l=10')],
    ['signature_weak', more('DKIM-Signature: v=1; a=rsa-sha1; h=from; d=phare.example; s=a; bh=x; b=x')],
    ['signature_weak', more(`DKIM-Signature: v=1; a=rsa-sha256; h=from; d=phare.example; s=a; bh=x; b=${'A'.repeat(172)}`)],
    ['signature_malformed', more('DKIM-Signature: v=1; a=rsa-sha256; h=from; d=phare.example; b=x')],
    ['signature_broken', signed('h=from')],
    ['signature_incomplete', signed('h=from:to')],
    ['signature_unaligned', more('DKIM-Signature: v=1; a=rsa-sha256; h=from; d=relay.test; s=a; bh=x; b=x')],
    ['unsubscribe_unsigned', signed('h=from:to')],
    ['line_too_long', more(`X-Long: ${'a '.repeat(600)}`)],
  ])('is told to have %s in its head', (finding, headers) => {
    expect(raw(goodEml({ headers }))).toContain(finding);
  }); // prettier-ignore

  it('is told what is wrong on the wire', () => {
    const good = goodEml();
    expect(raw(good.replace('\r\nTo:', '\nTo:'))).toContain('line_end_bare');
    expect(raw(good.replace('\r\nTo:', '\rTo:'))).toContain('line_end_bare');
    expect(raw(`\u0000${good}`)).toContain('octet_unsafe');
    expect(raw(`\uFEFF${good}`)).toEqual(['octet_unsafe']);
    expect(raw(Buffer.from(`\uFEFF${good}`, 'utf16le'))).toEqual(['octet_unsafe']);
    expect(raw(html('; charset=utf-8', 'été'))).toContain('octet_unsafe');
    expect(raw(`${good}${'x\r\n'.repeat(200_000)}`)).toEqual(expect.arrayContaining(['message_large', 'mime_after_end']));
  }); // prettier-ignore

  it.each<[finding: string, eml: string]>([
    ['mime_structure', goodEml().replace('--b1--', '')],
    ['mime_structure', goodEml().replaceAll('--b1', '--b2')],
    ['mime_structure', goodEml().replace('boundary="b1"', 'charset=utf-8')],
    ['mime_structure', goodEml().replace('text/plain', 'text/html').replace('text/html;', 'text/html; x=y;')],
    ['mime_structure', third('\nno head')],
    ['mime_structure', third('Content-Type: text/html; charset=utf-8\n\n<p>again</p>')],
    ['mime_structure', goodEml().replace('multipart/alternative', 'multipart/mixed')],
    ['mime_boundary', third('Content-Type: text/x-note\n\n--b1x')],
    ['mime_boundary', goodEml({ headers: instead('Content-Type', `multipart/alternative; boundary="${'b'.repeat(80)}"`) })],
    ['mime_after_end', `${goodEml()}left over\r\n`],
    ['mime_encoding', inQuotedPrintable('<p>=ZZ</p>')],
    ['mime_encoding', inQuotedPrintable('<p>a</p>=')],
    ['mime_encoding', inBase64('PHA-!')],
    ['mime_encoding', inBase64('PHA+YQ==\nPHA+YQ==')],
    ['mime_encoding', inBase64('PHA+Y')],
    ['encoded_line_long', inQuotedPrintable('a'.repeat(90))],
    ['header_malformed', html('; charset=utf-8\nContent-Transfer-Encoding: 9bit', 'a')],
    ['header_repeated', third('Content-Type: text/x-note\nContent-Type: text/html\n\na')],
    ['mime_charset_missing', html('\nContent-Transfer-Encoding: 8bit', 'été')],
    ['mime_charset_unknown', html('; charset=utf-9', 'a')],
    ['mime_charset', html('; charset=iso-8859-1', 'a')],
    ['charset_wrong', inQuotedPrintable('=E9t=E9')],
    ['picture_unused', third('Content-Type: image/png\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=')],
    ['attachment_executable', third('Content-Type: application/pdf; name="une.pdf.exe"\n\na')],
    ['attachment_executable', third("Content-Type: text/x-note\nContent-Disposition: attachment; filename*=utf-8''%C3%A9t%C3%A9.JS\n\na")],
    ['attachment_executable', third('Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAA=')],
    ['attachment_present', third('Content-Type: application/pdf; name=une.pdf\n\na')],
    ['text_missing', html('; charset=utf-8', '<p>a</p>')],
    ['text_differs', goodEml({ text: `Un autre message parle entièrement ailleurs, longtemps, sans rapport aucun : montagne forêt rivière cuisine recette pommes farine sucre beurre four gâteau chocolat vanille crème tarte \n${goodText.slice(goodText.indexOf('Le Phare, 1'))}`, html: goodHtml.replace('capitainerie', 'capitainerie devant plusieurs journalistes réunis quand soufflait encore une brise légère venue') })],
  ])('is told to have %s in its parts', (finding, eml) => {
    expect(raw(eml)).toContain(finding);
  }); // prettier-ignore

  it('is told which line of the file', () => {
    const eml = goodEml({ headers: more('Bcc: max@readers.example') });
    const line = eml.split('\r\n').findIndex((text) => text.startsWith('Bcc')) + 1;
    expect(checkRaw(Buffer.from(eml), NOW).map(({ where }) => where)).toEqual([{ part: 'headers', line, excerpt: 'Bcc' }]);
    const broken = inQuotedPrintable(`${'a\n'.repeat(5)}=ZZ`);
    const at = broken.split('\r\n').indexOf('=ZZ') + 1;
    expect(checkRaw(Buffer.from(broken), NOW).find(({ code }) => code.endsWith('mime_encoding'))?.where).toMatchObject({ line: at });
  }); // prettier-ignore

  it('believes our own signature, and none whose body was changed after it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signer = { domain: 'phare.example', selector: 'a', privateKey };
    const eml = (await signMessage(Buffer.from(goodEml()), signer, NOW.now)).toString();
    expect(raw(eml)).toEqual([]);
    expect(raw(eml.replaceAll('\r\n', '\n'))).toEqual(['line_end_file']);
    expect(raw(eml.replace('--b1--', '\r\n--b1--'))).toContain('signature_broken');
  });

  it('decodes what it reads as mail programs do', () => {
    const subject = instead('Subject', `${word('Le_port=')}\n ${word('w6k=', 'B')}`);
    expect(readEml(Buffer.from(goodEml({ headers: subject })))).toMatchObject({ subject: 'Le port=é', text: goodText });
    expect(readEml(Buffer.from(inQuotedPrintable('<p>=C3=A9t=\n=C3=A9 </p>')))).toMatchObject({ html: '<p>été </p>\n', text: null }); // prettier-ignore
  });
});

describe('mailboxes', () => {
  it('are parted where they end, whatever stands in quotes and comments', () => {
    const all = mailboxesIn(String.raw`"Phare, \"le\" <x>" <a@phare.example>, (note, b) b@phare.example, Club: c@phare.example;`);
    expect(all.map((one) => one?.address)).toEqual(['a@phare.example', 'b@phare.example', 'c@phare.example']);
    expect(all[0]?.name).toBe('Phare, le <x>');
    for (const field of ['a@', '@b.example', 'a b@c.example', '<a@b.example', 'a@b', 'a@-b.example', `${'a'.repeat(65)}@b.example`])
      expect([field, mailboxIn(field)]).toEqual([field, undefined]);
  }); // prettier-ignore
});

describe('whatever bytes', () => {
  it('are answered', () => {
    for (const bytes of ['', '\0', 'x', '\r\n\r\n', '\uFEFF'.repeat(100_000), 'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n--a\r\n--a'])
      expect(raw(bytes).length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...goodEml().split(/(?<=\r\n)/), '=?utf-8?q?', '\r', '<', '"', '('))), (pieces) => {
        expect(raw(pieces.join('')).length).toBeGreaterThan(0);
      }),
    );
  }); // prettier-ignore

  it.each<[string, (size: number) => string]>([
    ['headers', (size) => `${'X-A: b\r\n'.repeat(size)}\r\n`],
    ['folds', (size) => `To: a\r\n${' x@y\r\n'.repeat(size)}\r\n`],
    ['addresses', (size) => `To: ${'a@b.c, '.repeat(size)}\r\n\r\n`],
    ['comments', (size) => `From: ${'('.repeat(size)}\r\n\r\n`],
    ['blanks', (size) => `From: a${' '.repeat(size)}b\r\n\r\n`],
    ['encoded words', (size) => `Subject: ${'=?utf-8?Q?a?= '.repeat(size)}\r\n\r\n`],
    ['parts', (size) => `Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n\r\nx\r\n'.repeat(size)}--a--`],
    ['nested parts', (size) => Array.from({ length: size / 10 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}x\r\n\r\n--b${depth}x\r\n`).join('')],
    ['nested messages', (size) => 'Content-Type: message/rfc822\r\n\r\n'.repeat(size)],
    ['blanks in quoted-printable', (size) => inQuotedPrintable(`${' '.repeat(size)}x=`)],
    ['equals signs', (size) => inQuotedPrintable('='.repeat(size))],
  ])('are looked at in time that grows with them: %s', (_, made) => {
    const sizes = { small: Buffer.from(made(3_000)), large: Buffer.from(made(30_000)), floorMs: 15, enough: 30 };
    expect(growth((eml) => checkRaw(eml, NOW), sizes)).toBeLessThan(40);
  }); // prettier-ignore
});

it.each([
  'filename*0="x.e"; filename*1="xe"',
  "filename*0*=utf-8''x%2E; filename*1*=e%78e",
  'filename="=?utf-8?B?eC5leGU=?="',
  'filename="a.pdf"; filename*="x.exe"',
])('a program is known by its name however that is written: %s', (name) => {
  const part = `--b1\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; ${name}\r\n\r\nx\r\n--b1--`;
  expect(raw(goodEml().replace('--b1--', () => part))).toContain('attachment_executable');
}); // prettier-ignore

it.each(['https://192.168.1.4/u/x', 'https://localhost/u/x', 'https://intra.local/u/x'])('nobody leaves by %s but at home', (address) => {
  const headers = (all: string[]): string[] => all.map((line) => (line.startsWith('List-Unsubscribe:') ? `List-Unsubscribe: <${address}>` : line));
  const eml = Buffer.from(goodEml({ headers }));
  expect(raw(eml)).toContain('address_private');
  const atHome = checkRaw(eml, { ...NOW, publicUrl: new URL('/', address).href });
  expect(atHome.map(({ code }) => code)).not.toContain('preflight.address_private');
}); // prettier-ignore
