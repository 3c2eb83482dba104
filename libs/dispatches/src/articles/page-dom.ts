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
/** `<` and `&` in all, each of which is a node to the parser until texts are joined again. */
const MAX_MARKS = 300_000;
/** Elements open at once, those counted in whose end may be left out (`p`, `li`): the parser's stack is no deeper. */
const MAX_OPEN = 2_000;
/** Attributes of one element that are looked at; a real one has a dozen. */
const MAX_ATTRIBUTES = 60;

const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);

const [ELEMENT, TEXT, CDATA] = [1, 3, 4] as const;

/** The elements of an HTML text, under a root that is always called `html`. Never throws. */
export function parsePage(html: string): PageElement {
  const { document } = parseHTML(`<html>${withBoundedTags(html)}</html>`) as unknown as { document: DomDocument };
  const root = new PageElement('html', new Map(), null);
  // Its first child would be the doctype, which has no next one.
  copyInto(root, document.documentElement);
  return root;
}

const TAG = /<(\/?)([a-z][^\s/>]*)|[<&]/gi;

/** Without the tags past either limit; their text stays. Cutting makes nothing unsafe: what is kept is rebuilt later. */
function withBoundedTags(html: string): string {
  const kept: string[] = [];
  let [marks, tags, open, from] = [0, 0, 0, 0];
  for (const { 0: tag, 1: slash, 2: name, index } of html.matchAll(TAG)) {
    marks += 1;
    if (name !== undefined) tags += 1;
    if (tags > MAX_TAGS || marks > MAX_MARKS) return kept.join('') + html.slice(from, index);
    if (name === undefined) continue;
    if (slash !== '') open = Math.max(0, open - 1);
    else if (!VOID.has(name.toLowerCase())) open += 1;
    if (slash !== '' || open <= MAX_OPEN) continue;
    open = MAX_OPEN;
    kept.push(html.slice(from, index));
    const end = html.indexOf('>', index + tag.length);
    if (end === -1) return kept.join('');
    from = end + 1;
  }
  return kept.join('') + html.slice(Math.min(from, html.length));
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
    if (node.nodeType === TEXT || node.nodeType === CDATA) parent.addText(node.nodeValue ?? '');
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

/** It looks at every element a dozen times; cleaned pages have some hundreds. */
const MAX_READABLE_NODES = 6_000;
const MAX_READABLE_LENGTH = 400_000;

/** What Readability takes for the text of the page; undefined when it finds nothing or there is too much. Never throws. */
export function readableElement(body: PageElement, title: string): PageElement | undefined {
  const markup = body.children.map(toHtml).join('');
  // Every tag, and every character that is written as an entity, is a node of its own to the parser.
  const nodes = markup.length > MAX_READABLE_LENGTH ? Infinity : (markup.match(/[<&\u00a0]/g)?.length ?? 0);
  if (nodes > MAX_READABLE_NODES * 2) return undefined;
  const page = `<html><head><title>${escapeHtml(title)}</title></head><body>${markup}</body></html>`;
  const { document } = parseHTML(page) as unknown as { document: DomDocument };
  try {
    const reader = new Readability<DomNode>(document as never, {
      charThreshold: CHAR_THRESHOLD,
      keepClasses: true,
      disableJSONLD: true,
      serializer: (node) => node,
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
