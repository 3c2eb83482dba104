import { Parser } from 'htmlparser2';
import type { TemplateProblem } from '../templates/template.errors.js';
import {
  ADDRESSES,
  DESCRIBING_ATTRIBUTE,
  HARMFUL_SCHEMES,
  HTTP_EQUIV,
  LINK_SCHEMES,
  MAIL_ATTRIBUTES,
  MAIL_ELEMENTS,
  OUTLOOK_ELEMENT,
  REFUSED_ELEMENTS,
} from './markup-rules.js';
import { forbiddenStyle } from './style-guard.js';

export interface GuardedMarkup {
  readonly html: string;
  /** What was taken out: scripts, event handlers, and what is none of a mail's elements and attributes. */
  readonly removed: readonly TemplateProblem[];
  /** What a mail may not hold and nobody takes out, because the mail would not be the one that was meant. */
  readonly refused: readonly TemplateProblem[];
}

/**
 * Looks at HTML with a parser: takes out what runs and what mails have no use for, and names what else cannot leave. Values
 * cannot bring any of it in, they are escaped; it is the template's own markup, or HTML that it prints `raw`.
 */
export function guardMarkup(html: string): GuardedMarkup {
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

/** Letters, digits, a colon: what a browser makes of an address before it looks at the scheme (WHATWG URL §4.4). */
// eslint-disable-next-line no-control-regex -- browsers skip exactly these in front of and within a scheme
const SKIPPED = /[\u0000-\u0020]/g;

/** For a browser a comment ends here already, and what follows is markup (HTML Living Standard §13.2.5.43 to 51). */
const ENDS_EARLIER = /^<!--(?:-?>)|--!>/;

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly instead: string;
}

type Attribute = readonly [name: string, value: string];

class Guard {
  readonly #html: string;
  readonly #isInCondition: boolean;
  readonly #cuts: Cut[] = [];
  readonly #removed: TemplateProblem[] = [];
  readonly #refused: TemplateProblem[] = [];
  /** Of the tag that is being read, also those a browser ignores because the name stood there before. */
  #attributes: Attribute[] = [];
  #script: number | undefined;
  /** The style sheet or title that is being read, and where its text begins: browsers know no markup in it. */
  #text: { readonly name: string; readonly from: number } | undefined;

  constructor(html: string, isInCondition = false) {
    this.#html = html;
    this.#isInCondition = isInCondition;
  }

  look(): GuardedMarkup {
    const parser: Parser = new Parser({
      onopentagname: () => {
        this.#attributes = [];
      },
      onattribute: (name, value) => {
        this.#attributes.push([name, value]);
      },
      onopentag: (name, _, isImplied) => {
        if (!isImplied) this.#open(name, parser.startIndex, parser.endIndex + 1);
      },
      onclosetag: (name, isImplied) => {
        this.#close(name, parser.startIndex, isImplied);
      },
      oncomment: (text) => {
        this.#comment(text, parser.startIndex, parser.endIndex + 1);
      },
    });
    parser.write(this.#html);
    parser.end();
    return { html: this.#cutHtml(), removed: this.#removed, refused: this.#refused };
  }

  #open(name: string, from: number, to: number): void {
    if (name === 'script') {
      this.#script = from;
      return;
    }
    if (name === 'style' || name === 'title') this.#text = { name, from: to };
    if (this.#isInCondition ? isRefusedByOutlook(name) : REFUSED_ELEMENTS.has(name)) {
      this.#refuse(`<${name.slice(0, 40)}> … Mail clients remove this element; it may not be used.`, from);
      return;
    }
    if (!this.#isInCondition && !MAIL_ELEMENTS.has(name)) {
      this.#cut({ from, to, instead: '' }, `<${name.slice(0, 40)}> was taken out.`);
      return;
    }
    for (const [attribute, value] of this.#attributes) this.#value(name, [attribute, value], from);
    const foreign = this.#attributes.map(([attribute]) => attribute).filter((one) => !this.#isKept(one));
    if (foreign.length === 0) return;
    const tag = this.#html.slice(from, to);
    const instead = withoutAttributes(tag, (attribute) => !this.#isKept(attribute.toLowerCase()));
    const names = foreign.map((attribute) => attribute.slice(0, 40)).slice(0, 10);
    this.#cut({ from, to, instead }, `${names.join(', ')} of <${name}> was taken out.`);
  }

  #close(name: string, from: number, isImplied: boolean): void {
    // The parser does not tell where a closing tag ends that holds more than its name.
    const end = this.#html.indexOf('>', from) + 1;
    const to = isImplied || end === 0 ? this.#html.length : end;
    if (this.#text?.name === name) this.#endText(this.#text, isImplied ? this.#html.length : from);
    if (name === 'script') {
      if (this.#script === undefined) return;
      this.#cut({ from: this.#script, to, instead: '' }, '<script> was taken out.');
      this.#script = undefined;
      return;
    }
    const isOurs = this.#isInCondition || MAIL_ELEMENTS.has(name) || REFUSED_ELEMENTS.has(name);
    if (!isOurs && !isImplied) this.#cuts.push({ from, to, instead: '' });
  }

  #endText({ name, from }: { readonly name: string; readonly from: number }, to: number): void {
    this.#text = undefined;
    const text = this.#html.slice(from, to);
    if (name === 'style') this.#styles(text, from);
    else if (text.includes('<')) this.#refuse('<title> … Markup may not be used in the title.', from);
  }

  /** Attributes a condition holds are Outlook's own; all that is asked of them is that they run nothing. */
  #isKept(attribute: string): boolean {
    if (this.#isInCondition) return !attribute.startsWith('on') && /^[a-z][a-z0-9:_.-]*$/.test(attribute);
    return MAIL_ATTRIBUTES.has(attribute) || DESCRIBING_ATTRIBUTE.test(attribute);
  }

  #value(element: string, [name, value]: Attribute, at: number): void {
    if (name === 'style') this.#styles(value, at);
    else if (name === 'http-equiv' && !HTTP_EQUIV.test(value))
      this.#refuse('<meta http-equiv> … A mail may not steer whoever shows it.', at);
    else if (name === 'srcset')
      for (const candidate of value.split(/[\s,]+/)) this.#address(`<${element} srcset`, candidate, at, true);
    else if (ADDRESSES.has(name)) this.#address(`<${element} ${name}`, value, at);
  }

  /** @param isPart a piece that may be the end of an address: only what is known to do harm is refused */
  #address(where: string, value: string, at: number, isPart = false): void {
    const address = value.replaceAll(SKIPPED, '').toLowerCase();
    const [, scheme] = /^([a-z][a-z0-9+.-]{0,40}):/.exec(address) ?? [];
    if (scheme === undefined || LINK_SCHEMES.has(scheme) || (isPart && !HARMFUL_SCHEMES.has(scheme))) return;
    this.#refuse(
      scheme === 'data'
        ? `${where}="data:…"> … Pictures must be https addresses; Gmail drops those written into the mail.`
        : `${where}="${address.slice(0, 40)}"> … This address may not be used.`,
      at,
    );
  }

  #styles(css: string, at: number): void {
    const found = forbiddenStyle(css);
    if (found !== undefined) this.#refuse(`${found.slice(0, 40)} … may not be used in styles.`, at);
  }

  #comment(text: string, from: number, to: number): void {
    // For a browser it ends at the first ">", for a parser of XML later: what stands between is read by one alone.
    if (text.startsWith('[CDATA[')) this.#refuse('<![CDATA[ … may not be used.', from);
    else if (ENDS_EARLIER.test(this.#html.slice(from, to)))
      this.#refuse('<!-- … A comment may not hold what ends it for some and not for others.', from);
    // Outlook reads what stands in its conditions as HTML.
    else if (!this.#isInCondition && /^\s*\[if\b/i.test(text)) this.#condition(text, from);
  }

  #condition(text: string, at: number): void {
    const { removed, refused } = new Guard(text.replace(/^\s*\[if[^\]]{0,200}\]>/i, ''), true).look();
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

/** MJML puts its settings for Outlook into a condition, and there into a noscript. */
function isRefusedByOutlook(name: string): boolean {
  return !MAIL_ELEMENTS.has(name) && !OUTLOOK_ELEMENT.test(name);
}

/**
 * Attributes of one tag, each with what stands before it; quoted values may hold anything but their quote. Spaces that
 * no attribute follows are taken too, so that nothing is read twice.
 */
const ATTRIBUTE = /[\s/]+(?:([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)?/g;

function withoutAttributes(tag: string, isForeign: (name: string) => boolean): string {
  return tag.replaceAll(ATTRIBUTE, (attribute, name: string | undefined) =>
    name !== undefined && isForeign(name) ? '' : attribute,
  );
}
