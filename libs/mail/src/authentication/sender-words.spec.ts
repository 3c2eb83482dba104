import { describe, expect, it } from '@jest/globals';
import { judgeDkim } from './dkim-findings.js';
import { mxFindings } from './mail-host-findings.js';
import type { NameAnswer, Names } from './names.js';
import { english, englishPhrases } from './sender-words.en.js';
import { french, frenchPhrases } from './sender-words.fr.js';
import { inLanguage, senderFinding } from './sender-words.js';

const marks = (text = ''): string[] => [...new Set(text.match(/\{[a-z]+\}/g))].sort();
const nowhere: NameAnswer<never> = { kind: 'no_name' };
const names = (mx: Awaited<ReturnType<Names['mx']>>): Names => {
  const none = () => Promise.resolve(nowhere);
  return { txt: none, a: none, aaaa: none, ptr: none, mx: () => Promise.resolve(mx) };
};

describe('the words of findings about sending domains', () => {
  it.each(Object.keys(english) as (keyof typeof english)[])('%s name the same things in both languages', (name) => {
    const [says, remedy] = english[name] as readonly [string, string?];
    const [dit, conseil] = french[name];
    expect(marks(dit)).toEqual(marks(says));
    expect(marks(conseil)).toEqual(marks(remedy));
    expect(conseil === undefined).toBe(remedy === undefined);
    expect(`${dit} ${conseil ?? ''}`).not.toMatch(/'| [:;!?»]|« /u);
  });

  it.each(Object.keys(englishPhrases) as (keyof typeof englishPhrases)[])('the phrase %s too', (name) => {
    expect(marks(frenchPhrases[name])).toEqual(marks(englishPhrases[name]));
    expect(frenchPhrases[name]).not.toBe(englishPhrases[name]);
  });
});

describe('a finding in another language', () => {
  it('keeps verdict, code and record, and words the reason within too', () => {
    const key = { domain: 'gazette.test', selector: 'k1', publicKey: 'AAAA', state: 'active' } as const;
    const [found] = judgeDkim(key, ['k=rsa']);
    expect(found).toMatchObject({ code: 'dkim.syntax', says: 'The DKIM record k1._domainkey.gazette.test cannot be read: p= is missing.' });
    const told = inLanguage(found as NonNullable<typeof found>, 'fr-CA');
    expect(told).toMatchObject({ verdict: 'failure', code: 'dkim.syntax', publish: { type: 'TXT' } });
    expect(told.says).toBe('L’enregistrement DKIM k1._domainkey.gazette.test est illisible\u00a0: il manque p=.');
  }); // prettier-ignore

  it('words each of a list', async () => {
    const hosts = [{ exchange: '192.0.2.1', priority: 1 }, { exchange: 'gone.test', priority: 2 }];
    const [found] = await mxFindings('gazette.test', 'replies', names({ kind: 'records', records: hosts }));
    expect(found?.says).toBe('Of the mail hosts of gazette.test, these lead nowhere: 192.0.2.1 (an address where a name must stand), gone.test (it has no address); readers’ replies do not arrive.');
    expect(inLanguage(found as NonNullable<typeof found>, 'fr').says).toContain('gone.test (il n’a pas d’adresse)');
  }); // prettier-ignore

  it('falls back to English, and fills nothing into what a value holds', () => {
    const found = senderFinding({
      verdict: 'note',
      name: 'dmarc.unknown_tags',
      values: { record: '{what}', what: 'x$&' },
    });
    expect(inLanguage(found, 'ar').says).toBe('{what} has tags that nobody knows: x$&.');
  });
});
