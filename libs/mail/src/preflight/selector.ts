import type { MailElement } from './mail-document.js';
import { split, type Viewing } from './style-sheet.js';

/** One selector, read once and asked often. */
export interface Selector {
  readonly specificity: number;
  /** The last compound's element, class or id, by which candidates are found; `*`: any. */
  readonly key: string;
  /** It names what Outlook puts on recoloured elements. */
  readonly isOfOutlook: boolean;
  matches(element: MailElement, budget: MatchingBudget): boolean;
}

/** Looks of a compound at an element that are left; at none nothing matches any more. */
export interface MatchingBudget {
  left: number;
  viewing: Viewing;
}

/** Outlook puts them on what it recolours, ink and ground; whoever names them means Outlook forcing the dark. */
const OUTLOOK_ATTRIBUTES: ReadonlySet<string> = new Set(['data-ogsc', 'data-ogsb', 'data-ogac', 'data-ogab']);

interface Compound {
  readonly combinator: ' ' | '>';
  readonly name: string;
  readonly ids: readonly string[];
  readonly classes: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly operator: string; readonly value: string }[];
}

const LONGEST = 500;
/** Characters of an attribute that a selector is compared with. */
const LONGEST_VALUE = 2_000;
/** Characters compared in the time of one look at an element. */
const LETTERS_OF_A_LOOK = 20;
/** Compounds of a selector with `>`: each may have to be tried at every ancestor. */
const MOST_MIXED = 4;
const PART = /\*|[a-z][a-z0-9-]*|#-?[\w-]+|\.-?[\w-]+|\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*("[^"]*"|'[^']*'|[^\]\s"']+)\s*)?\]|:{1,2}[a-z-]+/giy; // prettier-ignore

/** undefined: a selector that is not understood, or is of a state (`:hover`) that a mail at rest is not in. */
export function readSelector(text: string): Selector | undefined {
  if (text.length > LONGEST) return undefined;
  const steps = split(text.replaceAll(/\s*>\s*/g, ' > '), ' ');
  const compounds: Compound[] = [];
  let combinator: ' ' | '>' = ' ';
  for (const step of steps) {
    if (step === '>') {
      combinator = '>';
      continue;
    }
    const compound = readCompound(step, combinator);
    if (compound === undefined) return undefined;
    compounds.push(compound);
    combinator = ' ';
  }
  const last = compounds.at(-1);
  if (last === undefined || (compounds.length > MOST_MIXED && compounds.some((one) => one.combinator === '>')))
    return undefined;
  const key = keyOf(last);
  return {
    specificity: specificityOf(compounds),
    key,
    isOfOutlook: compounds.some(({ attributes }) => attributes.some(({ name }) => OUTLOOK_ATTRIBUTES.has(name))),
    matches: (element, budget) => matchesFrom(compounds, element, budget),
  };
}

function readCompound(text: string, combinator: ' ' | '>'): Compound | undefined {
  const found = { name: '*', ids: [] as string[], classes: [] as string[], attributes: [] as Compound['attributes'][number][] };
  PART.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const part = PART.exec(text);
    if (part === null) return undefined;
    at = PART.lastIndex;
    const [whole, attribute, operator = '', value = ''] = part;
    if (attribute !== undefined) found.attributes.push({ name: attribute.toLowerCase(), operator, value: value.replaceAll(/^["']|["']$/g, '') });
    else if (whole.startsWith('#')) found.ids.push(whole.slice(1));
    else if (whole.startsWith('.')) found.classes.push(whole.slice(1));
    else if (whole === ':root') found.name = 'html';
    else if (whole === ':link') found.name = 'a';
    else if (whole.startsWith(':')) return undefined;
    else found.name = whole.toLowerCase();
  }
  return { combinator, ...found };
} // prettier-ignore

function keyOf({ ids, classes, name }: Compound): string {
  if (ids[0] !== undefined) return `#${ids[0]}`;
  return classes[0] === undefined ? name : `.${classes[0]}`;
}

function specificityOf(compounds: readonly Compound[]): number {
  const of = ({ ids, classes, attributes, name }: Compound): number =>
    ids.length * 10_000 + (classes.length + attributes.length) * 100 + (name === '*' ? 0 : 1);
  return compounds.reduce((sum, compound) => sum + of(compound), 0);
}

/** From the right. Descendants are tried nearest first; with `>` before them a farther one may do. */
function matchesFrom(
  compounds: readonly Compound[],
  element: MailElement,
  budget: MatchingBudget,
  last = compounds.length - 1,
): boolean {
  const compound = compounds[last];
  budget.left -= 1;
  if (compound === undefined || budget.left < 0 || !fits(compound, element, budget)) return false;
  if (last === 0) return true;
  if (compound.combinator === '>')
    return element.parent !== null && matchesFrom(compounds, element.parent, budget, last - 1);
  // Without a `>` before it the nearest that fits is as good as any, so nothing has to be tried twice.
  const isFinal = compounds.slice(0, last).every(({ combinator }) => combinator === ' ');
  for (let above = element.parent; above !== null && budget.left > 0; above = above.parent) {
    if (matchesFrom(compounds, above, budget, last - 1)) return true;
    const before = compounds[last - 1];
    if (isFinal && before !== undefined && fits(before, above, budget)) return false;
  }
  return false;
}

/** Asked for by every rule that names a class. */
const classesWithin = new WeakMap<MailElement, ReadonlySet<string>>();

export function classesOf(element: MailElement): ReadonlySet<string> {
  const known = classesWithin.get(element) ?? new Set((element.attributes['class'] ?? '').split(/\s+/));
  classesWithin.set(element, known);
  return known;
}

function fits({ name, ids, classes, attributes }: Compound, element: MailElement, budget: MatchingBudget): boolean {
  if (element.parent === null || (name !== '*' && name !== element.name)) return false;
  if (ids.some((id) => element.attributes['id'] !== id)) return false;
  if (classes.length > 0) {
    const own = classesOf(element);
    if (classes.some((one) => !own.has(one))) return false;
  }
  return attributes.every(({ name: attribute, operator, value }) => {
    if (budget.viewing === 'outlook' && OUTLOOK_ATTRIBUTES.has(attribute)) return true;
    const own = element.attributes[attribute]?.slice(0, LONGEST_VALUE);
    budget.left -= (own?.length ?? 0) / LETTERS_OF_A_LOOK;
    if (own === undefined) return false;
    return attributeFits(own, operator, value);
  });
}

function attributeFits(own: string, operator: string, value: string): boolean {
  if (operator === '') return true;
  if (operator === '=') return own === value;
  if (operator === '~=') return own.split(/\s+/).includes(value);
  if (operator === '^=') return own.startsWith(value);
  if (operator === '$=') return own.endsWith(value);
  return operator === '|=' ? own === value || own.startsWith(`${value}-`) : own.includes(value);
}
