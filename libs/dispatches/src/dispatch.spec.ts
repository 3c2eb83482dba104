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

  it.each([
    'ftp://a.example/',
    'javascript:alert(1)',
    'https://bank.example@a.example/',
    'https://a.example/\u0000',
    '/relative',
  ])('refuses the link %j', (link) => {
    expect(incomingDispatch.safeParse({ ...plain, link }).success).toBe(false);
  });

  it('holds nothing that a terminal obeys or that turns the direction of a text', () => {
    const evil = 'a\u001b[31m\u009b2J\u202egnol\u202d\u2067b\u007f\ufeff';
    const stored = incomingDispatch.parse({
      ...plain,
      headline: evil,
      standfirst: `${evil}\r\n${evil}\u2028c`,
      byline: evil,
      usageTerms: evil,
      categories: [evil],
      picture: { url: 'https://gazette.example/p.jpg', alt: evil, caption: evil, credit: evil },
      related: [{ title: evil }],
    });
    expect(JSON.stringify(stored)).not.toMatch(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\\u00/);
    expect(stored.headline).toBe('a [31m 2Jgnolb');
    expect(stored.standfirst).toBe('a[31m2Jgnolb\na[31m2Jgnolb\nc');
  });

  it('keeps what right-to-left texts and emoji need', () => {
    const standfirst = 'قال\u200f: \u2068Colporteur\u2069 می\u200cخواهم 👩\u200d🚒\n\tثم';
    expect(incomingDispatch.parse({ ...plain, standfirst }).standfirst).toBe(standfirst);
  });

  it.each(['javascript:alert(1)', '/relative', 'data:text/html,x', 'https://user:secret@a.example/', 'nothing'])(
    'leaves the link %j out of what is related, and keeps its title',
    (link) => {
      const { related } = incomingDispatch.parse({ ...plain, related: [{ title: 'Lire', link }] });
      expect(related).toEqual([{ title: 'Lire' }]);
    },
  );

  it('takes the line breaks out of a link', () => {
    const link = 'https://a.example/\r\nBcc: x';
    expect(incomingDispatch.parse({ ...plain, link }).link).toBe('https://a.example/Bcc: x');
  });
});
