import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isKnownHarmless } from './known-tags.js';
import { guardMarkup } from './markup-guard.js';

/** What a browser could run, load or ask in what is left. */
const HARM =
  /<script|\son[a-z]+\s*=|<(?:video|audio|input|button|textarea|select|dialog|object|embed|iframe|form|svg|math|base|link)\b|(?:javascript|vbscript):/i;

function refusals(html: string): string[] {
  expect(isKnownHarmless(html)).toBe(false);
  return guardMarkup(html).refused.map(({ message }) => message);
}

describe('guardMarkup', () => {
  it.each([
    ['<video src="https://a.example/v.mp4" autoplay>Watch <a href="https://a.example">it</a></video>', 'Watch <a href="https://a.example">it</a>'],
    ['<audio controls><source src="https://a.example/a.mp3">none</audio>', '<source src="https://a.example/a.mp3">none'],
    ['<p>a<input type="text" name="card">b</p>', '<p>ab</p>'],
    ['<button type="submit">Read on</button>', 'Read on'],
    ['<select name="a"><option value="1">One</option></select>', 'One'],
    ['<textarea name="a">words</textarea>', 'words'],
    ['<dialog open>words</dialog>', 'words'],
    ['<x-thing is="y">words</x-thing>', 'words'],
    ['<a href="https://a.example" ping="https://b.example">x</a>', '<a href="https://a.example">x</a>'],
    ['<a href="https://a.example" formaction="https://b.example" action="#">x</a>', '<a href="https://a.example">x</a>'],
    ['<img src="https://a.example/a.png" poster="https://b.example" alt="">', '<img src="https://a.example/a.png" alt="">'],
    ['<p autofocus contenteditable="true" CLASS="a">x</p>', '<p CLASS="a">x</p>'],
    ['<p onfocus=alert(1) tabindex=1>x</p>', '<p tabindex=1>x</p>'],
    ['a<script>1', 'a'],
    ['a<SCRIPT/x>1</sCript\n>b', 'ab'],
  ])('takes out of %s what mails have no use for, and says so', (html, kept) => {
    expect(isKnownHarmless(html)).toBe(false);
    const guarded = guardMarkup(html);
    expect(guarded.refused).toEqual([]);
    expect(guarded.html).toBe(kept);
    expect(guarded.removed.length).toBeGreaterThan(0);
    for (const problem of guarded.removed) expect(problem).toMatchObject({ part: 'html', code: 'removed', line: 1 });
  }); // prettier-ignore

  it.each([
    ['<object data="https://a.example/x.swf"></object>', 'object'],
    ['<embed src="https://a.example/x.swf">', 'embed'],
    ['<link rel=stylesheet href="https://a.example/a.css">', 'link'],
    ['<base href="https://a.example">', 'base'],
    ['<math><mtext></mtext></math>', 'math'],
    ['<svg><script>1</script></svg>', 'svg'],
    ['<svg/onload=alert(1)>', 'svg'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', 'noscript'],
    ['<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>', 'xmp'],
    ['<plaintext>', 'plaintext'],
    ['<meta http-equiv="X-UA-Compatible" http-equiv="refresh" content="0;url=https://a.example">', 'steer'],
    ['<meta content="0;url=https://a.example" http-equiv=refresh>', 'steer'],
    ['<a href=javascript:alert(1)>x</a>', 'address'],
    ['<a href="java&Tab;script&colon;alert(1)">x</a>', 'address'],
    ['<a href="&#106avascript:alert(1)">x</a>', 'address'],
    ['<a href="\u0001\u0001javascript:alert(1)">x</a>', 'address'],
    ['<a href="https://a.example" href="javascript:alert(1)">x</a>', 'address'],
    ['<area href="vbscript:x">', 'address'],
    ['<a href="feed:javascript:alert(1)">x</a>', 'address'],
    ['<a href="data:text/html,x">x</a>', 'data'],
    ['<a xlink:href="javascript:1">x</a>', 'address'],
    ['<a formaction="javascript:1">x</a>', 'address'],
    ['<td background="javascript:1">x</td>', 'address'],
    ['<blockquote cite="javascript:1">x</blockquote>', 'address'],
    ['<img alt="" src="https://a.example/a.png" srcset="https://a.example/b.png 2x, javascript:1 3x">', 'address'],
    ['<img alt="" src="https://a.example/a.png" srcset="https://a.example/b.png 2x,data:image/png;base64,AA 3x">', 'data'],
    ['<img alt="" src="file:///etc/passwd">', 'address'],
    ['<p style="background:url(javascript:1)">x</p>', 'styles'],
    ['<p style="background:url( \'data:image/png;base64,AA\')">x</p>', 'styles'],
    ['<p style="background:url(&quot;ftp://a.example/a.png&quot;)">x</p>', 'styles'],
    ['<p style="-moz-binding:url(https://a.example/x.xml#x)">x</p>', 'styles'],
    ['<p style="be\\havior:url(#x)">x</p>', 'styles'],
    ['<p style="a:url(/*);width:expression(1);b:url(*/)">x</p>', 'styles'],
    ['<style>@im\\port "https://a.example/a.css";</style>', 'styles'],
    ['<style>@IMPORT url(https://a.example/a.css);', 'styles'],
    ['<style>p{color:red}<b></style>', 'styles'],
    ['<title><b>x</b></title>', 'title'],
    ['<![CDATA[><img src=x onerror=alert(1)>]]>', 'CDATA'],
    ['<!--><img src=x onerror=alert(1)>-->', 'comment'],
    ['<!--->x-->', 'comment'],
    ['<!-- --!><img src=x onerror=alert(1)> -->', 'comment'],
    ['<!--[if mso]><script>1</script><![endif]-->', 'Outlook'],
    ['<!-- [if mso]><iframe src="https://a.example"></iframe><![endif]-->', 'Outlook'],
    ['<!--[if gte mso 9]><v:rect onclick="x()" href="https://a.example"/><![endif]-->', 'Outlook'],
    ['<!--[if mso]><v:roundrect href="java\tscript:1"></v:roundrect><![endif]-->', 'Outlook'],
    ['<!--[if mso]><o:oleobject></o:oleobject><input><![endif]-->', 'Outlook'],
    ['<p "onclick=alert(1) x>x</p>', 'html'],
    ['<a title=">"onclick="x()" href="#">x</a>', 'html'],
    ['<scr<script>ipt>alert(1)</script>', ''],
  ])('refuses %s', (html, why) => {
    const { refused, html: left } = guardMarkup(html);
    if (why === 'html' || why === '') {
      // Whichever: what is malformed does not get through alive.
      if (refused.length === 0) expect(left).not.toMatch(HARM);
      return;
    }
    expect(refusals(html).join('\n')).toContain(why);
  }); // prettier-ignore

  it.each([
    '<!doctype html><html lang="fr" xmlns:v="urn:schemas-microsoft-com:vml"><head><title>a &lt; b</title></head></html>',
    '<p style="color:red;background:url(https://a.example/a.png)" class="a" data-x="1" aria-label="x">1 < 2 & 3 > 2</p>',
    '<a href="mailto:a@example.org">1</a><a href="tel:+33100000000">2</a><a href="#top">3</a><a href="@@unsubscribe@@">4</a>',
    '<img alt="once=1 on=2" src="cid:a" srcset="https://a.example/w_1,h_2/a.png 1x, https://a.example/b.png 2x">',
    '<style>@media (max-width:480px){.a>p{scroll-behavior:smooth;color:red!important}}</style>',
    '<!--[if mso]><v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="https://a.example" arcsize="8%" fillcolor="#a8321f"><w:anchorlock/><center style="color:#ffffff">Read</center></v:roundrect><![endif]-->',
    '<!--[if !mso]><!-->x<!--<![endif]-->',
    '<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml></noscript><![endif]-->',
    '<details open><summary>a</summary>b</details><table role="presentation" cellpadding=0 nowrap><tr><td>x</td></tr></table>',
  ])('leaves %s as it is', (html) => {
    expect(guardMarkup(html)).toEqual({ html, removed: [], refused: [] });
  });

  it('never calls harmless what a look at the whole would not leave as it is', () => {
    const piece = fc.constantFrom(
      '<p>', '</p>', '<p class="a">', '<p class="a', '">', '"', "'", '<style>', '</style>', '<title>', '</title>', '<!--', '-->', '--!>',
      '<![CDATA[', ']]>', '<b onclick="x">', ' onclick="x"', '<a href="javascript:1">', '<a href="https://a.example">', '@import "x";', '<', '>',
      '<textarea>', '</textarea>', '<!--[if mso]>', '<![endif]-->', '<v:rect/>', '<script>', '</script>', '/', '=', ' ', '\n', 'x', '<!doctype html>',
      '<style x="</style>">', '<svg>', '<noscript>', '<TITLE>', '<p\u000bonclick=x>', '<img/onerror=x>', '<?xml', '<p title=">">',
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const html = pieces.join('');
        const guarded = guardMarkup(html);
        if (isKnownHarmless(html)) expect(guarded).toEqual({ html, removed: [], refused: [] });
        else if (guarded.refused.length === 0) {
          const again = guardMarkup(guarded.html);
          expect(again).toEqual({ html: guarded.html, removed: [], refused: [] });
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['tags without an end', '<p '.repeat(60_000)],
    ['styles without an end', '<style '.repeat(40_000)],
    ['pictures without an end', '<img src="'.repeat(30_000)],
    ['comments without an end', '<!--'.repeat(60_000)],
    ['spaces in a tag', `<p${' '.repeat(200_000)}`],
    ['addresses in a style', `<p style="${'url('.repeat(50_000)}">`],
    ['comments in a style', `<style>${'/*'.repeat(90_000)}`],
    ['handlers', '<b onx=1>'.repeat(20_000)],
    ['names of attributes', `<p ${'a '.repeat(60_000)}>`],
  ])('takes no longer than it should for %s', (_, html) => {
    const begun = performance.now();
    isKnownHarmless(html);
    guardMarkup(html);
    // Tens of milliseconds; what grows with the square of the length would take many seconds.
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
