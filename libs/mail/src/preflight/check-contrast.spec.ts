import { describe, expect, it } from '@jest/globals';
import { checkMessage } from './check-message.js';
import { readAnyColour } from './newer-colours.js';
import { goodHtml, goodMessage } from './preflight.fixture.js';

/** What is said of the contrast of these words, added to a good mail. */
function told(markup: string, css = ''): string[] {
  const html = goodHtml.replace('<h1', () => `${markup}<h1`).replace('</style>', () => `${css}</style>`);
  return checkMessage({ ...goodMessage, html }, { locale: 'en' })
    .map(({ code }) => code.replace('preflight.', ''))
    .filter((code) => /^contrast_(?:light|dark|picture|forced_outlook)/.test(code));
}
/** Dark on light in both schemes, so that only the light is in question. */
const both = (style: string, words = 'Bonjour'): string => `<p style="${style}">${words}</p>`;

describe('contrast in the light', () => {
  it.each([
    ['a hair from white', both('background:#fff;color:#fefefe')],
    ['opacity', both('background:#fff;color:#000;opacity:.4')],
    ['opacity around it', `<div style="background:#ffffff"><div style="opacity:60%">${both('color:#444')}</div></div>`],
    ['opacity twice', `<div style="opacity:.7;background:#ffffff">${both('color:#222;opacity:.6')}</div>`],
    ['rgba ink', both('background:#fff;color:rgba(0, 0, 0, .3)')],
    ['rgb with a slash', both('background:#fff;color:rgb(0 0 0 / 30%)')],
    ['a half seen through ground', `<div style="background:#000000">${both('background-color:rgba(255,255,255,.4);color:#333')}</div>`],
    ['hsl', both('background:hsl(0 0% 100%);color:hsl(0, 0%, 75%)')],
    ['a variable', `<div style="--ink:#ccc">${both('background:#fff;color:var(--ink)')}</div>`],
    ['what stands for a variable', both('background:#fff;color:var(--none, #ccc)')],
    ['a variable for a variable', `<div style="--a:var(--b);--b:#ccc">${both('background:#fff;color:var(--a)')}</div>`],
    ['the worst stop of a gradient', both('background:linear-gradient(90deg, #ffffff, #222222 80%);color:#222')],
    ['a gradient’s shorthand', both('background:#ffffff linear-gradient(#333,#000) no-repeat;color:#222')],
    ['bgcolor', '<table role="presentation"><tr bgcolor="222222"><td><span style="color:#333">Bonjour</span></td></tr></table>'],
    ['font', '<div style="background:#fff"><font color="yellow">Bonjour</font></div>'],
    ['the shorthand', both('background:center/cover no-repeat #222222;color:#333')],
    ['a colour after one that is none', both('background:#fff;color:#ccc;color:nonsense')],
    ['fill', both('background:#fff;color:#000;-webkit-text-fill-color:#ddd')],
    ['23 px', both('background:#fff;color:#888;font-size:23px')],
    ['18 px bold', both('background:#fff;color:#888;font:bold 18px sans-serif')],
  ])('is told of %s', (_, markup) => {
    expect(told(markup)).toContain('contrast_light');
  }); // prettier-ignore

  it.each([
    ['24 px', both('background:#fff;color:#888;font-size:24px')],
    ['18.66 px bold', both('background:#fff;color:#888;font-size:18.66px;font-weight:700')],
    ['14 pt bold', both('background:#fff;color:#888;font-size:14pt;font-weight:bold')],
    ['a gradient that is dark all over', both('background:linear-gradient(#222,#000);color:#fff')],
    ['opacity that leaves enough', both('background:#fff;color:#000;opacity:.9')],
    ['a variable of its own', `<div style="--ink:#222">${both('background:#fff;color:var(--ink, #ccc)')}</div>`],
    ['an important rule', `<p class="x" style="background:#fff;color:#ccc">Bonjour</p>`, '.x{color:#222!important}'],
    ['what nobody sees', both('background:#fff;color:#fff;display:none')],
    ['a colour nobody knows', both('background:#fff;color:color-mix(in srgb, red, blue)')],
  ])('is not told of %s', (_, markup, css = '') => {
    expect(told(markup, css)).not.toContain('contrast_light');
  }); // prettier-ignore

  it('is told of a class, and not of one that a stronger rule overrules', () => {
    expect(told('<p class="x">Bonjour</p>', '.x{color:#ccc;background:#fff}')).toContain('contrast_light');
    expect(told('<p class="x" id="y">Bonjour</p>', '#y{color:#222}.x{color:#ccc;background:#fff}')).toEqual([]);
  });
});

describe('contrast upon pictures', () => {
  it('cannot be judged without a colour, and is judged by it where there is one', () => {
    expect(told(both('background:url(https://a.test/a.png);color:#222'))).toEqual(['contrast_picture']);
    expect(told(both('background:#fff url(https://a.test/a.png);color:#ddd'))).toEqual(['contrast_picture']);
    expect(told(both('background:#102030 url(https://a.test/a.png) center / cover;color:#fff'))).toEqual([]);
    expect(told(`<div style="background:url(https://a.test/a.png)">${both('background:#fff;color:#222')}</div>`)).toEqual([]);
  }); // prettier-ignore
});

describe('contrast in the dark', () => {
  it('is told of what the mail paints itself', () => {
    const css = '@media (prefers-color-scheme: dark){.x{background:#222 !important}}';
    expect(told('<p class="x" style="background:#fff;color:#222">Bonjour</p>', css)).toEqual(['contrast_dark']);
    expect(told('<p class="x ink" style="background:#fff;color:#222">Bonjour</p>', css)).toEqual([]);
  });

  it('takes the colours that were written for Outlook’s dark as they are', () => {
    const words = '<p class="x" style="background:#ffffff;color:#222222">Bonjour</p>';
    expect(told(words, '[data-ogsc] .x{color:#222222 !important}')).toEqual(['contrast_forced_outlook']);
    expect(told(words, '[data-ogsc] .x{color:#eeeeee !important}[data-ogsb] .x{background:#222222 !important}')).toEqual([]);
    expect(told(words, '[data-ogsb] .x{background-color:#eeeeee !important}')).toEqual(['contrast_forced_outlook']);
  }); // prettier-ignore
});

describe('colours as newer drafts write them', () => {
  const toldOf = (style: string, css = ''): string[] => {
    const html = goodHtml.replace('</style>', () => `${css}</style>`).replace('<h1', () => `<p class="p" style="${style}">Des mots</p><h1`);
    return checkMessage({ ...goodMessage, html }, { locale: 'en' }).map(({ code }) => code.replace('preflight.', ''));
  }; // prettier-ignore

  it.each([
    'color:oklch(0.9 0.02 90)',
    'color:oklab(90% 0 0)',
    'color:lab(95% 0 0)',
    'color:lch(90% 5 90deg)',
    'color:hwb(0 90% 0%)',
    'color:color(srgb 0.95 0.95 0.95)',
    'background:currentColor;color:#777',
  ])('are computed: %s', (style) => {
    expect(toldOf(style)).toContain('contrast_light');
    expect(toldOf(style)).not.toContain('contrast_unknown');
  });

  it.each(['color:color-mix(in srgb, white, #eee)', 'color:light-dark(#eee,#111)', 'color:GrayText', 'background:ButtonFace;color:#eee'])('are told of where nobody can: %s', (style) => {
    expect(toldOf(style)).toContain('contrast_unknown');
  }); // prettier-ignore

  it('are looked at on a phone, too', () => {
    expect(toldOf('color:#222222', '@media (max-width:480px) { .p { color: #eeeeee !important } }')).toContain('contrast_light');
    expect(toldOf('color:#222222', '@media (min-width:4800px) { .p { color: #eeeeee !important } }')).not.toContain('contrast_light');
  }); // prettier-ignore
});

it.each<[string, readonly number[]]>([
  ['oklch(62.8% 0.2577 29.23)', [255, 0, 0]],
  ['oklab(0.8664 -0.2339 0.1795)', [0, 255, 0]],
  ['lab(29.57 68.3 -112.03)', [0, 0, 255]],
  ['lch(54.29 106.84 40.86)', [255, 0, 0]],
  ['hwb(120 20% 40%)', [51, 153, 51]],
  ['color(srgb 1 50% 0 / 0.5)', [255, 128, 0]],
])('%s is the colour that CSS Color 4 says', (value, channels) => {
  const { r = NaN, g = NaN, b = NaN } = readAnyColour(value) ?? {};
  const off = [r, g, b].map((channel, index) => Math.abs(channel - (channels[index] ?? NaN)));
  expect(Math.max(...off)).toBeLessThan(2);
});
