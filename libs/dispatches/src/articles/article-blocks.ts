import { absoluteLink } from '../markup/sanitize.js';
import { escapeHtml } from './page-dom.js';
import { CAPTION_MARKS, CREDIT_MARKS } from './page-marks.js';
import { collapse, isInline, isSilent, lineOf, withoutInvisible } from './page-tree.js';
import type { PageElement, PageNode } from './page-tree.js';

/** One paragraph, sub-heading, list item or quoted paragraph of a page, in the order of the page. */
export interface Block {
  readonly kind: 'paragraph' | 'heading' | 'item' | 'quote';
  /** On one line. */
  readonly text: string;
  /** Inline markup only: links, strong, em, line breaks. */
  readonly html: string;
  readonly links: readonly { readonly title: string; readonly link: string }[];
  /** Part of the text that is links, 0 to 1. */
  readonly linkShare: number;
  /** The element it stands in, with those around it. */
  readonly element: PageElement;
  /** Items of one numbered list are numbered again. */
  readonly isNumbered: boolean;
}

const KEPT_INLINE = new Map([
  ['strong', 'strong'],
  ['b', 'strong'],
  ['em', 'em'],
  ['i', 'em'],
  ['cite', 'em'],
]);

/** Longer ones are a text that its author called a caption. */
const MAX_CAPTION_LENGTH = 800;

export function blocksOf(root: PageElement, base: string): Block[] {
  const reader = new BlockReader(base);
  reader.walk(root, { kind: 'paragraph', element: root, isNumbered: false });
  return reader.blocks;
}

interface Context {
  readonly kind: Block['kind'];
  readonly element: PageElement;
  readonly isNumbered: boolean;
}

class BlockReader {
  readonly blocks: Block[] = [];
  private run: PageNode[] = [];
  private breaks = 0;

  constructor(private readonly base: string) {}

  walk(element: PageElement, context: Context): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.add(child, child.trim() === '');
      else if (child.tag === 'br') this.lineBreak(child, context);
      else if (!isSilent(child) && !isPicture(child)) this.enter(child, context);
    }
    if (element === context.element) this.flush(context);
  }

  private enter(child: PageElement, context: Context): void {
    if (isInline(child) && !holdsBlocks(child)) {
      this.add(child, false);
      return;
    }
    if (isInline(child)) {
      this.walk(child, context);
      return;
    }
    this.flush(context);
    const inner = contextOf(child, context);
    if (child.tag === 'tr' && !holdsBlocks(child)) this.row(child);
    else this.walk(child, inner);
    this.flush(inner);
  }

  /** The cells of a row on one line. */
  private row(row: PageElement): void {
    for (const cell of row.children) {
      if (typeof cell === 'string') continue;
      if (this.run.length > 0) this.run.push(' | ');
      this.run.push(...cell.children);
    }
  }

  private add(node: PageNode, isBlank: boolean): void {
    if (!isBlank) this.breaks = 0;
    this.run.push(node);
  }

  /** Two in a row part paragraphs, as people do who have no other means. */
  private lineBreak(node: PageElement, context: Context): void {
    this.breaks += 1;
    if (this.breaks >= 2) this.flush(context);
    else this.run.push(node);
  }

  private flush(context: Context): void {
    const nodes = this.run;
    this.run = [];
    this.breaks = 0;
    const text = collapse(nodes.map(textWithBreaks).join(''));
    if (text === '') return;
    const links = nodes.flatMap((node) => this.linksIn(node));
    this.blocks.push({
      ...context,
      text,
      html: tidy(nodes.map((node) => this.inlineHtml(node)).join('')),
      links: links.flatMap(({ title, link }) => (link === undefined ? [] : [{ title, link }])),
      linkShare: Math.min(1, links.reduce((sum, { title }) => sum + title.length, 0) / text.length),
    });
  }

  private linksIn(node: PageNode): { title: string; link: string | undefined }[] {
    if (typeof node === 'string') return [];
    if (node.tag !== 'a') return node.children.flatMap((child) => this.linksIn(child));
    const title = lineOf(node);
    return title === '' ? [] : [{ title, link: absoluteLink(node.attribute('href'), this.base) }];
  }

  private inlineHtml(node: PageNode): string {
    if (typeof node === 'string') return escapeHtml(withoutInvisible(node));
    if (node.tag === 'br') return '<br>';
    if (isSilent(node) || isPicture(node)) return '';
    const inner = node.children.map((child) => this.inlineHtml(child)).join('');
    if (node.tag === 'a') {
      const link = absoluteLink(node.attribute('href'), this.base);
      return link === undefined ? inner : `<a href="${escapeHtml(link)}">${inner}</a>`;
    }
    const tag = KEPT_INLINE.get(node.tag);
    return tag === undefined || inner.trim() === '' ? inner : `<${tag}>${inner}</${tag}>`;
  }
}

function contextOf(element: PageElement, around: Context): Context {
  const { tag } = element;
  const isNumbered = tag === 'ol' || (around.isNumbered && tag !== 'ul');
  if (/^h[1-6]$/.test(tag)) return { kind: 'heading', element, isNumbered };
  if (around.kind === 'quote' || tag === 'blockquote') return { kind: 'quote', element, isNumbered };
  if (tag === 'li' || around.kind === 'item') return { kind: 'item', element, isNumbered };
  return { kind: 'paragraph', element, isNumbered };
}

function holdsBlocks(element: PageElement): boolean {
  return element.children.some(
    (child) =>
      typeof child !== 'string' &&
      !isSilent(child) &&
      ((!isInline(child) && !['br', 'img', 'td', 'th'].includes(child.tag)) || holdsBlocks(child)),
  );
}

/** A picture with its words, which are no part of the text; a figure may also hold a table or a quotation, which are. */
function isPicture(element: PageElement): boolean {
  if (['img', 'picture', 'figcaption', 'hr', 'source'].includes(element.tag)) return true;
  if (element.tag === 'figure') return !holdsText(element);
  if (
    !element.hasMark(CAPTION_MARKS) &&
    !(element.hasMark(CREDIT_MARKS) && /photo|image|media/i.test(element.attribute('class')))
  )
    return false;
  return !/^h[1-6]$/.test(element.tag) && lineOf(element).length <= MAX_CAPTION_LENGTH;
}

function holdsText(element: PageElement): boolean {
  return element.children.some(
    (child) => typeof child !== 'string' && (['table', 'blockquote'].includes(child.tag) || holdsText(child)),
  );
}

function textWithBreaks(node: PageNode): string {
  if (typeof node === 'string') return node;
  if (isSilent(node) || isPicture(node)) return '';
  return node.tag === 'br' ? ' ' : node.children.map(textWithBreaks).join('');
}

function tidy(html: string): string {
  return html
    .replace(/[ \t\r\n\f\v]+/g, ' ')
    .replace(/^(?: |<br>)+/, '')
    .replace(/(?: |<br>)+$/, '');
}

/** Blocks as the HTML that dispatches may hold: items in their lists, quoted paragraphs in their quotations. */
export function htmlOfBlocks(blocks: readonly Block[]): string {
  const parts: string[] = [];
  let open = '';
  for (const block of blocks) {
    const around = groupOf(block);
    if (around !== open) {
      parts.push(open === '' ? '' : `</${open}>`, around === '' ? '' : `<${around}>`);
      open = around;
    }
    const tag = TAGS[block.kind];
    parts.push(`<${tag}>${block.html}</${tag}>`);
  }
  parts.push(open === '' ? '' : `</${open}>`);
  return parts.join('');
}

const TAGS = { paragraph: 'p', heading: 'h2', item: 'li', quote: 'p' } as const;

function groupOf({ kind, isNumbered }: Block): string {
  if (kind === 'quote') return 'blockquote';
  if (kind === 'item') return isNumbered ? 'ol' : 'ul';
  return '';
}
