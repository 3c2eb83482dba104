import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { goodHtml, goodMessage } from './preflight.fixture.js';

function told(html: string): [string, number | undefined][] {
  return checkMessage({ ...goodMessage, html }, { locale: 'en' }).map(({ code, where }) => [
    code.replace('preflight.', ''),
    where.line,
  ]);
}
const LINE = goodHtml.slice(0, goodHtml.indexOf('<h1')).split('\n').length;
const withBody = (markup: string): [string, number | undefined][] =>
  told(goodHtml.replace('<h1', () => `${markup}<h1`));

describe('markup', () => {
  it.each([
    '',
    ' \n\t',
    '<!-- nothing -->',
    '<html><body><p style="display:none">x</p></body></html>',
    '&nbsp;&#8203;',
  ])('is missing where nothing is seen: “%s”', (html) => {
    expect(told(html).map(([code]) => code)).toContain('html_missing');
  });

  it.each<[finding: string, markup: string]>([
    ['html_unclosed', '<div>x<b>y</b>'],
    ['html_stray_end', '</section>'],
    ['attribute_repeated', '<p class="a" class="b">x</p>'],
    ['id_repeated', '<p id="a">x</p><p id="a">y</p>'],
    ['link_nested', '<a href="https://phare.example/port?lang=fr&amp;n=1">x <a href="https://phare.example/port?lang=fr&amp;n=1">y</a> z</a>'],
    ['table_broken', '<table role="presentation"><div>x</div></table>'],
    ['table_broken', '<table role="presentation"><td>x</td></table>'],
    ['table_broken', '<table role="presentation"><tr><p>x</p></tr></table>'],
    ['element_forbidden', '<svg><a onload="x">y</a></svg>'.replace('<a onload="x">y</a>', '<g onload="x"></g>')],
  ])('is told of %s at its line', (finding, markup) => {
    expect(new Set(withBody(markup))).toEqual(new Set([[finding, LINE]]));
  }); // prettier-ignore

  it('is not blamed for what may be left out', () => {
    expect(withBody('<p>a<p>b<br><ul><li>c<li>d</ul><table role="presentation"><tr><td>e<tr><td>f</table>')).toEqual([]);
    expect(withBody('<table role="presentation"><colgroup><col></colgroup><tbody><tr><td>x</td></tr></tbody></table>')).toEqual([]);
  }); // prettier-ignore
});

it.each([
  'width:expression(x())',
  'behavior:url(x.htc)',
  '-moz-binding:url(x.xml#a)',
  'wid/**/th:exp/**/ression(1)',
  'width:exp\\72 ession(1)',
])('a style runs nothing: %s', (style) => {
  expect(withBody(`<p style="${style}">x</p>`)).toContainEqual(['element_forbidden', LINE]);
});

it('a style may scroll as it likes', () => {
  expect(withBody('<p style="scroll-behavior:smooth">x</p>').map(([code]) => code)).not.toContain('element_forbidden');
});
