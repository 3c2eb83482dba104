import { readFileSync } from 'node:fs';
import { projectPath } from '@app/platform';
import { describe, expect, it } from '@jest/globals';
import { readNewsroomFile, readOrigins } from './newsroom-file.js';

const EXAMPLE = readFileSync(projectPath('docs', 'newsroom.example.json'), 'utf8');

/** The documented example with one place changed. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const file: unknown = JSON.parse(EXAMPLE);
  let place = file as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) place = place[step] as Record<string | number, unknown>;
  place[path.at(-1) ?? ''] = value;
  return JSON.stringify(file);
}

describe('the newsroom file', () => {
  it('is shown by an example that can be used as it stands', () => {
    const { brand, family, newsletters } = readNewsroomFile(EXAMPLE);
    expect([brand.slug, family.slug]).toEqual(['gazette', 'matin']);
    expect(newsletters.map((one) => [one.slug, one.approval, Object.keys(one.calendar).length])).toEqual([
      ['monde', 'desk', 6],
      ['world', undefined, 5],
    ]);
  });

  it.each<[string, (string | number)[], unknown]>([
    ['brand.accent', ['brand', 'accent'], 'red'],
    ['brand.contactAddress', ['brand', 'contactAddress'], 'nobody'],
    ['brand.senderDomain', ['brand', 'senderDomain'], 'localhost'],
    ['brand.siteUrl', ['brand', 'siteUrl'], 'javascript:alert(1)'],
    ['newsletters.0.slug', ['newsletters', 0, 'slug'], 'Le Monde'],
    ['newsletters.0.name', ['newsletters', 0, 'name'], 'Le monde\r\nBcc: x@example.org'],
    ['newsletters.0.language', ['newsletters', 0, 'language'], 'de'],
    ['newsletters.0.timeZone', ['newsletters', 0, 'timeZone'], 'Europe/Lutece'],
    ['newsletters.0.calendar.1', ['newsletters', 0, 'calendar', '1'], '24:00'],
    ['newsletters.0.calendar', ['newsletters', 0, 'calendar'], {}],
    ['newsletters.0.maxDispatches', ['newsletters', 0, 'maxDispatches'], 0],
    ['newsletters.1.slug', ['newsletters', 1, 'slug'], 'monde'],
    ['newsletters.1.language', ['newsletters', 1, 'language'], 'fr'],
    ['newsletters.1.senderAddress', ['newsletters', 1, 'senderAddress'], 'world@gmail.com'],
    ['newsletters', ['newsletters'], []],
  ])('names %s when it cannot be used', (field, path, value) => {
    expect(() => readNewsroomFile(changed(path, value))).toThrow(new RegExp(`^  ${field}: `, 'm'));
  });

  it('refuses a misspelt option instead of ignoring it', () => {
    expect(() => readNewsroomFile(changed(['newsletters', 0, 'maxDispatch'], 8))).toThrow(/maxDispatch/);
  });

  it('says so when the file is not JSON', () => {
    expect(() => readNewsroomFile('{')).toThrow(/not JSON/);
  });
});

describe('sites named on the command line', () => {
  it('are origins, as a browser names them', () => {
    const origins = ['https://gazette.example', 'http://127.0.0.1:8080'];
    expect(readOrigins(origins)).toEqual(origins);
  });

  it.each([
    '*',
    'null',
    '',
    'gazette.example',
    'https://gazette.example/',
    'HTTPS://Gazette.example',
    'ftp://a.example',
  ])('%j is none', (wrong) => {
    expect(() => readOrigins(['https://gazette.example', wrong])).toThrow('expected: an origin such as');
  });

  it('are fifty at most', () => {
    const many = Array.from({ length: 51 }, (_, at) => `https://site${at}.example`);
    expect(() => readOrigins(many)).toThrow('expected: 50 at most');
  });
});
