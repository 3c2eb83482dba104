import { attributesOf, longhandsOf } from './longhands.js';
import { readDeclarations, mediaHolds, readStyleSheet, type Declaration, type Viewing } from './style-sheet.js';
import { classesOf, readSelector, type MatchingBudget, type Selector } from './selector.js';
import type { MailDocument, MailElement } from './mail-document.js';

/** What a mail's own declarations come to for one element; inheritance is the asker's. */
export interface Declared {
  get(property: string): string | undefined;
  /** The author wrote it for Outlook forcing the dark, which then leaves it alone. */
  isOfOutlook(property: string): boolean;
  /** Custom properties, where there are any. */
  readonly variables: readonly (readonly [name: string, value: string])[];
}

/** Looks of a selector at an element, so that no style sheet keeps anybody waiting. A digest needs 20,000. */
const MOST_MATCHINGS = 1_500_000;
/** Declarations weighed in the time of one look. */
const DECLARATIONS_OF_A_LOOK = 10;
/** Selectors of all style sheets; a digest has 200, and further ones are not looked at. */
const MOST_SELECTORS = 20_000;

/** Above every specificity; among the important ones the order is the same. */
const INLINE = 1e14;
const IMPORTANT = 1e15;

interface IndexedRule {
  readonly selector: Selector;
  readonly declarations: readonly Declaration[];
  readonly holds: Readonly<Record<Viewing, boolean>>;
  readonly media: readonly string[];
  readonly order: number;
}

interface Winner {
  readonly weight: number;
  readonly value: string;
  readonly isOfOutlook: boolean;
}

/** The mail's style sheets and attributes, asked element by element. One for each mail. */
export class Cascade {
  readonly #rules = new Map<string, IndexedRule[]>();
  readonly #inline = new Map<MailElement, readonly Declaration[]>();
  readonly #budget: MatchingBudget = { left: MOST_MATCHINGS, viewing: 'light' };
  #selectors = 0;
  #isRead = true;

  constructor(document: MailDocument) {
    for (const { css, media } of styleSheets(document)) {
      const { rules, isWhole } = readStyleSheet(css);
      this.#isRead &&= isWhole;
      for (const rule of rules) {
        const around = [media, ...rule.media];
        const holds = { light: false, dark: false, phone: false, outlook: false };
        for (const viewing of ['light', 'dark', 'phone', 'outlook'] as const)
          holds[viewing] = around.every((query) => mediaHolds(query, viewing));
        const declarations = longhandsOf(rule.declarations);
        for (const text of rule.selectors) this.#index(text, { declarations, holds, media: around });
      }
    }
  }

  /** False: there was too much to match, and nothing is known. */
  get isWhole(): boolean {
    return this.#isRead && this.#budget.left >= 0 && this.#selectors <= MOST_SELECTORS;
  }

  /** Whether anything is different in the dark, or the mail says that it knows what to do there. */
  hasDark(document: MailDocument): boolean {
    const speaks = this.#some(({ media }) => media.some((query) => /prefers-color-scheme\s*:\s*dark/i.test(query)));
    return speaks || declaresDark(document);
  }

  /** Whether the author wrote anything for Outlook forcing the dark. */
  get hasOutlook(): boolean {
    return this.#some(({ selector }) => selector.isOfOutlook);
  }

  /** Whether a rule holds in this viewing that does not in the light, or the other way. */
  differs(viewing: Viewing): boolean {
    if (viewing === 'outlook') return this.hasOutlook;
    return this.#some(({ holds }) => holds[viewing] !== holds.light);
  }

  of(element: MailElement, viewing: Viewing): Declared {
    const winners = new Map<string, Winner>();
    const put = (property: string, winner: Winner): void => {
      const standing = winners.get(property);
      if (standing === undefined || winner.weight >= standing.weight) winners.set(property, winner);
    };
    // Presentational attributes are weaker than any rule (HTML Living Standard §15.2).
    for (const [property, value] of attributesOf(element)) put(property, { weight: -1, value, isOfOutlook: false });
    for (const { declarations, selector, order } of this.#candidates(element, viewing)) {
      this.#budget.left -= declarations.length / DECLARATIONS_OF_A_LOOK;
      for (const { property, value, isImportant } of declarations) {
        const weight = (isImportant ? IMPORTANT : 0) + selector.specificity * 1e6 + order;
        put(property, { weight, value, isOfOutlook: selector.isOfOutlook });
      }
    }
    for (const { property, value, isImportant } of this.#inlineOf(element))
      put(property, { weight: (isImportant ? IMPORTANT : 0) + INLINE, value, isOfOutlook: false });
    const variables: (readonly [string, string])[] = [];
    for (const [name, { value }] of winners) if (name.startsWith('--')) variables.push([name, value]);
    return {
      get: (property) => winners.get(property)?.value,
      isOfOutlook: (property) => winners.get(property)?.isOfOutlook === true,
      variables,
    };
  }

  #index(text: string, rule: Pick<IndexedRule, 'declarations' | 'holds' | 'media'>): void {
    this.#selectors += 1;
    const selector = this.#selectors > MOST_SELECTORS ? undefined : readSelector(text);
    if (selector === undefined) return;
    const indexed = { ...rule, selector, order: this.#selectors };
    const others = this.#rules.get(selector.key);
    if (others === undefined) this.#rules.set(selector.key, [indexed]);
    else others.push(indexed);
  }

  #some(fits: (rule: IndexedRule) => boolean): boolean {
    return [...this.#rules.values()].some((rules) => rules.some(fits));
  }

  #candidates(element: MailElement, viewing: Viewing): IndexedRule[] {
    if (this.#budget.left < 0) return [];
    this.#budget.viewing = viewing;
    const { id } = element.attributes;
    const keys = ['*', element.name, ...[...classesOf(element)].map((one) => `.${one}`), ...(id === undefined ? [] : [`#${id}`])];
    return [...new Set(keys)].flatMap((key) =>
      (this.#rules.get(key) ?? []).filter(({ selector, holds }) => {
        this.#budget.left -= 1;
        return holds[viewing] && this.#budget.left >= 0 && selector.matches(element, this.#budget);
      }),
    );
  } // prettier-ignore

  #inlineOf(element: MailElement): readonly Declaration[] {
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
