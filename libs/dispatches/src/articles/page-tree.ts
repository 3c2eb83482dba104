/** A page as elements and text: bounded, so that everything else may recurse and look at it as often as it needs to. */

/** Deeper than any page made by people; measured news pages stay under 40. */
export const MAX_NESTING = 60;
/** Elements and texts together. */
export const MAX_NODES = 40_000;

export type PageNode = PageElement | string;

export class PageElement {
  readonly children: PageNode[] = [];
  private words: ReadonlySet<string> | undefined;

  constructor(
    readonly tag: string,
    readonly attributes: Map<string, string>,
    readonly parent: PageElement | null,
  ) {}

  /** The parser cuts a text at every character that could have been markup. */
  addText(text: string): void {
    const last = this.children.length - 1;
    const before = this.children[last];
    if (typeof before === 'string') this.children[last] = before + text;
    else this.children.push(text);
  }

  /** '' when it is not there. */
  attribute(name: string): string {
    return this.attributes.get(name)?.trim() ?? '';
  }

  /** The words that class, id and the test hooks of large sites are made of, in lower case: `t-content__body` → t, content, body. */
  get marks(): ReadonlySet<string> {
    this.words ??= new Set(
      [this.attribute('class'), this.attribute('id'), this.attribute('data-testid'), this.attribute('data-component')]
        .join(' ')
        .slice(0, MAX_MARKS_LENGTH)
        .replace(NO_NAME, ' ')
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word !== ''),
    );
    return this.words;
  }

  get classes(): readonly string[] {
    return this.attribute('class').slice(0, MAX_MARKS_LENGTH).split(/\s+/);
  }

  hasMark(marks: ReadonlySet<string>): boolean {
    for (const word of this.marks) if (marks.has(word)) return true;
    return false;
  }
}

/** Utility-first style sheets put some hundred characters on an element; more is no name of anything. */
const MAX_MARKS_LENGTH = 1_000;

/** `print:hidden`, `has-sidebar`, `no-ads`: a state or a style, and not what the element is. */
const NO_NAME = /(?<=^|\s)(?:(?:no|not|has|with|without|hide|js)[-_]\S*|\S*[:[\]]\S*)/gi;

/** All elements below `root` in the order of the page; what `skip` says yes to is left out with all below it. */
export function* elementsOf(root: PageElement, skip?: (element: PageElement) => boolean): Generator<PageElement> {
  const pending = [{ element: root, at: 0 }];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const child = top.element.children[top.at];
    top.at += 1;
    if (child === undefined) pending.pop();
    else if (typeof child !== 'string' && skip?.(child) !== true) {
      yield child;
      pending.push({ element: child, at: 0 });
    }
  }
}

export function findElement(
  root: PageElement,
  accept: (element: PageElement) => boolean,
  skip?: (element: PageElement) => boolean,
): PageElement | undefined {
  for (const element of elementsOf(root, skip)) if (accept(element)) return element;
  return undefined;
}

export function closest(element: PageElement, accept: (element: PageElement) => boolean): PageElement | undefined {
  for (let at: PageElement | null = element; at !== null; at = at.parent) if (accept(at)) return at;
  return undefined;
}

export function isWithin(element: PageElement, root: PageElement): boolean {
  return closest(element, (at) => at === root) !== undefined;
}

/** Where a page says its matter is. */
export function isMain({ tag, attributes }: PageElement): boolean {
  return tag === 'article' || tag === 'main' || attributes.get('role') === 'main';
}

const SILENT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'textarea',
]);
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

export function isInline(element: PageElement): boolean {
  return INLINE.has(element.tag);
}

export function isSilent(element: PageElement): boolean {
  return SILENT.has(element.tag);
}

/** The text on one line: white space as a browser collapses it, no-break spaces kept as written. */
export function lineOf(node: PageNode): string {
  const parts: string[] = [];
  collect(node, parts);
  return collapse(parts.join(''));
}

export function collapse(text: string): string {
  return text
    .toWellFormed()
    .replace(INVISIBLE, '')
    .replace(/[ \t\r\n\f\v\u0085\u2028\u2029]+/g, ' ')
    .trim();
}

/** Without the characters that {@link collapse} takes out, its white space as written. */
export function withoutInvisible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '');
}

/** Control, zero-width and soft-hyphen characters, which no article means; the joiners that Arabic script needs stay. */
// eslint-disable-next-line no-control-regex -- they are what is removed
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f\u00ad\ufeff\u200b\u2060]/g;

function collect(node: PageNode, parts: string[]): void {
  if (typeof node === 'string') {
    parts.push(node);
    return;
  }
  if (isSilent(node)) return;
  const apart = !isInline(node);
  if (apart) parts.push(' ');
  for (const child of node.children) collect(child, parts);
  if (apart) parts.push(' ');
}
