import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discoverFeeds } from './feed-discovery.js';

const find = (html: string) => discoverFeeds(Buffer.from(html), { url: 'https://news.example/fr/une.html' });

describe('discoverFeeds', () => {
  it('names what the page declares before what it links, and comments last', () => {
    const page = `<!DOCTYPE html><html><head><title>Une</title>
      <link rel="alternate" type="application/rss+xml" title="Commentaires" href="/comments/feed">
      <link rel=alternate type=application/rss+xml title="La une &amp; le monde" href="/une.xml">
      <LINK REL="Alternate nofollow" TYPE="application/atom+xml; charset=utf-8" HREF="https://news.example/atom">
      <link rel="alternate" type="application/feed+json" href="feed.json">
      <link rel="alternate" hreflang="en" href="/en/"><link rel="stylesheet" href="/rss.css">
      <script>document.write('<a href="/script/rss">x</a>')</script></head>
      <body><a href="/sport/rss"><b>Sport</b></a><a href="/une.xml">RSS</a><a href="/about">À propos</a><a href="/feedback.html">x</a></body></html>`;
    expect(find(page)).toEqual([
      { url: 'https://news.example/une.xml', title: 'La une & le monde', format: 'rss' },
      { url: 'https://news.example/atom', format: 'atom' },
      { url: 'https://news.example/fr/feed.json', format: 'json' },
      { url: 'https://news.example/sport/rss', title: 'Sport' },
      { url: 'https://news.example/comments/feed', title: 'Commentaires', format: 'rss' },
    ]);
  });

  it('resolves against the page’s base and takes feed: addresses for what they are', () => {
    expect(
      find('<base href="/x/"><base href="/y/"><link rel="feed" href="z"><a href="feed://a.example/rss">x</a>'),
    ).toEqual([{ url: 'https://news.example/x/z' }, { url: 'https://a.example/rss', title: 'x' }]);
  });

  it.each(['javascript:alert(1)', 'data:text/xml,x', 'file:///etc/passwd', 'https://u:p@a.example/rss', ''])(
    'does not offer %s',
    (address) => {
      expect(find(`<link rel="alternate" type="application/rss+xml" href="${address}">`)).toEqual([]);
    },
  );

  it('reads any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '<link ',
            '<a ',
            'rel=alternate ',
            'href="/rss"',
            'href=',
            '>',
            '</a>',
            '<base href="',
            '<script>',
            '</script',
            '"',
            '&',
            '<',
            ' ',
            '\ud800',
            'type="application/rss+xml"',
          ),
        ),
        (parts) => {
          for (const { url } of find(parts.join(''))) expect(url).toMatch(/^https?:/);
        },
      ),
    );
  });
});
