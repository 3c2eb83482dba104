import { styleSheets } from './cascade.js';
import type { MailDocument, MailElement } from './mail-document.js';
import { readDeclarations, readStyleSheet, type Declaration } from './style-sheet.js';

/** Properties that caniemail has under another name. */
const ALIASES: Readonly<Record<string, string>> = {
  left: 'css-left-right-top-bottom', right: 'css-left-right-top-bottom', top: 'css-left-right-top-bottom', bottom: 'css-left-right-top-bottom',
  'column-gap': 'css-gap', 'row-gap': 'css-gap', 'grid-gap': 'css-gap', columns: 'css-column-layout-properties', 'column-width': 'css-column-layout-properties',
  'margin-inline': 'css-margin-inline-block', 'margin-block': 'css-margin-inline-block', 'block-size': 'css-block-inline-size', 'mask': 'css-mask-image',
}; // prettier-ignore
const FUNCTIONS = /\b(calc|clamp|min|max|light-dark|(?:repeating-)?(?:linear|radial|conic)-gradient|lab|oklab|lch|oklch|color-mix)\(/gi; // prettier-ignore
const UNITS = /\d(rem|vh|vw|vmin|vmax|ch|ex)\b/gi;
const PICTURES = /\.(apng|avif|bmp|heif|heic|ico|svg|tiff|webp|mp4)(?:[?#]|$)/i;

/** What a mail uses, by caniemail's names (`css-gap`, `html-video`), each with where it is used first. */
export function usedFeatures(document: MailDocument): Map<string, number> {
  const used = new Map<string, number>();
  const note = (offset: number) => (slug: string): void => {
    if (!used.has(slug)) used.set(slug, offset);
  }; // prettier-ignore
  for (const { css, offset } of styleSheets(document)) {
    const { rules, atRules } = readStyleSheet(css);
    for (const { name } of atRules) note(offset)(`css-at-${name}`);
    for (const { declarations, selectors } of rules) {
      for (const declaration of declarations) ofDeclaration(declaration, note(offset));
      for (const selector of selectors) ofSelector(selector, note(offset));
    }
  }
  for (const element of document.elements) ofElement(element, note(element.offset));
  return used;
}

type Note = (slug: string) => void;

function ofDeclaration({ property, value }: Declaration, note: Note): void {
  // A rule within a rule is read as a property of the outer one.
  note(/[&{]/.test(property) ? 'css-nesting' : (ALIASES[property] ?? `css-${property}`));
  const keyword = /^(?:inline-)?(flex|grid)$/.exec(value.toLowerCase())?.[1];
  if (property === 'display' && keyword !== undefined) note(`css-display-${keyword}`);
  if (property.startsWith('grid-template')) note('css-grid-template');
  if (property === 'background' && /\burl\(/i.test(value)) note('css-background-image');
  if (property.startsWith('--') || /\bvar\(/i.test(value)) note('css-variables');
  const bounded = value.slice(0, LONGEST_VALUE);
  for (const [, name = ''] of bounded.matchAll(FUNCTIONS)) note(slugOfFunction(name.toLowerCase()));
  for (const [, unit = ''] of bounded.matchAll(UNITS)) note(`css-unit-${unit.toLowerCase()}`);
}

/** Characters of a value that are read. */
const LONGEST_VALUE = 2_000;

function ofSelector(selector: string, note: Note): void {
  for (const [, colons = '', name = ''] of selector.matchAll(/(::?)([a-z-]{1,40})/gi))
    note(`css-pseudo-${colons === '::' || OLD_ELEMENTS.has(name) ? 'element' : 'class'}-${name}`);
  const plain = selector.replaceAll(/\[[^\]]{0,200}\]|\([^()]{0,200}\)/g, '');
  if (plain.includes('+')) note('css-selector-adjacent-sibling');
  if (plain.includes('~')) note('css-selector-general-sibling');
}

/** Pseudo-elements that may be written with one colon (Selectors Level 4 §3.6). */
const OLD_ELEMENTS: ReadonlySet<string> = new Set(['before', 'after', 'first-line', 'first-letter']);

function ofElement({ name, attributes }: MailElement, note: Note): void {
  note(name === 'map' ? 'html-image-maps' : `html-${name}`);
  if (name === 'input') note(`html-input-${(attributes['type'] ?? 'text').toLowerCase()}`);
  if (name === 'button') note(`html-button-${(attributes['type'] ?? 'submit').toLowerCase()}`);
  for (const declaration of readDeclarations(attributes['style'] ?? '')) ofDeclaration(declaration, note);
  if (attributes['srcset'] !== undefined) note('html-srcset');
  if (attributes['background'] !== undefined) note('html-background');
  const type = name === 'img' ? PICTURES.exec(attributes['src'] ?? '')?.[1]?.toLowerCase() : undefined;
  if (type !== undefined) note(`image-${type === 'heic' ? 'heif' : type}`);
}

function slugOfFunction(name: string): string {
  if (name === 'calc') return 'css-unit-calc';
  if (name.endsWith('-gradient')) return `css-${name.replace('repeating-', '')}`;
  return /lab|lch|color-mix/.test(name) ? 'css-modern-color' : `css-function-${name}`;
}
