import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatalogueError, keyedHash } from '@app/platform';
import { judgeAddress } from '../address/address.js';
import { hashing } from './hash-many.js';
import { Utf8Count, charsetOf } from './charset.js';
import { shapeOf, type ShapeWish } from './file-shape.js';
import { judgeListed } from './judge-listed.js';
import { readInstant } from './read-instant.js';
import { readList, type ListName } from './reader-list.js';

const AUTO: ShapeWish = { layout: 'auto', map: {}, format: 'auto', delimiter: 'auto' };
const NOW = new Date('2026-11-22T12:00:00Z');

async function rows(text: string, wish: Partial<ShapeWish> = {}, name: ListName = 'readers') {
  const shape = shapeOf(text, { ...AUTO, ...wish }, true);
  const reading = { hashOf: () => '', now: NOW, consentedAt: null, lastContactAt: null };
  const staged: unknown[][] = [];
  const problems: string[] = [];
  for await (const part of readList({ name, shape }, [text], reading)) {
    for (const row of part.staged) staged.push([row.address, row.standing, row.consentedAt?.toISOString().slice(0, 10)]);
    for (const { line, code } of part.problems) problems.push(`${line} ${code}`);
  }
  return { layout: shape.plan.layout, staged, problems };
} // prettier-ignore

/** Written for these tests after each platform's documented columns. */
const files: Record<string, { text: string; staged: unknown[][]; problems?: string[] }> = {
  listmonk: {
    text: 'uuid,email,name,attributes,status,created_at,updated_at\n1,a@r.example.org,A,"{""city"": ""Brest""}",enabled,2023-02-01T10:00:00Z,2023-02-01\n2,b@r.example.org,B,{},blocklisted,2023-02-02,\n',
    staged: [['a@r.example.org', 'active', '2023-02-01'], ['b@r.example.org', 'left', '2023-02-02']],
  },
  mailchimp: {
    text: 'Adresse e-mail,Prénom,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID,EUID,NOTES,TAGS\na@r.example.org,A,,,2021-05-06 07:08:09,,1,x,,\nb@r.example.org,B,,,,,2,y,,\n',
    staged: [['a@r.example.org', 'active', '2021-05-06']],
    problems: ['3 unconfirmed'],
  },
  'mailchimp ': {
    text: 'Email Address,CONFIRM_TIME,UNSUB_TIME,UNSUB_REASON,LEID,EUID\na@r.example.org,2021-05-06 07:08:09,2022-01-01 00:00:00,N/A,1,x\n',
    staged: [['a@r.example.org', 'left', '2021-05-06']],
  },
  substack: {
    text: 'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\na@r.example.org,false,,other,false,2022-03-04T05:06:07.890Z,\nb@r.example.org,true,,other,true,2022-03-04,\n',
    staged: [['a@r.example.org', 'active', '2022-03-04'], ['b@r.example.org', 'left', '2022-03-04']],
  },
  ghost: {
    text: 'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers\n1,a@r.example.org,,,true,false,,2020-01-02T00:00:00.000Z,,,\n2,b@r.example.org,,,false,false,,2020-01-02,,,\n',
    staged: [['a@r.example.org', 'active', '2020-01-02'], ['b@r.example.org', 'left', '2020-01-02']],
  },
  brevo: {
    text: 'CONTACT ID;EMAIL;FIRSTNAME;BLACKLISTED;DOUBLE_OPT-IN;ADDED_TIME;MODIFIED_TIME\n1;a@r.example.org;A;No;Yes;03-04-2024 10:00:00;03-04-2024\n2;b@r.example.org;B;Yes;;03-04-2024;\n3;c@r.example.org;C;No;No;03-04-2024;\n',
    staged: [['a@r.example.org', 'active', '2024-04-03'], ['b@r.example.org', 'left', '2024-04-03']],
    problems: ['4 unconfirmed'],
  },
  'plain ': {
    text: 'email,unsubscribed,confirmed\na@r.example.org,no,yes\nb@r.example.org,2023-01-31,yes\nc@r.example.org,newsletter B,yes\nd@r.example.org,,pending\ne@r.example.org,opted out,2020-02-03\nf@r.example.org,NULL,2020-02-03\n',
    staged: [['a@r.example.org', 'active', undefined], ['b@r.example.org', 'left', undefined], ['e@r.example.org', 'left', undefined], ['f@r.example.org', 'active', undefined]],
    problems: ['4 standing_unknown', '5 unconfirmed'],
  },
  plain: {
    text: 'sep=;\r\nCourriel;Statut;Date d’inscription\r\na@r.example.org;Abonné;31/12/2019\r\nb@r.example.org;Désabonné;\r\nc@r.example.org;peut-être;\r\nd@r.example.org;Rebond\r\n"=1@r";Abonné;\r\n',
    staged: [['a@r.example.org', 'active', '2019-12-31'], ['b@r.example.org', 'left', undefined]],
    problems: ['5 standing_unknown', '6 columns_count', '7 address_invalid'],
  },
}; // prettier-ignore

describe('the list of another platform', () => {
  it.each(Object.entries(files))('%s is known by its columns', async (name, { text, staged, problems = [] }) => {
    expect(await rows(text)).toEqual({ layout: name.trim(), staged, problems });
  });

  it.each<[string, string, string]>([
    ['UNSUB_TIME', '2022-01-01 00:00:00', 'left'],
    ['CLEAN_TIME', '2022-01-01 00:00:00', 'bounced'],
    ['Désabonné', 'oui', 'left'],
    ['Date de désabonnement', '01/02/2022', 'left'],
    ['opted_out', 'TRUE', 'left'],
    ['active', '0', 'left'],
    ['Actif', 'non', 'left'],
    ['active', 'yes', 'active'],
    ['Désabonné', 'non', 'active'],
    ['UNSUB_TIME', '', 'active'],
  ])('of nobody in particular brings back nobody whose column %s says %s', async (column, cell, standing) => {
    const { layout, staged } = await rows(`email,${column},note\na@r.example.org,${cell},\n`);
    expect([layout, staged]).toEqual(['plain', [['a@r.example.org', standing, undefined]]]);
  });

  it.each<[string, string, Partial<ShapeWish>]>([
    ['import.header_missing', 'a@r.example.org,A\nb@r.example.org,B\n', {}],
    ['import.columns_duplicate', 'email,Name,name\na@r.example.org,A,B\n', {}],
    ['import.column_missing', 'foo,bar\n1,2\n', {}],
    ['import.columns_ambiguous', 'email,Courriel\na@r.example.org,\n', {}],
    ['import.map_unknown', 'email\na@r.example.org\n', { map: { address: 'nowhere' } }],
    ['import.header_too_long', `${'x'.repeat(70_000)}\n`, {}],
  ])('%s', (code, text, wish) => {
    let thrown: unknown;
    try {
      shapeOf(text, { ...AUTO, ...wish }, true);
    } catch (error) {
      thrown = error;
    }
    expect(isCatalogueError(thrown, code)).toBe(true);
  });

  it('of JSON lines refuses a line with a sign of leaving that no first line had', async () => {
    const lines = Array.from({ length: 100 }, (_, n) => `{"email":"r${n}@r.example.org","joined":"2020-01-02"}`);
    const late = ['{"email":"left@r.example.org","unsubscribed_at":"2021-02-03"}', '{"email":"also@r.example.org","status":"unsubscribed"}', '{"email":"in@r.example.org","city":"Brest"}'];
    const text = [...lines, ...late, ''].join('\n');
    const read = await rows(text);
    expect(read.problems).toEqual(['101 column_late', '102 column_late']);
    expect(read.staged.at(-1)).toEqual(['in@r.example.org', 'active', undefined]);
    expect((await rows(text, {}, 'suppressions')).problems).toEqual([]);
  }); // prettier-ignore

  it('without a header is read where columns are named by their numbers', async () => {
    expect(await rows('1|a@r.example.org\n', { map: { address: '2' } })).toMatchObject({ staged: [['a@r.example.org', 'active', undefined]] });
  }); // prettier-ignore

  it('of hostile addresses gets a verdict for each line, the one a form would give', () => {
    const domain = fc.constantFrom('readers.example.org', 'gmial.com', 'xn--bcher-kva.example.org', 'bücher.example.org', 'a', '[1.2.3.4]', 'Readers.Example.org');
    const local = fc.oneof(fc.string({ unit: 'binary', maxLength: 70 }), fc.stringMatching(/^[A-Za-z.+'"_-]{1,66}$/));
    fc.assert(
      fc.property(local, domain, (name, host) => {
        for (let again = 0; again < 2; again += 1) {
          const [listed, typed] = [judgeListed(`${name}@${host}`), judgeAddress(`${name}@${host}`)];
          expect(listed.verdict).toBe(typed.verdict);
          if (listed.verdict === 'accept' && typed.verdict === 'accept')
            expect([listed.address, listed.canonical]).toEqual([typed.address, typed.canonical]);
        }
      }),
    );
  }); // prettier-ignore
});

describe('a date', () => {
  it.each<[string, boolean | undefined, string | undefined]>([
    ['2024-02-29', undefined, '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined, undefined],
    ['2024-05-06 07:08:09+02:00', undefined, '2024-05-06T05:08:09.000Z'],
    ['25.12.2020', undefined, '2020-12-25T00:00:00.000Z'],
    ['03/04/2024', undefined, undefined],
    ['03/04/2024', true, '2024-04-03T00:00:00.000Z'],
    ['12/25/2020', undefined, '2020-12-25T00:00:00.000Z'],
    ['1717243200', undefined, '2024-06-01T12:00:00.000Z'],
    ['0000-00-00 00:00:00', undefined, undefined],
    ['2099-01-01', undefined, undefined],
    ['yesterday', undefined, undefined],
  ])('%s (day first: %s) is %s', (text, dayFirst, expected) => {
    expect(readInstant(text, NOW, dayFirst)?.toISOString()).toBe(expected);
  });
});

describe('a file', () => {
  const charset = (bytes: Buffer): string | undefined => {
    const count = new Utf8Count();
    // Characters lie across pieces.
    for (let at = 0; at < bytes.length; at += 3) count.take(bytes.subarray(at, at + 3));
    count.end();
    return charsetOf({ head: bytes, wellFormed: count.wellFormed, malformed: count.malformed });
  };
  it.each<[string, Buffer, string | undefined]>([
    ['UTF-8', Buffer.from('email,prénom\n'), 'utf-8'],
    ['UTF-8 with one broken byte', Buffer.concat([Buffer.from('é€😀é'), Buffer.from([0xe9])]), 'utf-8'],
    ['windows-1252', Buffer.from('email,prénom\n', 'latin1'), 'windows-1252'],
    ['UTF-16 with a mark', Buffer.from('\uFEFFemail\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 without', Buffer.from('email,name\n', 'utf16le'), 'utf-16le'],
    ['UTF-16, the other way round', Buffer.from('email,name\n', 'utf16le').swap16(), 'utf-16be'],
    ['a list with one NUL', Buffer.from('email\na\0b@r.example.org\n'), 'utf-8'],
    ['a spreadsheet', Buffer.from('504b03041400', 'hex'), undefined],
    ['noise', Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 73 + (n >> 3)) % 256)), undefined],
  ])('of %s is told from its bytes', (_, bytes, expected) => {
    expect(charset(bytes)).toBe(expected);
  });

  it('of a million readers hashes their addresses as everybody else does', () => {
    const key = Buffer.alloc(32, 7);
    for (const text of ['a@readers.example', 'ö@bücher.example', ''])
      expect(hashing(key)(text)).toBe(keyedHash(key, text).toString('hex'));
  });
});
