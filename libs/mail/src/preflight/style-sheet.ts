/**
 * The part of CSS that decides which colour a mail's words have: rules, media queries, simple selectors and specificity
 * (Cascading Level 4 §6, Selectors Level 4 §17). What it does not understand matches nothing.
 */

export interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly isImportant: boolean;
}

export interface StyleRule {
  readonly selectors: readonly string[];
  readonly declarations: readonly Declaration[];
  /** The media queries around it, outermost first. */
  readonly media: readonly string[];
}

/** An at-rule's name and what stands behind it: `font-face`, `import`, `media (hover)`. */
export interface StyleSheet {
  readonly rules: readonly StyleRule[];
  /** False: there are more rules than are read. */
  readonly isWhole: boolean;
  readonly atRules: readonly { readonly name: string; readonly prelude: string }[];
}

const MOST_RULES = 5_000;
const DEEPEST = 8;

/** Reads in one pass, whatever is missing at the end. */
export function readStyleSheet(css: string): StyleSheet {
  const source = withoutComments(css);
  const rules: StyleRule[] = [];
  const atRules: { name: string; prelude: string }[] = [];
  const media: string[] = [];
  let at = 0;
  while (at < source.length && rules.length < MOST_RULES) {
    const next = nextOf(source, at);
    const prelude = source.slice(at, next).trim();
    const sign = source[next];
    at = next + 1;
    const name = /^@([a-z-]{1,40})/i.exec(prelude)?.[1]?.toLowerCase();
    if (name !== undefined) atRules.push({ name, prelude: prelude.slice(name.length + 1).trim() });
    if (sign === '}') media.pop();
    if (sign !== '{') continue;
    if (name !== undefined && NESTING.has(name.replace(/^-(?:webkit|moz|o|ms)-/, '')) && media.length < DEEPEST) {
      media.push(conditionOf(name, prelude.slice(name.length + 1).trim()));
      continue;
    }
    const end = source.indexOf('}', at);
    const body = source.slice(at, end === -1 ? source.length : end);
    at = end === -1 ? source.length : end + 1;
    if (name === undefined)
      rules.push({ selectors: split(prelude, ','), declarations: readDeclarations(body), media: [...media] });
  }
  return { rules, atRules, isWhole: at >= source.length };
}

/** Rules stand in these. */
const NESTING = new Set(['media', 'supports', 'layer', 'container', 'document', 'keyframes']);

/** As a media query. What Apple Mail takes for true counts: a way out that only it hides is hidden from a third of readers. */
function conditionOf(name: string, prelude: string): string {
  if (name === 'media') return prelude;
  return name === 'layer' || (name === 'supports' && !/^not\b/i.test(prelude)) ? '' : 'not all';
}

export function readDeclarations(style: string): Declaration[] {
  return split(withoutComments(style), ';').flatMap((part): Declaration[] => {
    const colon = part.indexOf(':');
    if (colon <= 0) return [];
    const property = unescaped(part.slice(0, colon).trim()).toLowerCase();
    const value = unescaped(part.slice(colon + 1).trim());
    const important = /\s{0,20}!\s{0,20}important$/i.exec(value);
    return [{ property, value: important === null ? value : value.slice(0, important.index), isImportant: important !== null }];
  });
} // prettier-ignore

/** CSS Syntax §4.3.7: `displ\61y` is `display` to a browser. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|([^0-9a-f\n]))/gi, (_, code: string | undefined, sign: string | undefined) => {
    if (code === undefined) return sign ?? '';
    const point = Number.parseInt(code, 16);
    return point === 0 || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  });
} // prettier-ignore

/**
 * How a mail is looked at. `outlook`: as Outlook.com and its apps show it where they force the dark, with the attributes
 * `data-ogsc` and `data-ogsb` that authors address their own colours by.
 */
export type Viewing = 'light' | 'dark' | 'phone' | 'outlook';

/** CSS pixels of the window a mail stands in. */
const WIDTH_OF: Readonly<Record<Viewing, number>> = { light: 1024, dark: 1024, outlook: 1024, phone: 375 };

/** Whether a media query holds. What it does not know does not hold. */
export function mediaHolds(query: string, viewing: Viewing): boolean {
  if (query === '') return true;
  return split(query, ',').some((one) => {
    const negated = /^\s*not\b/i.exec(one);
    const parts = one.slice(negated?.[0].length ?? 0).toLowerCase().split(/\band\b/);
    const answers = parts.map((part) => conditionHolds(part.replaceAll(/[()\s]/g, ''), viewing));
    if (negated === null) return answers.every((answer) => answer === true);
    return !answers.includes(undefined) && answers.includes(false);
  });
} // prettier-ignore

/** undefined: not known. */
function conditionHolds(condition: string, viewing: Viewing): boolean | undefined {
  if (/^(?:only)?(?:all|screen)?$/.test(condition)) return true;
  if (condition === 'print' || condition === 'speech') return false;
  const scheme = /^prefers-color-scheme:(dark|light)$/.exec(condition)?.[1];
  if (scheme !== undefined) return scheme === (viewing === 'dark' ? 'dark' : 'light');
  const width = /^(?:(min|max)-(?:device-)?width:|(?:device-)?width([<>])=?)([0-9]{1,5}(?:\.[0-9]{1,4})?)(px|r?em)$/.exec(condition);
  if (width === null) return undefined;
  const [, bound, sign, number, unit] = width;
  const measure = Number(number) * (unit === 'px' ? 1 : 16);
  return bound === 'min' || sign === '>' ? WIDTH_OF[viewing] >= measure : WIDTH_OF[viewing] <= measure;
} // prettier-ignore

/** Outside of brackets and quotes. */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === separator && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function nextOf(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '{' || sign === '}' || sign === ';') return at;
  }
  return source.length;
}

/** As the oldest programs read it, to which a comment or an escape within a word is nothing. */
export function joinedCss(css: string): string {
  return unescaped(withoutComments(css, ''));
}

function withoutComments(css: string, between = ' '): string {
  const pieces: string[] = [];
  let at = 0;
  for (let start = css.indexOf('/*'); start !== -1; start = css.indexOf('/*', at)) {
    pieces.push(css.slice(at, start));
    const end = css.indexOf('*/', start + 2);
    at = end === -1 ? css.length : end + 2;
  }
  pieces.push(css.slice(at));
  // What pages of long ago hid style sheets in.
  return pieces.join(between).replaceAll(/<!--|-->/g, ' ');
}
