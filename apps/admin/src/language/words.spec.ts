import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { countEn, countFr, formatBytes, formatList, formatPercent } from './numbers.js';

/** Every sentence of a catalogue; those with values are told with the number 2 or the word `x` in their places. */
function sentences(catalogue: unknown): string[] {
  if (typeof catalogue === 'string') return [catalogue];
  if (typeof catalogue === 'function') {
    const told: unknown = Reflect.apply(catalogue, undefined, [2, 'x', 'x', 'x']);
    return [String(told)];
  }
  return typeof catalogue === 'object' && catalogue !== null ? Object.values(catalogue).flatMap(sentences) : [];
}

/** `a.b` for every key, groups included: a group that is open to the compiler (a code in words) is proved here. */
function keys(catalogue: object, before = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? keys(value, `${before}${key}.`) : [`${before}${key}`],
  );
}

const source = path.join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'words.ts' && !file.startsWith('language'))
  .toSorted();
const catalogues = await Promise.all(
  files.map(async (file) => {
    const module: unknown = await import(path.join(source, file));
    return { file, words: Reflect.get(Object(module), 'words') as { en: object; fr: object } };
  }),
);

describe.each(catalogues)('the words of $file', ({ words }) => {
  it('are the same in both languages', () => {
    expect(keys(words.fr).toSorted()).toEqual(keys(words.en).toSorted());
  });

  it('are set as French is set', () => {
    expect(
      sentences(words.fr).filter((each) => /[ \n][:;!?»%]|« |'|"|\.\.\.|[^\s\u00a0\u202f][;!?»]/u.test(each)),
    ).toEqual([]);
    // A colon belongs to a time or an address, or stands after a no-break space.
    expect(sentences(words.fr).filter((each) => /[\p{L})»]:(?:\s|$)/u.test(each))).toEqual([]);
  });

  it('are set as English is set', () => {
    expect(sentences(words.en).filter((each) => /'|"|\.\.\.|\s[:;!?]/u.test(each))).toEqual([]);
  });
});

describe('counting', () => {
  it('is done as each language does it', () => {
    expect([0, 1, 2, 12840].map((n) => countEn(n, 'reader', 'readers'))).toEqual([
      '0 readers',
      '1 reader',
      '2 readers',
      '12,840 readers',
    ]);
    expect([0, 1, 2].map((n) => countFr(n, 'lecteur', 'lecteurs'))).toEqual([
      '0\u00a0lecteur',
      '1\u00a0lecteur',
      '2\u00a0lecteurs',
    ]);
    expect(countFr(12840, 'lecteur', 'lecteurs')).toBe('12\u202f840\u00a0lecteurs');
    expect(countFr(2_000_000, 'lecteur', 'lecteurs')).toBe('2\u202f000\u202f000\u00a0de\u00a0lecteurs');
    expect(countFr(1_000_000, 'abonné', 'abonnés')).toBe('1\u202f000\u202f000\u00a0d’abonnés');
  });

  it('sizes, shares and lists are written as each language writes them', () => {
    expect([0, 1023, 1024, 1_572_864].map((n) => formatBytes(n, 'en'))).toEqual([
      '0\u00a0bytes',
      '1,023\u00a0bytes',
      '1\u00a0KB',
      '1.5\u00a0MB',
    ]);
    expect(formatBytes(1_572_864, 'fr')).toBe('1,5\u00a0Mo');
    expect(formatPercent(0.0425, 'en')).toBe('4.3%');
    expect(formatPercent(0.042, 'fr')).toBe('4,2\u00a0%');
    expect(formatList(['a', 'b', 'c'], 'fr')).toBe('a, b et c');
  });
});
