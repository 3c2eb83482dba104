import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { absoluteLink, htmlToText, sanitizeDispatchHtml, textToHtml, titleText } from './sanitize.js';

const BASE = 'https://news.example/2024/story';
const clean = (html: string) => sanitizeDispatchHtml(html, BASE);

describe('sanitizeDispatchHtml', () => {
  it('keeps what a news text needs', () => {
    const html =
      '<h2>Titre</h2><p>Un <strong>mot</strong>, <em>deux</em>, <b>trois</b>, <i>quatre</i>.<br />Fin</p><ul><li>a</li></ul><ol><li>b</li></ol><blockquote>c</blockquote><h3>d</h3>';
    expect(clean(html)).toBe(html);
  });

  it('makes links absolute and leaves only href', () => {
    expect(clean('<a href="/x" onclick="y()" target="_blank" style="z">t</a>')).toBe(
      '<a href="https://news.example/x">t</a>',
    );
    expect(clean('<a href="//cdn.example/x">t</a>')).toBe('<a href="https://cdn.example/x">t</a>');
    expect(clean('<a href="?a=1&amp;b=2">t</a>')).toBe('<a href="https://news.example/2024/story?a=1&amp;b=2">t</a>');
  });

  it('brings other headings into the range', () => {
    expect(clean('<h1>a</h1><h5>b</h5>')).toBe('<h2>a</h2><h3>b</h3>');
  });

  it.each([
    ['<script>alert(1)</script>a', 'a'],
    ['<scr<script>ipt>alert(1)</scr</script>ipt>a', 'ipt&gt;alert(1)ipt&gt;a'],
    ['<style>p{}</style>a', 'a'],
    ['<p onclick="alert(1)" style="position:fixed" class="x" id="y">a</p>', '<p>a</p>'],
    ['<img src=x onerror=alert(1)>a', 'a'],
    ['<iframe src="https://evil.example">b</iframe>a', 'a'],
    ['<a href="javascript:alert(1)">a</a>', 'a'],
    ['<a href="JaVaScRiPt:alert(1)">a</a>', 'a'],
    ['<a href=" java\nscript:alert(1)">a</a>', 'a'],
    ['<a href="&#106;avascript:alert(1)">a</a>', 'a'],
    ['<a href="\u0001javascript:alert(1)">a</a>', 'a'],
    ['<a href="data:text/html,x">a</a>', 'a'],
    ['<a href="vbscript:x">a</a>', 'a'],
    ['<a href="mailto:a@b.example">a</a>', 'a'],
    ['<a href="https://user:pw@evil.example/">a</a>', 'a'],
    ['<a href="https://bank.example@evil.example/">a</a>', 'a'],
    ['<a href="">a</a>', 'a'],
    ['<a href="data:x">a</a><a href="/y">b</a>', 'a<a href="https://news.example/y">b</a>'],
    ['<span class="x">a</span><a><span>b</span></a>', 'ab'],
    ['<a href="/x"><img src="p.png"></a>b', 'b'],
    ['<svg><script>alert(1)</script></svg>a', 'a'],
    ['<svg><a href="javascript:x"><text>b</text></a></svg>a', 'a'],
    ['<math><mtext><table><mglyph><style><img src onerror=alert(1)></style></mglyph></table></mtext></math>a', 'a'],
    ['<!--<p>--><p>a</p><!-- x -->', '<p>a</p>'],
    ['<![CDATA[<script>x</script>]]>a', 'a'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', ''],
    ['<form action="/x"><input name="a"><button>b</button></form>a', 'a'],
    ['<base href="https://evil.example"><a href="x">a</a>', '<a href="https://news.example/2024/x">a</a>'],
    ['<meta http-equiv="refresh" content="0;url=x"><link rel="stylesheet" href="x">a', 'a'],
    ['a &lt;script&gt; b', 'a &lt;script&gt; b'],
    ['<p></p><p> </p><p>a', '<p>a</p>'],
    ['<p>\u0000</p><p>&#1;</p>a\u0000b&#2;\ud800', 'ab\ufffd'],
    ['<p><a href="x:y"><p>a', '<p>a</p>'],
  ])('%s', (hostile, expected) => {
    expect(clean(hostile)).toBe(expected);
  });

  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom(
      '<', '>', '"', "'", '&', '&lt;', '&#106;', '<p>', '</p>', '<a href="', '<a href=', 'javascript:', 'https://x.example/', '">', '<script>',
      '</script>', '<svg>', '</svg>', '<math>', '<style>', '<!--', '-->', '<![CDATA[', ']]>', '<img src=x onerror=', '<b', '/>', '<li>', '<br>', '\u0000', 'onload=x ', '<textarea>', '<title>', '<template>', '<constructor>', '<__proto__ href=x>', '<a constructor=x>',
    ), // prettier-ignore
  );
  const ALLOWED = /<(?:\/?(?:p|strong|em|b|i|ul|ol|li|blockquote|h2|h3)|br \/|\/a|a href="https?:\/\/[^"<>]*")>/g;

  it('leaves allowed markup only, whatever comes in, and is idempotent', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
        const once = clean(fragments.join(''));
        expect(once.replace(ALLOWED, '')).not.toMatch(/[<>]/);
        expect(clean(once)).toBe(once);
        expect(leftOpen(once)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    '<b>',
    '<p>',
    '<ul><li>',
    '<b></i>',
    '<',
    '<a href="',
    '<a x=1 ',
    '&',
    '<svg>',
    '<a href="x">',
    '</p>',
    '<div>',
    '</div>',
    '<h2></p><div>',
    '<li>',
    '<b><p>x',
    '<!--',
    '<![CDATA[',
    '<iframe/>',
    '<iframe/></style>',
    '<select>x',
    '<svg></math>',
    '\u2067',
    '\u2069',
    ' \u2003',
    '\n ',
    '&#x41',
    '&notin',
  ])(
    // prettier-ignore
    'reads %s, over and over, in linear time',
    (unit) => {
      // Four times the text takes four times the time; sixteen times would be quadratic.
      expect(growth(clean, sizes(unit))).toBeLessThan(8);
    },
  );
});

describe('absoluteLink', () => {
  it('refuses without a base what is relative, and what is too long', () => {
    expect(absoluteLink('/x', 'nonsense')).toBeUndefined();
    expect(absoluteLink('https://a.example/', 'nonsense')).toBe('https://a.example/');
    expect(absoluteLink(`https://a.example/${'x'.repeat(2_000)}`, BASE)).toBeUndefined();
  });
});

describe('htmlToText', () => {
  it.each([
    ['<p>Un</p><p>Deux<br>trois</p>', 'Un\n\nDeux\ntrois'],
    ['<div>a</div><div>b</div>', 'a\n\nb'],
    ['<ul><li>a</li><li>b</li></ul>', '- a\n\n- b'],
    ['Caf&eacute; &amp; th&#233; &lt;b&gt;', 'Café & thé <b>'],
    ['&amp;lt;', '&lt;'],
    ['a\n  b', 'a b'],
    ['a\u00a0: « b »', 'a\u00a0: « b »'],
    ['<script>x</script><style>y</style>a', 'a'],
    ['plain', 'plain'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('undoes textToHtml', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z<>&"; ]{0,20}$/), { maxLength: 5 }), (parts) => {
        const paragraphs = parts.map((part) => part.replace(/ +/g, ' ').trim()).filter((part) => part !== '');
        expect(htmlToText(textToHtml(paragraphs.join('\n\n')))).toBe(paragraphs.join('\n\n'));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (html) => {
        expect(typeof htmlToText(html)).toBe('string');
      }),
    );
  });
});

describe('titleText', () => {
  it.each([
    ['L&#8217;Europe <i>vue</i> de loin', 'L’Europe vue de loin'],
    ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
    ['a<b', 'a<b'],
    ['a <script>x</script>b', 'a b'],
    ['Un\n titre<br>long', 'Un titre long'],
    ['&lt;b&gt;', '<b>'],
    ['<![CDATA[Un <i>titre</i>]]>', 'Un titre'],
    ['What <title> is for, and <xmp>', 'What <title> is for, and <xmp>'],
    ['Un <!-- x --> titre <!-- y', 'Un titre <!-- y'],
    ['Un<br>- deux<ul><li>trois</ul>', 'Un - deux trois'],
    ['\u202eUn\u0007 titre\u2028long\u2067', 'Un titre long\u2067\u2069'],
  ])('%s → %s', (html, text) => {
    expect(titleText(html)).toBe(text);
  });

  it.each(['<', '<!--', '<a ', '\u2003', '- \n', '<![CDATA[', '<xmp>'])(
    'reads %s, over and over, in linear time',
    (unit) => {
      expect(growth(titleText, sizes(unit))).toBeLessThan(8);
    },
  );
});

/** Elements that are not closed in order: none, or a mail around this text would break. */
function leftOpen(html: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)/g)) {
    if (slash === '') open.push(...(name === 'br' ? [] : [name]));
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

function sizes(unit: string) {
  return { small: unit.repeat(20_000 / unit.length), large: unit.repeat(80_000 / unit.length), floorMs: 40, enough: 8 };
}
