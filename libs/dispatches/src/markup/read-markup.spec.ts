import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { markupFaults } from '../../../../test/support/markup-judge.js';
import { readMarkup } from './read-markup.js';

const RUNS = process.env['TEST_FULL'] === '1' ? 20_000 : 400;

const BASE = 'https://news.example/2024/story';

/** The elements whose rules of parsing differ, and what else has a rule of its own. */
const NAMES = [
  'p', 'div', 'br', 'hr', 'a', 'b', 'i', 'em', 'strong', 'span', 'font', 'nobr', 'h1', 'h2', 'h3', 'h6', 'ul', 'ol', 'li', 'dl',
  'dd', 'blockquote', 'pre', 'listing', 'table', 'tr', 'td', 'caption', 'select', 'option', 'button', 'form', 'input', 'textarea',
  'title', 'style', 'script', 'noscript', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext', 'template', 'svg', 'math', 'mtext',
  'mglyph', 'malignmark', 'annotation-xml', 'foreignObject', 'desc', 'image', 'img', 'object', 'video', 'head', 'body', 'html',
  'frameset', 'base', 'meta', 'link', 'ruby', 'rt', 'constructor', '__proto__',
]; // prettier-ignore

const ATTRIBUTES = [
  'href="https://x.example/?a=1&amp;b=2"', "href='/y'", 'href=//z.example/"x', 'href="javascript:alert(1)"', 'href=x href=y',
  'href', 'style="x:expression(1)"', 'onclick=x', 'id=attributes', 'title="</p><script>"', "title='-->'", 'x="<!--"', '/', '"', '=', '`',
]; // prettier-ignore

const TEXTS = [
  'a', 'word', ' ', '\n\t ', '\u00a0', '<', '>', '&', '&amp;', '&lt', '&lt;', '&#60;', '&#x3c', '&nbsp;', '&#0;', '&#x202e;', '\u202e',
  '\u2067', '\u2069', '\u202b', '\u202c', '\u200f', '\u200b', '\ufeff', '\u0000', '\u0085', '\u2028', '\ud800', '😀', '\u{E0041}', 'نص',
  '<!--', '-->', '--!>', '<!-->', '<!--->', '<![CDATA[', ']]>', '<?', '?>', '<!', '</', '</>', '<a', '</p', '<!DOCTYPE x>',
  '<!--[if mso]>', '<![endif]-->', ']]', '"', "'",
]; // prettier-ignore

const name = fc.constantFrom(...NAMES);
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: 'binary', maxLength: 5 }));
const attributes = fc
  .array(fc.constantFrom(...ATTRIBUTES), { maxLength: 2 })
  .map((list) => list.map((a) => ` ${a}`).join(''));
const openTag = fc
  .tuple(name, attributes, fc.constantFrom('>', '>', '>', '/>', ' ', ''))
  .map((parts) => `<${parts.join('')}`);
const closeTag = name.map((closed) => `</${closed}>`);

/** Elements in one another, seldom as they should be. */
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    text,
    openTag,
    closeTag,
    fc
      .tuple(
        name,
        attributes,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, { arbitrary: name, weight: 1 }),
      )
      .map(([opened, list, content, closed]) => `<${opened}${list}>${content.join('')}</${closed ?? opened}>`),
  ),
}));
const markup = fc.array(tree, { maxLength: 8 }).map((trees) => trees.join(''));
/** Only what is written, so that little is dropped and much is in one another. */
const proseMarkup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['p', 'div', 'h2', 'ul', 'ol', 'li', 'blockquote', 'b', 'i', 'em'].flatMap((tag) => [
          `<${tag}>`,
          `</${tag}>`,
        ]),
      ),
      fc.constantFrom(
        '<a href="/x">',
        '<a href="ftp:x">',
        '</a>',
        '<br>',
        '<hr>',
        'a',
        'b ',
        ' ',
        '\u00a0',
        '\u2067',
        '\u2069',
        '&lt;',
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

function judge(html: string): void {
  const { html: written, text: seen } = readMarkup(html, BASE);
  expect({ written, faults: markupFaults(written) }).toEqual({ written, faults: [] });
  expect(readMarkup(written, BASE)).toEqual({ html: written, text: seen });
}

describe('readMarkup', () => {
  it('writes what every parser reads as it is written, and writes it again, whatever comes in', () => {
    fc.assert(fc.property(markup, judge), { numRuns: RUNS });
  });

  it('does so for any order of the allowed elements', () => {
    fc.assert(fc.property(proseMarkup, judge), { numRuns: RUNS });
  });
});
