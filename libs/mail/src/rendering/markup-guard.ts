import { Parser } from 'htmlparser2';
import type { TemplateProblem } from '../templates/template.errors.js';

/** Letters, digits, a colon: what a browser makes of an address before it looks at the scheme (WHATWG URL §4.4). */
// eslint-disable-next-line no-control-regex -- browsers skip exactly these in front of and within a scheme
const SKIPPED = /[\u0000-\u0020]/g;

/** Attributes that lead somewhere, in HTML and in SVG. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'href', 'xlink:href', 'src', 'srcset', 'background', 'action', 'formaction', 'poster', 'cite', 'data', 'lowsrc', 'dynsrc', 'ping',
]); // prettier-ignore

/** Elements no mail may hold: what runs, what asks, what shows another page, what changes where everything leads. */
const ELEMENTS: ReadonlySet<string> = new Set([
  'iframe', 'frame', 'frameset', 'form', 'object', 'embed', 'applet', 'base', 'svg', 'math', 'template', 'noscript',
]); // prettier-ignore

/** MJML writes these two; every other one acts (`refresh`, `set-cookie`, `content-security-policy`). */
const HTTP_EQUIV = /^\s*(?:x-ua-compatible|content-type)\s*$/i;

/** Schemes that run something or show what is on the reader's own machine. */
const SCHEMES = ['javascript', 'vbscript', 'livescript', 'mocha', 'file', 'blob', 'filesystem', 'view-source'] as const;
const REFUSED_SCHEME = new RegExp(`^(?:${SCHEMES.join('|')}):`);

/** A word with whatever a browser skips between its letters. */
function skipping(word: string): string {
  return Array.from(word).join(String.raw`[\u0000-\u0020]*`);
}

/**
 * Whether it is worth looking closely, which takes a millisecond for a digest: every way around the rules below has one of
 * these in it, however it is spaced. A dispatch whose words are among them costs that millisecond.
 */
const SUSPECT = new RegExp(
  [
    '<script',
    String.raw`[\s/"']on[a-z]{1,40}\s*=`,
    ...[...SCHEMES, 'data'].map((scheme) => skipping(`${scheme}:`)),
    // Signs that could be written as references; MJML and Liquid write quotes so.
    '&#(?!3[49];)',
    '&(?:colon|tab|newline|lpar|bsol|sol|ast|commat)',
    'http-equiv(?!="(?:X-UA-Compatible|Content-Type)")',
    String.raw`<(?:i?frame|frameset|form|object|embed|applet|base|svg|math|template)\b`,
    String.raw`<noscript\b(?!>\s{0,20}<xml>)`,
    String.raw`<!\[CDATA\[`,
    String.raw`@import|expression\s*\(|/\*|behaviou?r|-moz-binding|\\`,
  ].join('|'),
  'i',
);

export interface GuardedMarkup {
  readonly html: string;
  /** What was taken out: scripts and event handlers. */
  readonly removed: readonly TemplateProblem[];
  /** What a mail may not hold and nobody takes out, because the mail would not be the one that was meant. */
  readonly refused: readonly TemplateProblem[];
}

/**
 * Looks at finished HTML with a parser: takes scripts and event handlers out and names what else cannot leave. Values
 * cannot bring any of it in, they are escaped; it is the template's own markup, or HTML that it prints `raw`.
 */
export function guardMarkup(html: string): GuardedMarkup {
  if (!SUSPECT.test(html)) return { html, removed: [], refused: [] };
  const first = new Guard(html).look();
  if (first.removed.length === 0 || first.refused.length > 0) return first;
  // A handler without a space before it, or what a cut put together: it is not out before nothing is found any more.
  const second = new Guard(first.html).look();
  return { ...first, refused: [...second.refused, ...second.removed.map(leftIn)] };
}

function leftIn({ message, line, column }: TemplateProblem): TemplateProblem {
  const place = line === undefined || column === undefined ? {} : { line, column };
  return { part: 'html', message: message.replace('was taken out', 'may not be used'), ...place };
}

/** Problems that are told; nobody reads more, and finding the line of each takes time. All are taken out. */
const MOST_TOLD = 50;

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly instead: string;
}

class Guard {
  readonly #html: string;
  readonly #isInComment: boolean;
  readonly #cuts: Cut[] = [];
  readonly #removed: TemplateProblem[] = [];
  readonly #refused: TemplateProblem[] = [];
  #script: number | undefined;
  #isStyle = false;

  constructor(html: string, isInComment = false) {
    this.#html = html;
    this.#isInComment = isInComment;
  }

  look(): GuardedMarkup {
    const parser = new Parser({
      onopentag: (name, attributes) => {
        this.#open(name, attributes, parser.startIndex, parser.endIndex + 1);
      },
      onclosetag: (name) => {
        if (name === 'style') this.#isStyle = false;
        if (name !== 'script' || this.#script === undefined) return;
        this.#cut({ from: this.#script, to: parser.endIndex + 1, instead: '' }, '<script> was taken out.');
        this.#script = undefined;
      },
      ontext: (text) => {
        if (this.#isStyle) this.#styles(text, parser.startIndex);
      },
      oncomment: (text) => {
        // For a browser it ends at the first ">", for a parser of XML later: what stands between is read by one alone.
        if (text.startsWith('[CDATA[')) this.#refuse('<![CDATA[ … may not be used.', parser.startIndex);
        // Outlook reads what stands in its conditions as HTML.
        if (!this.#isInComment && /^\[if\b/i.test(text)) this.#condition(text, parser.startIndex);
      },
    });
    parser.write(this.#html);
    parser.end();
    return { html: this.#cutHtml(), removed: this.#removed, refused: this.#refused };
  }

  #open(name: string, attributes: Readonly<Record<string, string>>, from: number, to: number): void {
    if (name === 'script') {
      this.#script = from;
      return;
    }
    this.#isStyle = name === 'style';
    // MJML puts its settings for Outlook into a condition, and there into a noscript.
    const isMjmls = name === 'noscript' && this.#isInComment;
    if (ELEMENTS.has(name) && !isMjmls)
      this.#refuse(`<${name}> … Mail clients remove this element; it may not be used.`, from);
    if (name === 'meta' && 'http-equiv' in attributes && !HTTP_EQUIV.test(attributes['http-equiv']))
      this.#refuse('<meta http-equiv> … A mail may not steer whoever shows it.', from);
    for (const [attribute, value] of Object.entries(attributes)) {
      if (ADDRESSES.has(attribute)) this.#address(name, attribute, value, from);
      if (attribute === 'style') this.#styles(value, from);
    }
    const handlers = Object.keys(attributes).filter((attribute) => /^on/i.test(attribute));
    if (handlers.length === 0) return;
    const tag = this.#html.slice(from, to);
    this.#cut({ from, to, instead: withoutHandlers(tag) }, `${handlers.join(', ')} of <${name}> was taken out.`);
  }

  #address(name: string, attribute: string, value: string, at: number): void {
    const address = value.replaceAll(SKIPPED, '').toLowerCase();
    if (REFUSED_SCHEME.test(address))
      this.#refuse(`<${name} ${attribute}="${address.slice(0, 40)}"> … This address may not be used.`, at);
    else if (address.startsWith('data:'))
      this.#refuse(
        `<${name} ${attribute}="data:…"> … Pictures must be https addresses; Gmail drops those written into the mail.`,
        at,
      );
  }

  #styles(css: string, at: number): void {
    const plain = plainCss(css);
    const found =
      /@import|expression\s*\(|behaviou?r\s*:|-moz-binding|url\(\s*["']?\s*(?:javascript|vbscript|data):/.exec(plain);
    if (found !== null) this.#refuse(`${found[0].slice(0, 40)} … may not be used in styles.`, at);
  }

  #condition(text: string, at: number): void {
    const { removed, refused } = new Guard(text.replace(/^\[if[^\]]{0,200}\]>/i, ''), true).look();
    for (const { message } of [...removed, ...refused])
      this.#refuse(`${message.replace(' was taken out.', '')} … may not stand in a condition for Outlook.`, at);
  }

  #refuse(message: string, at: number): void {
    if (this.#refused.length < MOST_TOLD) this.#refused.push({ part: 'html', message, ...this.#place(at) });
  }

  #cut(cut: Cut, message: string): void {
    this.#cuts.push(cut);
    if (this.#removed.length < MOST_TOLD)
      this.#removed.push({ part: 'html', message, code: 'removed', ...this.#place(cut.from) });
  }

  #place(at: number): Pick<TemplateProblem, 'line' | 'column'> {
    const before = this.#html.slice(0, at);
    return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
  }

  #cutHtml(): string {
    if (this.#cuts.length === 0) return this.#html;
    const kept: string[] = [];
    let from = 0;
    for (const cut of this.#cuts) {
      kept.push(this.#html.slice(from, cut.from), cut.instead);
      from = cut.to;
    }
    return [...kept, this.#html.slice(from)].join('');
  }
}

/**
 * Attributes of one tag, each with what stands before it; quoted values may hold anything but their quote. Spaces that
 * no attribute follows are taken too, so that nothing is read twice.
 */
const ATTRIBUTE = /[\s/]+(?:([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)?/g;

function withoutHandlers(tag: string): string {
  return tag.replaceAll(ATTRIBUTE, (attribute, name: string | undefined) =>
    name !== undefined && /^on/i.test(name) ? '' : attribute,
  );
}

/** CSS as a client understands it: no comments, no escapes, no capitals. */
function plainCss(css: string): string {
  return withoutComments(css)
    .replaceAll(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) => {
      const point = Number.parseInt(code, 16);
      return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
    })
    .replaceAll('\\', '')
    .toLowerCase();
}

function withoutComments(css: string): string {
  let kept = '';
  let from = 0;
  for (let begin = css.indexOf('/*'); begin !== -1; begin = css.indexOf('/*', from)) {
    kept += css.slice(from, begin);
    const end = css.indexOf('*/', begin + 2);
    if (end === -1) return kept;
    from = end + 2;
  }
  return kept + css.slice(from);
}
