import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discoverFeeds } from './feed-discovery.js';
import { FeedParseError, parseFeed } from './feed-parsing.js';

/** Reading costs at most in proportion to what is read, whatever it is, and fails in one way only. */

function attempt(body: Buffer): void {
  try {
    parseFeed(body, { url: 'https://a.example/' });
  } catch (error) {
    if (!(error instanceof FeedParseError)) throw error;
  }
  discoverFeeds(body, { url: 'https://a.example/' });
}

/** Milliseconds of processor time, so that a busy machine does not count. */
function cost(body: Buffer): number {
  const before = process.cpuUsage();
  attempt(body);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1_000;
}

/** The least of up to three, because a collection of garbage may fall into any one; what is quadratic is so each time. */
function leastCost(body: Buffer, enough: number): number {
  let least = cost(body);
  for (let again = 0; again < 2 && least >= enough; again += 1) least = Math.min(least, cost(body));
  return least;
}

const rss = (inner: string): Buffer =>
  Buffer.from(`<rss version="2.0"><channel><title>N</title>${inner}</channel></rss>`);

const UNITS: readonly string[] = [
  '<', '&', '>', '"', '<a ', '<a b="', "<a b='", '<a b="" c="', '</', '</a', '</item', '<!', '<!--', '<![CDATA[', '<?', '<!DOCTYPE [', '<!ENTITY a "b">', ']]>', '-->',
  '<item>', '</item>', '<title>', '<title><b>', '<x><![CDATA[<![CDATA[', '<item><title>', '<item><title><![CDATA[', '<a>', '<div><p>', '<media:group>', '<author>', '<channel>',
  'x xmlns:a="b" ', '&amp;', '&#55357;', '&a;', '<a xmlns:q="http://www.w3.org/1999/xhtml">', 'é', '\u0092', '\n\n', '<link href="/rss">', '&lt;img ', '&lt;img src="/p.gif" width="1">', '<item><guid>0</guid><link>/1</link><title>T</title></item>', '<content:encoded>&lt;b&gt;',
]; // prettier-ignore

/** Characters; a quadratic reading of four times as many takes seconds, and of the fewer more than is allowed here. */
const SMALL = process.env['TEST_FULL'] === '1' ? 30_000 : 10_000;
/** Four times the text takes four times the time, and some more for what is not ours to measure; sixteen is quadratic. */
const AT_MOST = 10;
/** Milliseconds below which a measurement says nothing. */
const FLOOR = 30;

describe('hostile text', () => {
  it.each(UNITS.map((unit) => [unit]))('%j, over and over, costs in proportion', (unit) => {
    for (const wrap of [rss, (inner: string) => rss(`<item><description>${inner}</description></item>`)]) {
      const repeated = (length: number): Buffer => wrap(unit.repeat(Math.ceil(length / unit.length)));
      const small = Math.max(cost(repeated(SMALL)), FLOOR);
      const limit = small * AT_MOST;
      expect(leastCost(repeated(4 * SMALL), limit)).toBeLessThan(limit);
    }
  });

  it('with one closing mark at its far end costs in proportion', () => {
    for (const [unit, end] of [
      ['<![CDATA[', ']]>'],
      ['<!--', '-->'],
      ['<a', '>'],
      ['</a', '>'],
      ['<a b="', '"'],
      ['<t><![CDATA[</t>', ']]>'],
      ['<!DOCTYPE [', ']>'],
    ] as const) {
      const repeated = (length: number): Buffer => rss(unit.repeat(length / unit.length) + end);
      expect(cost(repeated(4 * SMALL))).toBeLessThan(Math.max(cost(repeated(SMALL)), FLOOR) * AT_MOST);
    }
  });

  it('does not grow by what it declares', () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(200)}">]><rss version="2.0"><channel><title>N</title><item><title>T</title><description>${'&a;'.repeat(100_000)}</description></item></channel></rss>`;
    expect(parseFeed(Buffer.from(bomb), { url: '' }).entries[0]?.summary?.length).toBeLessThan(1_000_000);
  });
});

describe('anything', () => {
  const sample = rss(
    '<item><guid>1</guid><title>Un &amp; <![CDATA[deux]]></title><link>/1</link><pubDate>Tue, 03 Feb 2026 08:15:00 GMT</pubDate><description>&lt;p&gt;x&lt;/p&gt;</description><media:content url="/p.jpg" medium="image"/></item>'.repeat(
      3,
    ),
  );

  it('that a feed becomes when it is damaged is read or refused', () => {
    const damage = fc.record({ at: fc.nat(sample.length), drop: fc.nat(30), put: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 6 }), (damages) => {
        let body = sample;
        for (const { at, drop, put } of damages)
          body = Buffer.concat([body.subarray(0, at), put, body.subarray(at + drop)]);
        attempt(body);
      }),
    );
  });

  it('that is a feed’s beginning is cut off, wherever it is cut', () => {
    for (let length = sample.indexOf('<title>'); length < sample.length; length += 1) {
      expect(() => parseFeed(sample.subarray(0, length), { url: '' })).toThrow(FeedParseError);
    }
  });

  it('with markup in any order is read or refused', () => {
    const part = fc.oneof(
      fc.constantFrom(...UNITS, '</title>', '</rss>', '<feed>', '<entry>', '</entry>', ' xml:base="::"', '\ud800', 'z'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        attempt(rss(parts.join('')));
        attempt(Buffer.from(parts.join('')));
      }),
    );
  });
});
