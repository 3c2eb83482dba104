import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { isCatalogueError } from '@app/platform';
import { sanitizeDispatchHtml } from '../markup/sanitize.js';
import type { Article } from './article.js';
import { extractArticle } from './extract-article.js';

const URL_OF_PAGE = 'https://news.example/a';

function read(html: string | Buffer): Article | undefined {
  try {
    return extractArticle(html, { url: URL_OF_PAGE });
  } catch (error) {
    if (isCatalogueError(error) && error.code.startsWith('article.')) return undefined;
    throw error;
  }
}

const fragment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '<html lang="', '<head>', '</head>', '<body ', '<title>', '</title>', '<h1>', '</h1>', '<p>', '</p>', '<article>', '</article>', '<div class="article-body">', '</div>', '<time datetime="2024-13-45">', '<figure><img src="', '" srcset="a 1w, b 2w">', '<figcaption>', '<script type="application/ld+json">', '{"@type":"NewsArticle","headline":"x","author":{"@id":"#a"},', '"image":[[[', '</script>', '<meta property="og:title" content="', '">', '<!--', '-->', '<![CDATA[', '<table><tr><td>', '<br><br>', '<a href="javascript:x">', '<svg>', '<template>', '<noscript>', '<blockquote>', '&#0;', '&amp;#39;', '\u0000', '\ud800', 'À lire aussi : ', 'Par Jean Dupont', 'PARIS (AFP) – ', 'Une phrase assez longue pour être lue, et une autre. ', '<constructor>', '<__proto__ class=x>', '<p constructor="x" __proto__="y">', 'Publié le 12/03/2024 - 14:05',
  ), // prettier-ignore
);

describe('any input at all', () => {
  it('becomes an article or an error of the catalogue', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const article = read(fragments.join(''));
        if (article === undefined) return;
        expect(article.title).not.toBe('');
        expect(article.title).not.toMatch(/[\n\r\0]/);
        expect(sanitizeDispatchHtml(article.html, URL_OF_PAGE)).toBe(article.html);
        for (const { link } of article.related) expect(link).toMatch(/^https?:\/\//);
        if (article.image !== null) expect(article.image.url).toMatch(/^https?:\/\//);
        expect(JSON.stringify(article).isWellFormed()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('the same from bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        read(Buffer.from(bytes));
      }),
      { numRuns: 100 },
    );
  });
});

const START = '<html><head><title>Un titre de page</title></head><body><h1>Un titre de page</h1>';
const SHAPES: readonly (readonly [name: string, unit: string])[] = [
  ['nested boxes', '<div>'],
  ['nested paragraphs in boxes', '<div><p>Une phrase, puis une autre.'],
  ['inline elements left open', '<b><i>mot '],
  ['nested tables', '<table><tr><td>mot '],
  ['links left open', '<a href="/x">mot '],
  ['flat paragraphs', '<p>Une phrase assez longue pour compter, avec des virgules, et une fin.</p>'],
  ['flat links', '<p><a href="/x">Une phrase assez longue pour compter</a></p>'],
  ['closing tags of nothing', '<b></i></p>'],
  ['list items', '<ul><li>mot'],
  ['attributes', '<p a=1 b=2 class="article-body share">mot'],
  ['line breaks', 'mot<br>'],
  ['figures', '<figure><img src="/a.jpg" srcset="/a.jpg 1w, /b.jpg 2w"><figcaption>x © y / AFP</figcaption></figure>'],
  ['angle brackets', '< '],
  ['comments left open', '<!-- '],
  ['JSON-LD', '<script type="application/ld+json">[{"@type":"NewsArticle"}]</script>'],
  ['one long word', 'mot'],
  ['spaces', '  \u00a0'],
  ['meta elements', '<meta property="og:title" content="x">'],
];

describe('the time a page takes', () => {
  it.each(SHAPES)('grows at most with its size: %s', (_, unit) => {
    const page = (size: number) => `${START}${unit.repeat(Math.ceil(size / unit.length))}`;
    // Four times the page; what is quadratic takes sixteen times as long.
    expect(growth(read, { small: page(25_000), large: page(100_000), floorMs: 150, enough: 8 })).toBeLessThan(8);
  });
});
