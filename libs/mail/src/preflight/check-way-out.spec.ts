import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { readerMarks, type MessageToCheck } from './message-to-check.js';
import { goodHtml, goodMessage, goodText } from './preflight.fixture.js';

const LINK = /<a class="link" href="https:\/\/phare\.example\/u\/[^<]*<\/a>/;
const HREF = 'https://phare.example/u/AbCdEf0123456789';

/** Parts that no way out is found in, with this in the place of the good one. */
function lost(markup: string, change: Partial<MessageToCheck> & { css?: string } = {}): string[] {
  const { css = '', ...rest } = change;
  const html = goodHtml.replace(LINK, () => markup).replace('</style>', () => `${css}</style>`);
  return checkMessage({ ...goodMessage, html, ...rest }, { locale: 'en' })
    .map(({ code }) => code.replace('preflight.', ''))
    .filter((code) => /^unsubscribe_(?:html|text)$/.test(code));
}

const styled = (style: string): string => `<a href="${HREF}" style="${style}">Se désabonner</a>`;
const around = (style: string): string => `<div style="${style}"><a href="${HREF}">Se désabonner</a></div>`;

describe('the way out', () => {
  it.each<[string, string]>([
    ['words', `<a href="${HREF}">Se désabonner</a>`],
    ['words in pieces', `<a href="${HREF}">Se <b>désab</b>on&shy;ner</a>`],
    ['words before the link', `<p>Pour ne plus recevoir cette lettre, <a href="${HREF}">cliquez ici</a>.</p>`],
    ['a picture with words', `<a href="${HREF}"><img src="https://phare.example/x.png" alt="Se désabonner" width="9" height="9"></a>`],
    ['a path that is nothing else', '<a href="https://phare.example/unsubscribe/x">Cliquez ici</a>'],
    ['Spanish', `<a href="${HREF}">Darse de baja</a>`],
    ['Arabic', `<a href="${HREF}">إلغاء الاشتراك</a>`],
    ['German', `<a href="${HREF}">Newsletter abbestellen</a>`],
  ])('is found by %s', (_, markup) => {
    expect(lost(markup)).toEqual([]);
  }); // prettier-ignore

  it.each<[string, string]>([
    ['no words', `<a href="${HREF}"></a>`],
    ['a full stop', `<a href="https://phare.example/unsubscribe/x">.</a>`],
    ['a blank that shows nothing', '<a href="https://phare.example/unsubscribe/x">&#8203;&nbsp;</a>'],
    ['a picture without words', '<a href="https://phare.example/unsubscribe/x"><img src="https://phare.example/x.png" alt=""></a>'],
    ['words off the screen', styled('position:absolute;left:-9999px')],
    ['words above the screen', around('position:fixed;top:-100em')],
    ['words pushed to the side', around('margin-left:-5000px')],
    ['words indented away', around('text-indent:-9999px')],
    ['words clipped', styled('position:absolute;clip:rect(0 0 0 0)')],
    ['words clipped by a path', styled('clip-path: inset(100%)')],
    ['words moved away', around('transform: translateX(-9999px)')],
    ['words shrunk', around('transform:scale(0)')],
    ['white on white', styled('color:#ffffff')],
    ['nearly white on white', styled('color:#fefefe')],
    ['transparent', styled('color:transparent')],
    ['by a variable white', `<div style="--ink:#fff">${styled('color:var(--ink, #000)')}</div>`],
    ['dark on dark', `<div style="background:#222222 none">${styled('color:#222')}</div>`],
    ['in letters of three pixels', styled('font-size:3px')],
    ['in letters of none', around('font-size:0')],
    ['in a box without height', around('height:0;overflow:hidden')],
    ['in a box of one pixel', around('max-height:1px;overflow:hidden')],
    ['for Outlook alone', around('mso-hide:all')],
    ['faded', around('opacity:0')],
    ['faded twice', `<div style="opacity:.2">${around('opacity:20%')}</div>`],
    ['invisible', around('visibility:hidden')],
    ['not displayed, spelt otherwise', around('DISPLAY : no\\6e e !important')],
    ['in a comment', `<!-- ${styled('')} -->`],
    ['behind glass', styled('pointer-events:none')],
    ['within a story’s headline', '<h2><a href="https://phare.example/une">Facebook : se désabonner devient plus simple</a></h2>'],
    ['a story about it', '<a href="https://phare.example/how-to-unsubscribe">Comment se désabonner des courriels publicitaires</a>'],
    ['a link to nowhere', '<a href="#">Se désabonner</a>'],
  ])('is missed where there is only %s', (_, markup) => {
    expect(lost(markup, { text: goodText })).toEqual(['unsubscribe_html']);
  }); // prettier-ignore

  it.each([
    '.out{display:none}',
    '@media (max-width:600px){.out{display:none !important}}',
    '@media only screen and (prefers-color-scheme:dark){.card .out{color:#16191f !important}}',
    '@supports (display:block){.out{display:none}}',
    'a[href^="https://phare.example/u"]{visibility:hidden}',
  ])('is missed where a style sheet hides it: %s', (css) => {
    expect(lost(`<a class="out" href="${HREF}">Se désabonner</a>`, { css })).toEqual(['unsubscribe_html']);
  });

  it('is the reader’s own where that is known', () => {
    const context = { kind: 'newsletter', marks: readerMarks } as const;
    const own = (mark: string): string => `<a href="@@${mark}@@">Se désabonner</a>`;
    const text = `${goodText}\n@@unsubscribe@@`;
    expect(lost(own('unsubscribe'), { context, text })).toEqual([]);
    expect(lost(own('preferences'), { context, text })).toEqual([]);
    expect(lost(`<a href="${HREF}">Se désabonner</a>`, { context, text: goodText })).toEqual(['unsubscribe_html', 'unsubscribe_text']);
  }); // prettier-ignore

  it('is the one of List-Unsubscribe, whatever it says', () => {
    const headers = { 'list-unsubscribe': '<mailto:x@phare.example>, <https://phare.example/u/AAAA>' };
    const text = goodText.replace('Se désabonner', 'Quitter');
    expect(lost(`<a href="${HREF}">Quitter</a>`, { headers, text })).toEqual([]);
    expect(lost('<a href="https://phare.example/x/y">Quitter</a>', { headers, text: 'Quitter' })).toEqual([
      'unsubscribe_html',
      'unsubscribe_text',
    ]);
  });

  it('is no story about leaving in the text either', () => {
    const text = 'Le Phare\n\nComment se désabonner de tout :\nhttps://phare.example/how-to-unsubscribe\n';
    expect(lost(styled(''), { text })).toEqual(['unsubscribe_text']);
  });
});

describe('the way out of a text', () => {
  const lostIn = (foot: string): string[] => lost(`<a href="${HREF}">Se désabonner</a>`, { text: goodText.replace(/Se désabonner[^]*$/, () => foot) });

  it.each([
    'Se désabonner\nLe Phare SAS, 1 quai du Port, contact@phare.example',
    'Se désabonner\nSuivez-nous : https://phare.example/suivre',
    'Se désabonner : https://phare.example/',
    'Se désabonner\ncontact@phare.example',
  ])('is not the address of the house: %s', (foot) => {
    expect(lostIn(foot)).toEqual(['unsubscribe_text']);
  });

  it.each(['Se désabonner :\n<https://other.example/x/abc>', 'Se désabonner\n\nhttps://other.example/x?a=b', 'Pour se désabonner, écrivez à liste@phare.example', 'Se désabonner :\ndesabonnement@phare.example'])(
    'is the one that belongs to the words: %s',
    (foot) => {
      expect(lostIn(foot)).toEqual([]);
    },
  );
}); // prettier-ignore

it.each([
  ['too small to be seen', `<span style="zoom:0.01"><a href="${HREF}">Se désabonner</a></span>`],
  ['folded up', `<details><summary>Plus</summary><a href="${HREF}">Se désabonner</a></details>`],
  ['an offer to stay', '<a href="https://phare.example/x">Ne plus se désabonner, rester</a>'],
])('no way out is %s', (_, markup) => {
  expect(lost(markup)).toContain('unsubscribe_html');
});

it.each([
  ['unfolded', `<details open><summary>Plus</summary><a href="${HREF}">Se désabonner</a></details>`],
  ['in the heading of what is folded up', `<details><summary><a href="${HREF}">Se désabonner</a></summary>x</details>`],
])('a way out is %s', (_, markup) => {
  expect(lost(markup)).toEqual([]);
});
