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

  it.each([
    ['<div>one</div><div>two</div>', '<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['one<hr>two<p></p>three', 'one<br />two<br />three', 'one\ntwo\nthree'],
    ['<h2><div>Title</div></h2><div>text', '<h2>Title</h2><p>text</p>', 'Title\n\ntext'],
    ['<h1>Title<p>text', '<h2>Title</h2><p>text</p>', 'Title\n\ntext'],
    ['<p><br>one<br>\n<br><br>two<br></p>', '<p>one<br /><br />two</p>', 'one\n\ntwo'],
    ['a <b> b </b> c', 'a <b>b</b> c', 'a b c'],
    ['<b>a<i>b</b>c</i>d', '<b>a<i>b</i></b><i>c</i>d', 'abcd'],
    ['<b>a<b>b</b>c</b>d', '<b>abc</b>d', 'abcd'],
    ['<p><b>one<p>two', '<p><b>one</b></p><p>two</p>', 'one\n\ntwo'],
    ['<a href="/x"><h3>one</h3>two</a>', '<h3><a href="https://news.example/x">one</a></h3><a href="https://news.example/x">two</a>', 'one\n\ntwo'],
    ['<ul><li>a<ol><li><p>b</p><p>c</p></ol><li>d</ul>', '<ul><li>a<ol><li><p>b</p><p>c</p></li></ol></li><li>d</li></ul>', '- a\n\n- b\n\nc\n\n- d'],
    ['<table><tr><td>a<td>b</table>', '<p>a</p><p>b</p>', 'a\n\nb'],
    ['<p>a<svg>b<p>c', '<p>ab</p><p>c</p>', 'ab\n\nc'],
    ['<select><option>a</select><button>b<button>c</button>d', 'd', 'd'],
    ['<html><head><title>a</title><body>b', 'b', 'b'],
  ])('%s', (html, written, seen) => {
    expect(readMarkup(html, BASE)).toEqual({ html: written, text: seen });
    judge(html);
  }); // prettier-ignore

  it('reads a heading full of rooms in linear time', () => {
    expect(readMarkup(`<h2>${'<div>'.repeat(200_000)}a`).html).toBe('<h2>a</h2>');
  });

  it('leaves links out where nobody says what they are relative to', () => {
    expect(readMarkup('<a href="https://x.example/">a</a>').html).toBe('a');
  });

  it('takes no credentials from the address of the source', () => {
    const { html } = readMarkup('<a href="/x">a</a>', 'https://wire:secret@news.example/feed');
    expect(html).toBe('<a href="https://news.example/x">a</a>');
  });

  it('nests no deeper than mail programs read', () => {
    const deep = ['<blockquote>', '<ul><li>', '<div>', '<ul>'].map((unit) => `${unit.repeat(1_000)}a`);
    for (const html of deep) {
      judge(html);
      expect(readMarkup(html, BASE).html.split(/<[a-z]/).length).toBeLessThan(60);
    }
  });

  it.each([
    ['a link that is not ended', `<a href="/${'x'.repeat(1_900)}">`, '<p>x'],
    ['formatting that is not ended', '<b><i><em><strong>', '<p>x'],
    ['short links to a long base', '', '<a href=x>x</a>'],
  ])('does not make much of little: %s', (_name, start, unit) => {
    const { html } = readMarkup(start + unit.repeat(10_000), `https://news.example/${'y'.repeat(1_900)}/`);
    expect(html.length).toBeLessThan(800_000);
  });
});
