import { describe, expect, it } from '@jest/globals';
import { decodeWords, readHeaders, readMailbox } from './mail-headers.js';

describe('encoded words (RFC 2047)', () => {
  it.each([
    ['plain words stay', 'plain words stay'],
    ['=?UTF-8?Q?L=E2=80=99actualit=C3=A9_du_matin?=', 'L’actualité du matin'],
    ['=?utf-8?B?2KPYrtio2KfYsQ==?= <a@b.example>', 'أخبار <a@b.example>'],
    ['=?iso-8859-1?q?caf=E9?=', 'café'],
    ['=?UTF-8*fr?Q?=C3=A0_lire?=', 'à lire'],
    ['=?UTF-8?Q?one?= =?UTF-8?Q?_two?=', 'one two'],
    ['before =?UTF-8?Q?one?= after', 'before one after'],
  ])('%s', (raw, read) => {
    expect(decodeWords(raw)).toBe(read);
  });

  it.each(['=?klingon?Q?qapla?=', '=?UTF-8?B?***?='])('shows %s as it is, for want of better', (raw) => {
    expect(decodeWords(raw)).toBe(raw);
  });
});

describe('the headers of a message', () => {
  const source = [
    'From: =?UTF-8?Q?L=C3=A9a?= <lea@newsroom.example>',
    'Subject: =?UTF-8?Q?A_long?=',
    ' =?UTF-8?Q?_subject?=',
    'no header at all',
    ': nor this',
    'List-Unsubscribe: <https://newsroom.example/u/1>',
    '',
    'Body: not a header',
  ];

  it.each(['\r\n', '\n'])('reads them in order, unfolded, up to the body (line end %j)', (end) => {
    expect(readHeaders(source.join(end))).toEqual([
      { name: 'From', value: 'Léa <lea@newsroom.example>' },
      { name: 'Subject', value: 'A long subject' },
      { name: 'List-Unsubscribe', value: '<https://newsroom.example/u/1>' },
    ]);
  });

  it('finds none in nothing', () => {
    expect(readHeaders('')).toEqual([]);
  });
});

describe('the sender', () => {
  it.each([
    ['"The world" <hello@newsroom.example>', 'The world', 'hello@newsroom.example'],
    ['The world <hello@newsroom.example>', 'The world', 'hello@newsroom.example'],
    [String.raw`"A \"quoted\" name" <a@b.example>`, 'A "quoted" name', 'a@b.example'],
    ['hello@newsroom.example', 'hello@newsroom.example', 'hello@newsroom.example'],
    ['<hello@newsroom.example>', 'hello@newsroom.example', 'hello@newsroom.example'],
  ])('%s', (from, name, address) => {
    expect(readMailbox(from)).toEqual({ name, address });
  });
});
