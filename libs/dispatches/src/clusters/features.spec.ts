import { describe, expect, it } from '@jest/globals';
import { featuresOf, type Features } from './features.js';

function read(headline: string, language = 'fr', standfirst = ''): Features {
  return featuresOf({ id: 'a', language, headline, standfirst, publishedAt: new Date(0), source: '' });
}

describe('numbers, with what they count', () => {
  it.each([
    ['fr', 'Une explosion fait 12 morts', '12 dead'],
    ['fr', 'Le bilan passe à quinze morts', '15 dead'],
    ['en', 'Blast kills 12 in market', '12 dead'],
    ['en', 'Two dozen hurt', '2 injured, 12 injured'],
    ['fr', 'Plus de 12\u202f000 personnes évacuées', '12000 evacuated'],
    ['fr', 'Un séisme de magnitude 6,1', '6.1 magnitude'],
    ['en', 'A 6.1-magnitude quake', '6.1 magnitude'],
    ['fr', 'Une amende de 1,2 milliard d’euros', '1200000000 money'],
    ['en', 'Fined €40m', '40000000 money'],
    ['fr', 'En hausse de 0,8\u00a0%', '0.8 percent'],
    ['fr', 'Lyon bat Porto 2-1', '2 score'],
    ['fr', 'Attendu au 12e congrès en 2026', ''],
    ['fr', 'Disparus depuis 2026', ''],
  ])('%s: %s', (language, headline, expected) => {
    expect(read(headline, language).numbers.map(({ value, of }) => `${value} ${of}`).join(', ')).toBe(expected);
  }); // prettier-ignore
});

describe('names', () => {
  const names = (...given: Parameters<typeof read>): string[] => [...read(...given).names.keys()].sort();

  it.each([
    ['a capital inside a sentence', ['La ministre Claire Marnier démissionne'], ['#claire', '#marnier']],
    ['not the first word of a sentence', ['Explosion à Karaganda'], ['#karaganda']],
    ['not a country, which is compared as one', ['Le séisme touche le Pérou'], []],
    ['not a word of every day in capitals', ['La Commission et la Banque saluent Norvik'], ['#norvik']],
    ['a title-case headline by its standfirst', ['Finance Minister Resigns Over Loan', 'en', 'Niall Rourke will resign over a loan, the minister said.'], ['#niall', '#rourke']],
  ] as const)('%s', (_, given, expected) => {
    expect(names(...(given as unknown as Parameters<typeof read>))).toEqual(expected);
  }); // prettier-ignore
});

describe('words', () => {
  it('meet in their concept and their stem', () => {
    const [a, b] = [read('La terre a tremblé'), read('Fort séisme')];
    expect([...a.terms.keys()].filter((key) => b.terms.has(key))).toEqual(['@quake']);
    const [verb, noun] = [read('Il négocie l’importation'), read('Les importateurs')];
    expect([...verb.terms.keys()].filter((key) => noun.terms.has(key))).toHaveLength(1);
  });

  it('of a formula are not read, and a series is noted', () => {
    expect([...read('Séisme : ce que l’on sait').terms.keys()]).toEqual(['@quake']);
    expect(read('L’essentiel de l’actualité').series).toBe('roundup');
    expect(read('Météo : vigilance orange mardi')).toMatchObject({ series: 'weather' });
    expect(read('CAC 40 : en hausse').numbers).toEqual([]);
  });

  it('of a script without spaces are read by pairs', () => {
    expect(read('東京で地震', 'ja').terms.size).toBeGreaterThan(2);
  });
});
