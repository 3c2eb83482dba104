import { readDeclarations, mediaHolds, readStyleSheet, type Declaration } from './style-sheet.js';
import { classesOf, readSelector, type MatchingBudget, type Selector } from './selector.js';
import type { MailDocument, MailElement } from './mail-document.js';

export type Scheme = 'light' | 'dark';

/** What a mail's own declarations come to for one element; inheritance is the asker's. */
export type Declared = ReadonlyMap<string, string>;

/** Looks of a selector at an element, so that no style sheet keeps anybody waiting. A digest needs 20,000. */
const MOST_MATCHINGS = 1_500_000;
/** Selectors of all style sheets; a digest has 200, and further ones are not looked at. */
const MOST_SELECTORS = 20_000;

type Longhand = Declaration;

/** Above every specificity; among the important ones the order is the same. */
const INLINE = 1e14;
const IMPORTANT = 1e15;
/** What decides how words are painted; nothing else is kept. */
const KEPT = new Set(['color', 'background-color', 'background-image', 'font-size', 'font-weight', 'display', 'visibility', 'opacity', 'overflow', 'height', 'max-height', 'width', 'max-width', 'mso-hide']); // prettier-ignore

interface IndexedRule {
  readonly selector: Selector;
  readonly declarations: readonly Longhand[];
  readonly media: readonly string[];
  readonly order: number;
}

/** The mail's style sheets and attributes, asked element by element. One for each mail. */
export class Cascade {
  readonly #rules = new Map<string, IndexedRule[]>();
  readonly #inline = new Map<MailElement, readonly Longhand[]>();
  readonly #budget: MatchingBudget = { left: MOST_MATCHINGS };

  constructor(document: MailDocument) {
    let order = 0;
    for (const { css, media } of styleSheets(document))
      for (const rule of readStyleSheet(css).rules) {
        const declarations = longhandsOf(rule.declarations);
        for (const text of rule.selectors) {
          const selector = order < MOST_SELECTORS ? readSelector(text) : undefined;
          if (selector === undefined) continue;
          const indexed = { selector, declarations, media: [media, ...rule.media], order: (order += 1) };
          const others = this.#rules.get(selector.key);
          if (others === undefined) this.#rules.set(selector.key, [indexed]);
          else others.push(indexed);
        }
      }
  } // prettier-ignore

  /** False: there was too much to match, and nothing is known. */
  get isWhole(): boolean {
    return this.#budget.left >= 0;
  }

  /** Whether anything is different in the dark, or the mail says that it knows what to do there. */
  hasDark(document: MailDocument): boolean {
    const speaks = [...this.#rules.values()].some((rules) =>
      rules.some(({ media }) => media.some((query) => /prefers-color-scheme\s*:\s*dark/i.test(query))),
    );
    return speaks || declaresDark(document);
  }

  of(element: MailElement, scheme: Scheme): Declared {
    const winners = new Map<string, { weight: number; value: string }>();
    const put = (property: string, value: string, weight: number): void => {
      const standing = winners.get(property);
      if (standing === undefined || weight >= standing.weight) winners.set(property, { weight, value });
    };
    // Presentational attributes are weaker than any rule (HTML Living Standard §15.2).
    for (const [property, value] of attributesOf(element)) put(property, value, -1);
    const found = this.#candidates(element, scheme);
    for (const { declarations, selector, order } of found)
      for (const { property, value, isImportant } of declarations)
        put(property, value, (isImportant ? IMPORTANT : 0) + selector.specificity * 1e6 + order);
    for (const { property, value, isImportant } of this.#inlineOf(element))
      put(property, value, (isImportant ? IMPORTANT : 0) + INLINE);
    return new Map([...winners].map(([property, { value }]) => [property, value]));
  }

  #candidates(element: MailElement, scheme: Scheme): IndexedRule[] {
    if (!this.isWhole) return [];
    const { id } = element.attributes;
    const keys = ['*', element.name, ...[...classesOf(element)].map((one) => `.${one}`), ...(id === undefined ? [] : [`#${id}`])];
    return [...new Set(keys)].flatMap((key) =>
      (this.#rules.get(key) ?? []).filter(({ selector, media }) => {
        this.#budget.left -= 1;
        return this.isWhole && media.every((query) => mediaHolds(query, scheme)) && selector.matches(element, this.#budget);
      }),
    );
  } // prettier-ignore

  #inlineOf(element: MailElement): readonly Longhand[] {
    const known = this.#inline.get(element);
    if (known !== undefined) return known;
    const declarations = longhandsOf(readDeclarations(element.attributes['style'] ?? ''));
    this.#inline.set(element, declarations);
    return declarations;
  }
}

export function styleSheets(document: MailDocument): { css: string; media: string; offset: number }[] {
  return document.elements.flatMap((element) => {
    if (element.name !== 'style') return [];
    const css = element.children.map((child) => ('text' in child ? child.text : '')).join('');
    return [{ css, media: element.attributes['media'] ?? '', offset: element.offset }];
  });
}

/** `color-scheme` and `supported-color-schemes`: what Apple's programs ask before they paint a page dark. */
export function declaresDark(document: MailDocument): boolean {
  return document.elements.some(
    ({ name, attributes }) =>
      name === 'meta' &&
      /^(?:supported-)?color-schemes?$/i.test(attributes['name'] ?? '') &&
      /\bdark\b/i.test(attributes['content'] ?? ''),
  );
}

function attributesOf({ name, attributes }: MailElement): [string, string][] {
  const found: [string, string][] = [];
  const { bgcolor, background, color, text } = attributes;
  if (bgcolor !== undefined) found.push(['background-color', hexOf(bgcolor)]);
  if (background !== undefined && background !== '') found.push(['background-image', 'url()']);
  if (name === 'font' && color !== undefined) found.push(['color', hexOf(color)]);
  if (name === 'body' && text !== undefined) found.push(['color', hexOf(text)]);
  if ('hidden' in attributes) found.push(['display', 'none']);
  return found;
}

/** `bgcolor="ffffff"` is white to every mail program (HTML Living Standard §2.4.6). */
function hexOf(colour: string): string {
  const plain = colour.trim();
  return /^(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(plain) ? `#${plain}` : plain;
}

function longhandsOf(declarations: readonly Declaration[]): Longhand[] {
  return declarations.flatMap(({ property, value, isImportant }) =>
    longhands(property, value).flatMap(([name, part]) => (KEPT.has(name) ? [{ property: name, value: part, isImportant }] : [])),
  );
} // prettier-ignore

/** Shorthands, as far as colour, size and weight stand in them. */
function longhands(property: string, value: string): [string, string][] {
  if (property === 'background') {
    const image = /\burl\(|gradient\(/i.test(value) ? 'url()' : 'none';
    const colour = value.replaceAll(/\burl\([^()]{0,2000}\)/gi, ' ').split(/\s+(?![^(]{0,60}\))|\//).find(isColour);
    return [['background-image', image], ['background-color', colour ?? 'transparent']];
  }
  if (property !== 'font') return [[property, value]];
  const size = /(?:^|\s)(-?[0-9.]{1,8}(?:px|pt|em|rem|%)|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?:\s*\/|\s|$)/i.exec(value)?.[1];
  const weight = /(?:^|\s)(bold|bolder|lighter|[1-9]00)(?=\s)/i.exec(value)?.[1] ?? 'normal';
  return size === undefined ? [] : [['font-size', size], ['font-weight', weight]];
} // prettier-ignore

function isColour(word: string): boolean {
  return /^(?:#[0-9a-f]{3,8}|(?:rgb|hsl)a?\(.*\)|[a-z]{3,20})$/i.test(word) && !NO_COLOUR.test(word);
}

const NO_COLOUR = /^(?:none|repeat|scroll|fixed|local|center|left|right|top|bottom|cover|contain|auto|round|space)$/i;
