import { expect, it } from '@jest/globals';
import { parseFeed } from '@app/dispatches';
import { medianEntryBytes, syntheticFeed } from './synthetic-feed.js';

const now = new Date('2026-03-10T12:00:00Z');
const feed = (number: number, entries = 40): string => syntheticFeed({ number, entries, now });

it.each([
  [0, 'rss'],
  [1, 'atom'],
])('makes feed %i, which is read whole (%s)', (number, format) => {
  const read = parseFeed(Buffer.from(feed(number)), { url: `https://site-${number}.example/feed` });
  expect(read).toMatchObject({ format, language: 'fr' });
  expect(read.entries).toHaveLength(40);
  expect(new Set(read.entries.map(({ id }) => id)).size).toBe(40);
  expect(new Set(read.entries.map(({ link }) => link)).size).toBe(40);
  for (const { contentHtml, summary, image } of read.entries) {
    expect(contentHtml).toMatch(/^<p>/);
    expect(contentHtml).not.toMatch(/script|pixel|style/);
    expect(summary).toMatch(/^<p>/);
    expect(image?.url).toMatch(/\.jpg$/);
  }
});

it('makes the same feed again, and another one for another number', () => {
  expect(feed(2)).toBe(feed(2));
  expect(feed(4)).not.toBe(feed(2).replaceAll('site-2', 'site-4'));
});

it('has entries of the size that the target is stated for', () => {
  const bytes = medianEntryBytes(feed(0, 200) + feed(1, 200));
  expect(bytes).toBeGreaterThan(1_700);
  expect(bytes).toBeLessThan(2_500);
});
