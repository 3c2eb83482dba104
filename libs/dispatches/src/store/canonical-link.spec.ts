import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalLink } from './canonical-link.js';
import { TRACKING_PARAMETERS, TRACKING_PREFIXES } from './tracking-parameters.js';

const PAGE = 'gazette.example/monde/2026/le-port-rouvre';

describe('the canonical link', () => {
  it.each([
    'https://gazette.example/monde/2026/le-port-rouvre',
    'http://gazette.example/monde/2026/le-port-rouvre',
    'https://www.gazette.example/monde/2026/le-port-rouvre/',
    'https://WWW.Gazette.Example:443/monde/2026/le-port-rouvre#xtor=RSS-1',
    'http://gazette.example.:80/monde/2026/le-port-rouvre//',
    'https://m.gazette.example/monde/2026/le-port-rouvre?utm_source=rss&utm_medium=feed',
    'https://amp.gazette.example/monde/2026/le-port-rouvre/amp/',
    'https://gazette.example/monde/2026/le-port-rouvre?amp=1&fbclid=x&at_medium=RSS',
    'https://gazette.example/monde/2026/le%2Dport%2drouvre?UTM_Source=a&&CMP=b&ref=',
    'https://gazette.example/monde/./2025/../2026/le-port-rouvre?ns_campaign=x&gclid',
  ])('is one for every way to a page: %s', (link) => {
    expect(canonicalLink(link)).toBe(PAGE);
  });

  it.each([
    ['https://a.example/?p=12', 'a.example/?p=12'],
    ['https://a.example/index.php?article=7&id=3', 'a.example/index.php?article=7&id=3'],
    ['https://a.example/x?b=2&a=1&b=1', 'a.example/x?a=1&b=1&b=2'],
    ['https://a.example/Titre', 'a.example/Titre'],
    ['https://a.example:8080/x', 'a.example:8080/x'],
    ['https://a.example/a%2fb', 'a.example/a%2Fb'],
    ['https://a.example/topics/amp', 'a.example/topics/amp'],
    ['https://www.fr/nouvelle-1', 'www.fr/nouvelle-1'],
    ['https://münchen.example/ä', 'xn--mnchen-3ya.example/%C3%A4'],
    ['https://a.example/x?refuge=1&referendum=2&utm=3', 'a.example/x?referendum=2&refuge=1&utm=3'],
  ])('keeps what names the page: %s', (link, key) => {
    expect(canonicalLink(link)).toBe(key);
  });

  it.each([
    'https://a.example', 'https://a.example/', 'https://www.a.example/?utm_source=rss', 'https://a.example/index.html#top',
    'https://a.example/fr/', 'https://a.example/es-us', 'not a link', 'mailto:desk@a.example', 'ftp://a.example/x', '',
    `https://a.example/${'x'.repeat(2_100)}`,
  ])('is none for what names no single page: %s', (link) => {
    expect(canonicalLink(link)).toBeUndefined();
  }); // prettier-ignore

  const paths = fc.array(fc.stringMatching(/^[a-zA-Z0-9%._~ é-]{0,12}$/), { maxLength: 5 });
  const queries = fc.array(
    fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), fc.stringMatching(/^[a-zA-Z0-9%=+]{0,8}$/)),
    { maxLength: 6 },
  ); // prettier-ignore
  const parts = fc.record({ host: fc.constantFrom('a.example', 'm.www.a.example', 'www.fr', '127.0.0.1'), path: paths, query: queries }); // prettier-ignore
  const write = (host: string, path: readonly string[], query: readonly (readonly [string, string])[]): string =>
    `https://${host}/${path.join('/')}?${query.map(([name, value]) => `${name}=${value}`).join('&')}`;

  it('is its own canonical link', () => {
    fc.assert(
      fc.property(parts, ({ host, path, query }) => {
        const key = canonicalLink(write(host, path, query));
        if (key !== undefined) expect(canonicalLink(`https://${key}`)).toBe(key);
      }),
    );
  });

  it('does not depend on the order of the parameters, nor on tracking ones among them', () => {
    const tracking = fc.constantFrom(...TRACKING_PARAMETERS, ...TRACKING_PREFIXES.map((prefix) => `${prefix}x`));
    fc.assert(
      fc.property(parts, fc.array(tracking, { maxLength: 3 }), ({ host, path, query }, added) => {
        const plain = canonicalLink(write(host, path, query));
        const tracked = added.map((name): [string, string] => [name.toUpperCase(), '1']);
        expect(canonicalLink(write(host, path, [...tracked, ...query.toReversed()]))).toBe(plain);
      }),
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (given) => {
        const key = canonicalLink(given);
        expect(key === undefined || key.length <= 2_000).toBe(true);
      }),
    );
  });
});
