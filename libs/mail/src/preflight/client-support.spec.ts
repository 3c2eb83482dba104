import { describe, expect, it } from '@jest/globals';
import { checkClientSupport } from './client-support.js';
import { goodHtml, goodMessage } from './preflight.fixture.js';

const told = (markup: string, css = ''): { title: string; message: string; help: string; line: number | undefined }[] => {
  const html = goodHtml.replace('<h1', () => `${markup}<h1`).replace('</style>', () => `${css}</style>`);
  return checkClientSupport({ ...goodMessage, html }, 'en').map(({ where, message, help }) => ({ title: where.excerpt ?? '', message, help, line: where.line }));
}; // prettier-ignore
const LINE = goodHtml.slice(0, goodHtml.indexOf('<h1')).split('\n').length;
const page = ({ help }: { help: string }): string => /features\/([a-z-]+)/.exec(help)?.[1] ?? '';

describe('what mail programs do not show', () => {
  it('is nothing in a plain mail', () => {
    expect(told('')).toEqual([]);
  });

  it.each([
    ['css-position css-left-right-top-bottom', '<p style="position:absolute;left:0;top:0">x</p>'],
    ['css-display-flex', '<p style="display:inline-flex">x</p>'],
    ['css-display-grid css-grid-template css-gap', '<p style="display:grid;grid-template-columns:1fr;column-gap:2px">x</p>'],
    ['html-svg', '<svg></svg>'],
    ['html-video', '<video></video>'],
    ['html-form html-input-text html-button-submit', '<form><input><button>x</button></form>'],
    ['css-background-image', '<p style="background:#fff url(https://phare.example/a.png)">x</p>'],
    ['css-variables', '<p style="color:var(--a)">x</p>'],
    ['html-picture html-srcset', '<picture><img srcset="https://phare.example/a.png 1x"></picture>'],
    ['image-webp', '<img src="https://phare.example/a.webp?x=1">'],
    ['html-image-maps', '<map name="m"></map>'],
    ['css-object-fit', '<img style="object-fit:cover">'],
  ])('names %s', (slugs, markup) => {
    const found = told(markup);
    expect(found.map(page)).toEqual(expect.arrayContaining(slugs.split(' ')));
    expect(found.every(({ line, message }) => line === LINE && /Outlook|Gmail|GMX/.test(message))).toBe(true);
  }); // prettier-ignore

  it('names what style sheets use', () => {
    const found = told('', '.a::before{content:"x"}.a:checked + b{color:red}.c{&.d{color:red}}').map(page);
    expect(found).toEqual(expect.arrayContaining(['css-pseudo-class-checked', 'css-selector-adjacent-sibling', 'css-nesting']));
    expect(found.some((slug) => slug.startsWith('css-pseudo-element-checked'))).toBe(false);
  }); // prettier-ignore

  it('names each once, and nothing that readers do not miss', () => {
    expect(told('<p style="position:relative">x</p>'.repeat(50)).map(page)).toEqual(['css-position']);
    expect(told('<p style="border-radius:3px">x</p>', '@media (hover){a:hover{color:red}}@font-face{font-family:x}')).toEqual([]);
  }); // prettier-ignore
});
