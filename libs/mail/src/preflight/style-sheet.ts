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
      media.push(name === 'media' ? prelude.slice(name.length + 1).trim() : 'not all');
      continue;
    }
    const end = source.indexOf('}', at);
    const body = source.slice(at, end === -1 ? source.length : end);
    at = end === -1 ? source.length : end + 1;
    if (name === undefined)
      rules.push({ selectors: split(prelude, ','), declarations: readDeclarations(body), media: [...media] });
  }
  return { rules, atRules };
}

/** Rules stand in these; those of all but `media` do not count, for few mail programs know them. */
const NESTING = new Set(['media', 'supports', 'layer', 'container', 'document', 'keyframes']);

export function readDeclarations(style: string): Declaration[] {
  return split(withoutComments(style), ';').flatMap((part): Declaration[] => {
    const colon = part.indexOf(':');
    if (colon <= 0) return [];
    const property = part.slice(0, colon).trim().toLowerCase();
    const value = part.slice(colon + 1).trim();
    const important = /\s{0,20}!\s{0,20}important$/i.exec(value);
    return [{ property, value: important === null ? value : value.slice(0, important.index), isImportant: important !== null }];
  });
} // prettier-ignore

/** Whether a media query holds on a wide screen in this scheme. What it does not know does not hold. */
export function mediaHolds(query: string, scheme: 'light' | 'dark'): boolean {
  if (query === '') return true;
  return split(query, ',').some((one) =>
    one
      .toLowerCase()
      .split(/\band\b/)
      .every((part) => {
        const condition = part.replaceAll(/[()\s]/g, '');
        if (condition === 'prefers-color-scheme:dark') return scheme === 'dark';
        if (condition === 'prefers-color-scheme:light') return scheme === 'light';
        return HOLDS.test(condition);
      }),
  );
}

/** Of a screen 1,024 px wide. */
const HOLDS = /^(?:|only|all|onlyall|screen|onlyscreen|min-width:(?:[0-9]{1,3}|10[01][0-9]|102[0-4])(?:\.[0-9]{1,3})?px|max-width:(?:102[4-9]|10[3-9][0-9]|1[1-9][0-9]{2}|[2-9][0-9]{3})px)$/; // prettier-ignore

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

function withoutComments(css: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (let start = css.indexOf('/*'); start !== -1; start = css.indexOf('/*', at)) {
    pieces.push(css.slice(at, start));
    const end = css.indexOf('*/', start + 2);
    at = end === -1 ? css.length : end + 2;
  }
  pieces.push(css.slice(at));
  // What pages of long ago hid style sheets in.
  return pieces.join(' ').replaceAll(/<!--|-->/g, ' ');
}
