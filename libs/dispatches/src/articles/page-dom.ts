import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { MAX_NESTING, MAX_NODES, PageElement } from './page-tree.js';
import type { PageNode } from './page-tree.js';

/**
 * The one place where a DOM is touched. What the parser makes of a page is copied at once into a tree of ours that is
 * bounded in size and depth, because recursion over a hostile page overflows the stack, and work that asks every
 * ancestor for its text grows with the depth. Nothing is executed and nothing is fetched: linkedom has no network and
 * runs no script.
 */

interface DomNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly nodeValue?: string | null;
  readonly firstChild: DomNode | null;
  readonly nextSibling: DomNode | null;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
}

interface DomDocument {
  readonly documentElement: DomNode | null;
}

/**
 * The largest news pages have some 20,000 tags; the rest of a larger one is its footer. It bounds the parser too, whose
 * time grows with the square of the tags that are left open.
 */
const MAX_TAGS = 60_000;
/** Attributes of one element that are looked at; a real one has a dozen. */
const MAX_ATTRIBUTES = 60;

const [ELEMENT, TEXT, CDATA] = [1, 3, 4] as const;

/** The elements of an HTML text, under a root that is always called `html`. Never throws. */
export function parsePage(html: string): PageElement {
  const { document } = parseHTML(`<html>${withBoundedTags(html)}</html>`) as unknown as { document: DomDocument };
  const root = new PageElement('html', new Map(), null);
  // Its first child would be the doctype, which has no next one.
  copyInto(root, document.documentElement);
  return root;
}

function withBoundedTags(html: string): string {
  let tags = 0;
  for (const { index } of html.matchAll(/<\/?[a-z]/gi)) {
    tags += 1;
    if (tags > MAX_TAGS) return html.slice(0, index);
  }
  return html;
}

/** What lies deeper than the limit is hung where the limit is: its text stays, in order. */
function copyInto(root: PageElement, first: DomNode | null): void {
  const pending: { node: DomNode | null; parent: PageElement; depth: number }[] = [
    { node: first, parent: root, depth: 1 },
  ];
  let nodes = 0;
  for (let at = pending.at(-1); at !== undefined; at = pending.at(-1)) {
    const { node, parent, depth } = at;
    if (node === null || nodes >= MAX_NODES) {
      pending.pop();
      continue;
    }
    at.node = node.nextSibling;
    nodes += 1;
    if (node.nodeType === TEXT || node.nodeType === CDATA) parent.children.push(node.nodeValue ?? '');
    if (node.nodeType !== ELEMENT) continue;
    const isRoot = node.localName === 'html';
    if (isRoot || depth > MAX_NESTING) {
      if (isRoot) for (const [name, value] of attributesOf(node)) root.attributes.set(name, value);
      pending.push({ node: node.firstChild, parent, depth });
      continue;
    }
    const element = new PageElement(node.localName?.toLowerCase() ?? '', attributesOf(node), parent);
    parent.children.push(element);
    pending.push({ node: node.firstChild, parent: element, depth: depth + 1 });
  }
}

function attributesOf(node: DomNode): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const { name, value } of node.attributes ?? []) {
    if (attributes.size >= MAX_ATTRIBUTES) break;
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, value);
  }
  return attributes;
}

/** Shorter than Readability's own 500: news in brief is news. */
const CHAR_THRESHOLD = 200;

/** What Readability takes for the text of the page, or undefined. Never throws. */
export function readableElement(body: PageElement, title: string): PageElement | undefined {
  const page = `<html><head><title>${escapeHtml(title)}</title></head><body>${body.children.map(toHtml).join('')}</body></html>`;
  const { document } = parseHTML(page) as unknown as { document: DomDocument };
  try {
    const reader = new Readability<DomNode>(document as never, {
      charThreshold: CHAR_THRESHOLD,
      keepClasses: true,
      disableJSONLD: true,
      serializer: (node) => node as unknown as DomNode,
    });
    const content = reader.parse()?.content;
    if (content === null || content === undefined) return undefined;
    const root = new PageElement('html', new Map(), null);
    copyInto(root, content.firstChild);
    return root;
  } catch {
    // A page it stumbles over is a page it found nothing in; the marks of the page itself are still there.
    return undefined;
  }
}

const VOID = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr']);

/** Markup that parses into the same elements. Depth is bounded, so recursion is. */
function toHtml(node: PageNode): string {
  if (typeof node === 'string') return escapeHtml(node);
  if (!/^[a-z][a-z0-9-]*$/.test(node.tag)) return node.children.map(toHtml).join('');
  const attributes = ['class', 'id', 'href', 'src', 'itemprop', 'role']
    .filter((name) => node.attributes.has(name))
    .map((name) => ` ${name}="${escapeHtml(node.attribute(name))}"`)
    .join('');
  const open = `<${node.tag}${attributes}>`;
  return VOID.has(node.tag) ? open : `${open}${node.children.map(toHtml).join('')}</${node.tag}>`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
