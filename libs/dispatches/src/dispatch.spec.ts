import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incomingDispatch } from './dispatch.js';

const plain = { externalId: 'x', language: 'fr', headline: 'Un titre' };

describe('an incoming dispatch', () => {
  it('keeps its headline on one line, so that no header can follow the subject', () => {
    const headline = 'Un titre\r\nBcc: all@mail.example\u2028\u0000 suite ';
    expect(incomingDispatch.parse({ ...plain, headline }).headline).toBe('Un titre Bcc: all@mail.example suite');
    expect(incomingDispatch.safeParse({ ...plain, headline: ' \r\n\u0000' }).success).toBe(false);
  });

  it('holds nothing the database cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const picture = { url: 'https://gazette.example/p.jpg', alt: given, caption: given, credit: given };
        const related = [{ title: `a${given}`, link: given }];
        const fields = { standfirst: given, bodyHtml: given, byline: given, dateline: given, related, picture };
        const stored = JSON.stringify(
          incomingDispatch.parse({ ...plain, externalId: `a${given}`, headline: `a${given}`, ...fields }),
        );
        // As JSON writes a NUL, and half of a surrogate pair.
        expect(stored.replaceAll('\\\\', '')).not.toMatch(/\\u0000|\\ud[89a-f]/);
      }),
    );
  });

  it.each(['ftp://a.example/', 'javascript:alert(1)', 'https://a.example/\u0000', '/relative'])(
    'refuses the link %j',
    (link) => {
      expect(incomingDispatch.safeParse({ ...plain, link }).success).toBe(false);
    },
  );

  it('takes the line breaks out of a link', () => {
    const link = 'https://a.example/\r\nBcc: x';
    expect(incomingDispatch.parse({ ...plain, link }).link).toBe('https://a.example/Bcc: x');
  });
});
