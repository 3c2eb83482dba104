import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linkWithParameters } from './link-parameters.js';
import { sampleNewsletter } from './newsletter.fixture.js';

const newsletter = sampleNewsletter({
  linkParameters: { utm_source: '{newsletter}', utm_campaign: 'le {kind} du {date}' },
  brand: { ...sampleNewsletter().brand, ownHosts: ['gazette.example', 'intranet'] },
});
const place = { newsletter, editionDate: '2026-11-22', kind: 'digest' } as const;
const ADDED = 'utm_source=matin&utm_campaign=le%20digest%20du%202026-11-22';
const tag = (link: string): string => linkWithParameters(link, place);

describe('link parameters', () => {
  it.each([
    ['https://gazette.example', `https://gazette.example?${ADDED}`],
    ['https://gazette.example/a', `https://gazette.example/a?${ADDED}`],
    ['http://www.gazette.example/a#b?c', `http://www.gazette.example/a?${ADDED}#b?c`],
    ['https://gazette.example/a?', `https://gazette.example/a?${ADDED}`],
    ['https://gazette.example/a?b=1&', `https://gazette.example/a?b=1&${ADDED}`],
    ['https://GAZETTE.example:8443/%C3%A9?z=1&a=%20', `https://GAZETTE.example:8443/%C3%A9?z=1&a=%20&${ADDED}`],
    ['https://gazette.example./a', `https://gazette.example./a?${ADDED}`],
    [' https://gazette.example/a\n', `https://gazette.example/a?${ADDED}`],
    ['https://gazette.example/?utm_source=x', 'https://gazette.example/?utm_source=x&utm_campaign=le%20digest%20du%202026-11-22'],
    ['https://gazette.example/?utm%5Fsource&utm_campaign=', 'https://gazette.example/?utm%5Fsource&utm_campaign='],
  ])('are added to %j', (link, expected) => {
    expect(tag(link)).toBe(expected);
  }); // prettier-ignore

  it.each([
    'https://autre.example/',
    'https://notgazette.example/',
    'https://gazette.example.evil.example/',
    'https://gazette.example@evil.example/',
    'https://evil.example/?gazette.example',
    'https://evil.example\\@gazette.example/',
    '//gazette.example/a',
    '/a',
    'mailto:courrier@gazette.example',
    'ftp://gazette.example/',
    'javascript:location="https://gazette.example/"',
    '@@view@@',
    'https://gazette.example/@@unsubscribe@@',
    'https://[',
    '',
  ])('are not added to %j', (link) => {
    expect(tag(link)).toBe(link);
  });

  it('change nothing where a newsletter has none', () => {
    const plain = { ...place, newsletter: sampleNewsletter({ brand: newsletter.brand }) };
    expect(linkWithParameters('https://gazette.example/', plain)).toBe('https://gazette.example/');
  });

  it('do not read again what was filled in, and survive half a character', () => {
    const odd = { ...newsletter, slug: '{date}', linkParameters: { a: '{newsletter}\ud800{nobody}' } };
    expect(linkWithParameters('https://gazette.example/', { ...place, newsletter: odd })).toBe(
      'https://gazette.example/?a=%7Bdate%7D%EF%BF%BD%7Bnobody%7D',
    );
  });

  it('keep what the link was, once and for all, whatever it holds', () => {
    const links = fc.record({
      host: fc.constantFrom('gazette.example', 'a.gazette.example', 'b.example', 'xgazette.example'),
      path: fc.webPath(),
      query: fc.array(fc.tuple(fc.constantFrom('a', 'utm_source', 'q%5B%5D'), fc.webQueryParameters()), { maxLength: 3 }),
      fragment: fc.webFragments(),
    });
    fc.assert(
      fc.property(links, ({ host, path, query, fragment }) => {
        const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        const link = `https://${host}${path || '/'}${search && `?${search}`}${fragment && `#${fragment}`}`;
        const [before, after] = [new URL(link), new URL(tag(link))];
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        const kept = [...after.searchParams].slice(0, before.searchParams.size);
        expect(kept).toEqual([...before.searchParams]);
        const isOwn = /(?:^|\.)gazette\.example$/.test(host);
        expect(after.searchParams.getAll('utm_source').length > 0).toBe(isOwn || before.searchParams.has('utm_source'));
        if (!isOwn) expect(tag(link)).toBe(link);
        expect(tag(tag(link))).toBe(tag(link));
      }),
    );
  }); // prettier-ignore

  it('leave garbage alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tag(text)).toBe(text);
      }),
    );
  });
});
