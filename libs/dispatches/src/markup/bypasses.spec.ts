import { describe, expect, it } from '@jest/globals';
import { markupFaults } from '../../../../test/support/markup-judge.js';
import { readMarkup } from './read-markup.js';

/**
 * The published ways around HTML sanitisers, each with where it was described and a payload of its kind. What is left of
 * it has to be what is written beside it, and every parser has to find nothing but the allow-list in that.
 */

const BASE = 'https://news.example/2024/story';

/** Technique and source, payload, what is stored. */
type Bypass = readonly [technique: string, payload: string, stored: string];

function provenAgainst(bypasses: readonly Bypass[]): void {
  it.each(bypasses)('%s', (_technique, payload, stored) => {
    const { html, text } = readMarkup(payload, BASE);
    expect(html).toBe(stored);
    expect(markupFaults(html)).toEqual([]);
    expect(readMarkup(html, BASE)).toEqual({ html, text });
  });
}

describe('mutation XSS', () => {
  provenAgainst([
    ['backtick attributes that innerHTML unquotes (Heiderich et al., mXSS Attacks, CCS 2013)', '<p title="``onmouseover=x()">a</p>', '<p>a</p>'],
    ['entities in CSS font names (Heiderich et al. 2013)', `<p style="font-family:'&#x22;&#x3b;x:expression(x())'">a</p>`, '<p>a</p>'],
    ['unknown elements with xmlns (Heiderich et al. 2013)', '<article xmlns="x:img src=x onerror=x() ">a</article>', '<p>a</p>'],
    ['listing and its first line end (Heiderich et al. 2013)', '<listing>\n&lt;img src=x onerror=x()&gt;</listing>', '<p>&lt;img src=x onerror=x()&gt;</p>'],
    ['noscript, read otherwise with scripting (Bentkowski, Google Search XSS, 2019)', '<noscript><p title="</noscript><img src=x onerror=x()>">a</p></noscript>b', 'b'],
    ['svg p style: a title in what only one parser sees as CSS (DOMPurify < 2.0.1, Bentkowski 2019)', '<svg></p><style><a id="</style><img src=x onerror=x()>">', '"&gt;'],
    ['math mtext table mglyph style (DOMPurify < 2.0.17, Bentkowski 2020)', '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=x()>', ''],
    ['nested forms that a second parsing un-nests (Bentkowski 2020)', '<form id=o><div></form><form id=i><input></div>a</form>', '<p>a</p>'],
    ['malignmark keeps MathML (Bentkowski 2020)', '<math><mtext><malignmark><style><!--</style><a title="--><img src=x onerror=x()>">b</a></math>a', 'a'],
    ['annotation-xml with another encoding (html5 integration points)', '<math><annotation-xml encoding="text/html"><style><img src=x onerror=x()></style></annotation-xml></math>a', 'a'],
    ['comment that ends in svg and not in HTML (SecurityMB, XSS challenge 2020)', '<svg><!--<style>--><img src=x onerror=x()></svg>a', 'a'],
    ['CDATA, a comment in HTML and text in svg (Kinugawa)', '<svg><![CDATA[</svg><img src=x onerror=x()>]]>a', 'a'],
    ['table that moves its content out (foster parenting)', '<table><p>a<tr><td>b</table>c', '<p>a</p><p>b</p>c'],
    ['select that drops tags in one parser (Heyes)', '<select><template><script>x()</script></template><option><p>b</option></select>a', 'a'],
    ['deep nesting, flattened at 512 (DOMPurify < 3.1.1, Kevin Mizu and Bentkowski 2024)', `${'<div>'.repeat(600)}<svg><style><a title="</style><img src=x onerror=x()>">b</a></svg>${'</div>'.repeat(600)}a`, 'a'],
    ['formatting nested deeply, closed in another order (adoption agency)', `${'<b><i>'.repeat(300)}a${'</b></i>'.repeat(300)}b`, '<b><i>a</i></b>b'],
    ['formatting around blocks (adoption agency)', '<a href="/x"><b><p>a</a>b</b>c', '<p><a href="https://news.example/x"><b>a</b></a><b>b</b>c</p>'],
    ['a link in a link (adoption agency)', '<a href="/x">a<p><a href="/y">b</a></p></a>c', '<a href="https://news.example/x">a</a><p><a href="https://news.example/y">b</a></p>c'],
    ['p, closed from within a table', '<p><table><tr><td></p>a', '<p>a</p>'],
    ['a heading in a heading', '<h2>a<h3>b</h2>c', '<h2>a</h2><h3>b</h3>c'],
    ['items without a list, lists without items', '<li>a<ul>b<li>c</ul>d', '<ul><li>a<ul><li>b</li><li>c</li></ul>d</li></ul>'],
  ]); // prettier-ignore
});

describe('elements whose content is not markup', () => {
  provenAgainst([
    ['script in another script', '<scr<script></script>ipt>x()</script>a', 'ipt&gt;x()a'],
    ['script end tag with attributes and white space', '<script>x()</script\t\n bar>a', 'a'],
    ['script never ended', 'a<script>x()<p>b', 'a'],
    ['style that holds a closing tag in an attribute', '<style><a title="</style><script>x()</script>">a', '"&gt;a'],
    ['textarea and title (RCDATA)', '<textarea><img title="</textarea><img src=x onerror=x()>">a', '"&gt;a'],
    ['title with entities', '<title>&lt;/title>&lt;script></title>a', 'a'],
    ['xmp', '<xmp><p title="</xmp><svg onload=x()>"></xmp>a', '"&gt;a'],
    ['plaintext, which nothing ends', 'a<plaintext></plaintext><script>x()</script>', 'a'],
    ['noembed and noframes', '<noembed><img title="</noembed><script>x()</script>"></noembed><noframes>b</noframes>a', '"&gt;a'],
    ['iframe with srcdoc', '<iframe srcdoc="&lt;script&gt;parent.x()&lt;/script&gt;"></iframe>a', 'a'],
    ['iframe, self-closed as in XHTML', '<p>a</p><iframe src="https://v.example" /><p>b</p>', '<p>a</p><p>b</p>'],
    ['template, inert in one parser', '<template><script>x()</script><p>b</p></template>a', 'a'],
    ['object and embed', '<object data="data:text/html,x"><param name=x><p>b</p></object><embed src=x>a', 'a'],
  ]); // prettier-ignore
});

describe('comments and declarations', () => {
  provenAgainst([
    ['<!--> is a whole comment (HTML Standard §13.2.5.43)', '<!--><p>a</p>-->', '<p>a</p>--&gt;'],
    ['<!---> too', '<!---><p>a</p>-->', '<p>a</p>--&gt;'],
    ['--!> ends a comment (§13.2.5.51)', '<!-- --!><p>a</p>-->', '<p>a</p>--&gt;'],
    ['a comment in a comment', '<!-- <!-- --> a -->', 'a --&gt;'],
    ['a comment never ended', 'a<!-- <script>x()</script>', 'a'],
    ['conditional comment for Outlook', '<!--[if mso]><script>x()</script><![endif]-->a', 'a'],
    ['conditional comment shown to all', '<![if !mso]><p>a</p><![endif]>', '<p>a</p>'],
    ['processing instruction', '<?xml version="1.0"?><?php echo "<script>x()</script>" ?>a', 'x()" ?&gt;a'],
    ['bogus comment', '</ script><!script>x()</!script>a', 'x()a'],
    ['document type with a subset', '<!DOCTYPE html [<!ENTITY x "<script>">]>&x;a', '"&gt;]&gt;&amp;x;a'],
    ['CDATA', '<![CDATA[<img src=x onerror=x()>]]>a', 'a'],
    ['CDATA in CDATA, in a tag', '<![CDATA[<![CDATA[<p>a</p>]]>]]><scr<![CDATA[ipt>b</script>', '<p>a</p>'],
  ]); // prettier-ignore
});

describe('tags as nobody writes them', () => {
  provenAgainst([
    ['capitals', '<SCRIPT>x()</SCRIPT><P OnClick=x()>a</P>', '<p>a</p>'],
    ['slashes for spaces', '<img/src=x/onerror=x()><p/onclick=x()>a</p>', '<p>a</p>'],
    ['no end', '<p>a<img src=x onerror=x() ', '<p>a</p>'],
    ['no end of an attribute', '<p>a</p><a href="https://x.example/ onclick=x()>b</a>', '<p>a</p>'],
    ['no quotes, backticks', '<a href=`javascript:x()` title=`>`>a</a>', '<a href="https://news.example/2024/%60javascript:x()%60">`&gt;a</a>'],
    ['a tag in a tag', '<a<b>c</b><b<script>d', 'cd'],
    ['attribute twice, the first counts (§13.2.5.33)', '<a href="/a" HREF="javascript:x()">a</a><a href="javascript:x()" href="/b">b</a>', '<a href="https://news.example/a">a</a>b'],
    ['quotes in names of attributes', '<p "><img src=x onerror=x()>">a</p>', '<p>"&gt;a</p>'],
    ['NUL in names', '<scr\u0000ipt>x()</scr\u0000ipt><img src=x on\u0000error=x()>a', 'a'],
    ['names of objects', '<constructor><a constructor=x __proto__=y>a</a>', 'a'],
    ['clobbering by name and id (Heiderich; PortSwigger, DOM clobbering)', '<form name=body><input name=attributes><p id=cookie name=nodeName>a</p></form>', '<p>a</p>'],
    ['custom elements, is', '<x-y onfocus=x() tabindex=1>a</x-y><p is="x-y">b</p>', 'a<p>b</p>'],
  ]); // prettier-ignore
});

describe('elements and attributes that act', () => {
  provenAgainst([
    ['events', '<body onload=x()><p onmouseover="x()" onfocus=x() autofocus>a</p>', '<p>a</p>'],
    ['style: expression, url, import, position', '<p style="width:expression(x());background:url(javascript:x());position:fixed">a</p><style>@import"//x.example"</style>', '<p>a</p>'],
    ['base', '<base href="https://evil.example/"><a href="x">a</a>', '<a href="https://news.example/2024/x">a</a>'],
    ['meta refresh and link', '<meta http-equiv=refresh content="0;url=javascript:x()"><link rel=import href=x>a', 'a'],
    ['svg: foreignObject', '<svg><foreignObject><iframe src="javascript:x()"></iframe></foreignObject></svg>a', 'a'],
    ['svg: xlink:href, use', '<svg><a xlink:href="javascript:x()">b</a><use href="data:image/svg+xml,x#y"/></svg>a', 'a'],
    ['svg: animate and set', '<svg><a><animate attributeName=href values="javascript:x()"/><set attributeName=onload to=x()></a></svg>a', 'a'],
    ['xlink:href outside svg', '<a xlink:href="javascript:x()">a</a>', 'a'],
    ['video and audio sources', '<video><source onerror=x()></video><audio src onerror=x()>b</audio>a', 'a'],
    ['details ontoggle, marquee', '<details open ontoggle=x()>a</details><marquee onstart=x()>b</marquee>', '<p>a</p>b'],
    ['frameset, applet, isindex, keygen', '<frameset onload=x()><frame src=x></frameset><applet code=x></applet><isindex action=x><keygen autofocus onfocus=x()>a', 'a'],
    ['button formaction', '<form><button formaction="javascript:x()">b</button></form>a', 'a'],
    ['background, dynsrc, lowsrc', '<table background="javascript:x()"><tr><td background="https://t.example/p.gif">a</table>', '<p>a</p>'],
    ['ping and target of a link', '<a href="/x" ping="https://t.example/" target=_top rel=opener download>a</a>', '<a href="https://news.example/x">a</a>'],
    ['tracking pixel', '<img src="https://t.example/p.gif" width=1 height=1>a', 'a'],
    ['srcset, lazy loading', '<img srcset="https://t.example/p 1x" data-src="javascript:x()" loading=lazy onload=x()><picture><source srcset=x></picture>a', 'a'],
    ['picture of the mail itself', '<img src="cid:part1@x"><v:rect><v:fill src="https://t.example/p"/></v:rect>a', 'a'],
  ]); // prettier-ignore
});

describe('links', () => {
  const link = (href: string) => `<a href="${href}">a</a>`;
  provenAgainst([
    ['javascript in capitals', link('JaVaScRiPt:x()'), 'a'],
    ['entities, decimal without semicolon', link('&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116&#58x()'), 'a'],
    ['entities, hexadecimal with zeros', link('&#x000006A;avascript:x()'), 'a'],
    ['entities by name', link('java&Tab;script&colon;x&lpar;&rpar;&NewLine;'), 'a'],
    ['white space inside the scheme', link('jav\tasc\nri\rpt:x()'), 'a'],
    ['control characters before it', link('\u0001\u001f javascript:x()'), 'a'],
    ['NUL inside it', link('java\u0000script:x()'), 'a'],
    ['invisible characters before it', link('\u200b\ufeffjavascript:x()'), '<a href="https://news.example/2024/%E2%80%8B%EF%BB%BFjavascript:x()">a</a>'],
    ['comment in the scheme', link('java/**/script:x()'), '<a href="https://news.example/2024/java/**/script:x()">a</a>'],
    ['data', link('data:text/html;base64,PHNjcmlwdD4='), 'a'],
    ['vbscript, livescript, mocha', `${link('vbscript:x')}${link('livescript:x')}${link('mocha:x')}`, 'aaa'],
    ['blob, filesystem, file, view-source, about', `${link('blob:https://x.example/1')}${link('file:///etc/passwd')}${link('view-source:x')}${link('about:blank')}`, 'aaaa'],
    ['intent and app schemes', `${link('intent://x#Intent;end')}${link('ms-word:ofe|u|x')}${link('tel:1')}`, 'aaa'],
    ['feed:javascript:', link('feed:javascript:x()'), 'a'],
    ['backslashes are slashes', link('\\\\evil.example\\x'), '<a href="https://evil.example/x">a</a>'],
    ['protocol-relative takes the scheme of its page', link('//cdn.example/x'), '<a href="https://cdn.example/x">a</a>'],
    ['http stays http', link('http://old.example/x'), '<a href="http://old.example/x">a</a>'],
    ['user as host', link('https://bank.example@evil.example/'), 'a'],
    ['user and password', link('https://u:p@evil.example/'), 'a'],
    ['user with an encoded at sign', link('https://bank.example%40x@evil.example/'), 'a'],
    ['an at sign in the path is none', link('https://social.example/@desk'), '<a href="https://social.example/@desk">a</a>'],
    ['letters of another script show as what they are', link('https://b\u0430nk.example/'), '<a href="https://xn--bnk-6cd.example/">a</a>'],
    ['full-width dots and letters become plain', link('https://ｅvil。example/'), '<a href="https://evil.example/">a</a>'],
    ['soft hyphen and joiners in a host', link('https://ba\u00adnk\u200b.example/'), '<a href="https://bank.example/">a</a>'],
    ['bidirectional override in a path', link('https://x.example/\u202egpj.exe'), '<a href="https://x.example/%E2%80%AEgpj.exe">a</a>'],
    ['quotes and angles in a fragment', `<a href='https://x.example/#"><script>x()</script>'>a</a>`, '<a href="https://x.example/#%22%3E%3Cscript%3Ex()%3C/script%3E">a</a>'],
    ['quotes in a query', `<a href='/?q="onclick=x() '>a</a>`, '<a href="https://news.example/?q=%22onclick=x()">a</a>'],
    ['an address that is none', link('https://[::1'), 'a'],
    ['only a fragment', link('#top'), '<a href="https://news.example/2024/story#top">a</a>'],
  ]); // prettier-ignore
});

describe('characters that deceive', () => {
  provenAgainst([
    ['override (Trojan Source, CVE-2021-42574)', '<p>facture\u202egpj.exe\u202c</p>', '<p>facturegpj.exe</p>'],
    ['embeddings become isolates, which end with their line', '<p>a \u202bنص\u202c b</p><p>\u202ac</p>d', '<p>a \u2067نص\u2069 b</p><p>\u2066c\u2069</p>d'],
    ['isolates, ended where they are not and not begun', '<p>\u2067نص</p><p>b\u2069c</p>', '<p>\u2067نص\u2069</p><p>bc</p>'],
    ['marks stay', '<p>نص\u200f (A\u200eB\u061c)</p>', '<p>نص\u200f (A\u200eB\u061c)</p>'],
    ['joiners stay', '<p>می\u200cخواهم 👩\u200d🚀 ភាសា\u200bខ្មែរ</p>', '<p>می\u200cخواهم 👩\u200d🚀 ភាសា\u200bខ្មែរ</p>'],
    ['what nobody sees and no script needs', '<p>a\ufeffb\u2063c\u206ad\ufff9e\u180ef</p>', '<p>abcdef</p>'],
    ['ASCII in tag characters goes, a flag stays', '<p>a\u{E0069}\u{E0067}\u{E006E} 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}</p>', '<p>a 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}</p>'],
    ['controls, as characters and as references', '<p>a\u0007b&#7;c&#x9b;d\u009be&#0;\u007f</p>', '<p>abc›de\ufffd</p>'],
    ['line and paragraph separators, NEL', '<p>a\u2028b\u2029c\u0085d</p>', '<p>a b c d</p>'],
    ['only invisible', '<p>\u200b\u2060&zwj;&shy;\u3164</p><a href="/x">\u2060</a>', ''],
    ['references decoded once', '<p>&amp;lt;script&amp;gt; &amp;#60; &ampquot</p>', '<p>&amp;lt;script&amp;gt; &amp;#60; &amp;quot</p>'],
    ['references without their semicolon', '<p>&ltscript&gt &notit &copy2024 &#60img&#62</p>', '<p>&lt;script&gt; ¬it ©2024 &lt;img&gt;</p>'],
    ['half a pair, and pairs out of range', '<p>\ud83d&#xd83d;&#x110000;&#xffff;</p>', '<p>\ufffd\ufffd\ufffd</p>'],
  ]); // prettier-ignore
});
