import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatalogueError } from '@app/platform';
import { readOpml, writeOpml } from './opml.js';

function codeOf(text: string | Buffer): string {
  try {
    readOpml(text);
  } catch (error) {
    if (isCatalogueError(error)) return error.code;
    throw error;
  }
  return 'read';
}

describe('readOpml', () => {
  it('reads folders, twins and broken markup', () => {
    const list = `<?xml version="1.0" encoding="ISO-8859-1"?>
      <OPML version="1.0"><head><title>Mes flux & co</title><dateCreated>Tue, 03 Feb 2026 08:15:00 GMT</dateCreated></head><body>
      <outline text="Loose" xmlUrl="https://a.example/rss?a=1&b=2" htmlUrl="https://a.example/" language="fr"/>
      <outline text="Monde &amp; Europe"><outline text='Est'><outline type=rss title="Vesk &quot;24&quot;" text="x" xmlurl="https://b.example/rss"/></outline>
      <outline text="Twice" xmlUrl="https://a.example/rss?a=1&amp;b=2"/></outline>
      <outline text="Note"/><outline type="rss" text="By url" url="https://c.example/rss"/></body></OPML>`;
    expect(readOpml(list)).toEqual({
      title: 'Mes flux & co',
      created: new Date('2026-02-03T08:15:00Z'),
      sources: [
        { url: 'https://a.example/rss?a=1&b=2', title: 'Loose', siteUrl: 'https://a.example/', language: 'fr' },
        { url: 'https://b.example/rss', title: 'Vesk "24"', folder: 'Monde & Europe / Est' },
        { url: 'https://c.example/rss', title: 'By url' },
      ],
    });
  });

  it('reads the charset it is written in', () => {
    const body = Buffer.from(
      '<opml><body><outline text="\xc9t\xe9" xmlUrl="https://a.example/"/></body></opml>',
      'latin1',
    );
    expect(readOpml(body).sources[0]?.title).toBe('Été');
  });

  it.each([
    ['', 'opml.not_opml'],
    ['<rss version="2.0"></rss>', 'opml.not_opml'],
    ['hello', 'opml.not_opml'],
    ['<opml><body><outline text="a" xmlUrl="https://a.example/"/>', 'opml.malformed'],
    ['x'.repeat(11 * 1024 * 1024), 'opml.too_large'],
  ])('refuses %.20s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

it('reads back what it has written', () => {
  const character = fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", '&amp;', '<b>', ' ', 'é', 'ع', '😀', ']]'),
    fc.stringMatching(/^[!-~]$/),
  );
  const line = fc
    .array(character, { minLength: 1, maxLength: 12 })
    .map((parts) => parts.join('').replace(/ +/g, ' ').trim())
    .filter((text) => text !== '' && !text.includes(']]>'));
  const source = fc.record(
    { url: fc.webUrl(), title: line, siteUrl: fc.webUrl(), folder: line },
    { requiredKeys: ['url', 'title'] },
  );
  fc.assert(
    fc.property(fc.uniqueArray(source, { selector: ({ url }) => url, maxLength: 8 }), line, (sources, title) => {
      const list = readOpml(writeOpml(sources, { title, created: new Date('2026-02-03T08:15:00Z') }));
      expect(list.title).toBe(title);
      expect(list.created).toEqual(new Date('2026-02-03T08:15:00Z'));
      expect(new Set(list.sources)).toEqual(new Set(sources));
    }),
  );
  expect(readOpml(writeOpml([])).sources).toEqual([]);
});
