import { TEMPLATE_CHARACTERS } from '../templates/template-version.js';
import { MOST_NESTED } from './nesting.js';

/**
 * MJML and Liquid put in order: each tag of the layout on a line of its own, indented by what it stands in. Only line ends
 * between such tags and spaces at the beginning and end of lines change, and of those a mail keeps nothing: what a
 * formatted template renders to is the same, byte by byte. What goes deeper than a template may, or would become longer
 * than one may be, comes back as it was: indentation grows with the square of the depth.
 */
export function formatTemplate(mjml: string): string {
  const formatter = new Formatter();
  for (const line of separated(mjml.replaceAll(/\r\n?/g, '\n')).split('\n')) {
    formatter.add(line);
    if (formatter.depth > MOST_NESTED || formatter.characters > TEMPLATE_CHARACTERS) return mjml;
  }
  return formatter.text();
}

/** Elements that lay out; a line end beside their tags is nobody's text. */
const LAYOUT = 'mj-(?:head|attributes|body|wrapper|section|column|group|hero)';
/** Elements that stand in the layout; what they hold is text. */
const LEAVES = 'mj-(?:text|image|button|divider|spacer|table|social|raw|title|preview|style|all|class|font|breakpoint)';

const BETWEEN = new RegExp(
  `((?:</${LEAVES}|</?${LAYOUT})\\b[^<>"'{}]*>|/>|</?mjml\\b[^<>{}]*>|<mj-(?:wrapper|section|column|group)\\b[^<>{}]*[^/<>{}]>)[ \\t]*(?=</?(?:${LAYOUT}|mjml)\\b|<${LEAVES}\\b)`,
  'g',
);

function separated(mjml: string): string {
  // What stands in a style, a comment or a raw block is not looked at: there is no layout in it.
  return mjml.replaceAll(BETWEEN, '$1\n');
}

const VOID = new Set(['br', 'hr', 'img', 'meta', 'link', 'input', 'col', 'wbr', 'area', 'source']);
const BLOCKS = new Set(['if', 'unless', 'for', 'case', 'capture', 'tablerow']);
const MIDDLES = new Set(['else', 'elsif', 'when']);

/** What is kept as it is until its end; spaces may count there, or are somebody's drawing. */
const VERBATIM: readonly (readonly [begin: RegExp, end: RegExp])[] = [
  [/\{%-?\s*comment\b/, /\{%-?\s*endcomment\b/],
  [/\{%-?\s*raw\b/, /\{%-?\s*endraw\b/],
  [/<!--/, /-->/],
  [/<pre\b/i, /<\/pre\b/i],
];

/**
 * Tags of HTML and MJML, Liquid's tags, and the braces of styles; Liquid's outputs are passed over whole. A tag's name ends
 * where its word does: each shorter one would be tried with all that follows.
 */
const TOKEN =
  /\{\{[^{}]*\}\}|\{%-?\s*(\w+)\b[^%]*%\}|<(\/?)([a-z][a-z0-9-]*)(?![a-z0-9-])((?:"[^"]*"|'[^']*'|\{\{[^{}]*\}\}|\{%[^%]*%\}|[^'"<>{])*)>|[{}]/gi;

/** Characters; a longer one is nobody's handwriting and stays as it is. */
const LONGEST_LINE = 4_000;

class Formatter {
  readonly #lines: string[] = [];
  #depth = 0;
  #characters = 0;
  #verbatimUntil: RegExp | undefined;
  #isInStyle = false;

  /** Of what is still open. */
  get depth(): number {
    return this.#depth;
  }

  /** So far, line ends included. */
  get characters(): number {
    return this.#characters;
  }

  add(line: string): void {
    if (this.#verbatimUntil !== undefined) {
      this.#put(line.trimEnd());
      if (this.#verbatimUntil.test(line)) this.#verbatimUntil = undefined;
      return;
    }
    const trimmed = line.trim();
    // One empty line between parts is the author's order; more are left over.
    if (trimmed === '') {
      if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#put('');
      return;
    }
    if (trimmed.length > LONGEST_LINE) {
      this.#put(line.trimEnd());
      return;
    }
    const { outdent, depth } = this.#measure(trimmed);
    this.#put(`${'  '.repeat(Math.max(0, this.#depth - outdent))}${trimmed}`);
    this.#depth = Math.max(0, depth);
    for (const [begin, end] of VERBATIM) {
      const begun = begin.exec(trimmed);
      if (begun !== null && !end.test(trimmed.slice(begun.index))) this.#verbatimUntil = end;
    }
  }

  #put(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length + 1;
  }

  text(): string {
    while (this.#lines.at(-1) === '') this.#lines.pop();
    return `${this.#lines.join('\n')}\n`;
  }

  /** How far the line goes out by what it begins with closing, and the depth after it. */
  #measure(line: string): { readonly outdent: number; readonly depth: number } {
    let depth = this.#depth;
    let lowest = depth;
    let isBeginning = true;
    let seen = 0;
    for (const match of line.matchAll(TOKEN)) {
      // After words or an output nothing that closes is what the line begins with.
      if (match[0].startsWith('{{') || line.slice(seen, match.index).trim() !== '') isBeginning = false;
      seen = match.index + match[0].length;
      const change = this.#changeOf(match);
      if (change === 'middle') {
        if (isBeginning) lowest = Math.min(lowest, depth - 1);
        continue;
      }
      depth += change;
      if (isBeginning && change < 0) lowest = Math.min(lowest, depth);
      if (change > 0) isBeginning = false;
    }
    return { outdent: this.#depth - lowest, depth };
  }

  #changeOf([token, liquid, slash, element = '', attributes = '']: RegExpExecArray): number | 'middle' {
    if (liquid !== undefined) {
      if (MIDDLES.has(liquid)) return 'middle';
      if (BLOCKS.has(liquid)) return 1;
      return liquid.startsWith('end') && BLOCKS.has(liquid.slice(3)) ? -1 : 0;
    }
    if (token === '{') return this.#isInStyle ? 1 : 0;
    if (token === '}') return this.#isInStyle ? -1 : 0;
    if (element === '') return 0;
    const name = element.toLowerCase();
    if (name === 'mj-style' || name === 'style') this.#isInStyle = slash !== '/' && !attributes.endsWith('/');
    if (VOID.has(name) || attributes.trimEnd().endsWith('/')) return 0;
    return slash === '/' ? -1 : 1;
  }
}
