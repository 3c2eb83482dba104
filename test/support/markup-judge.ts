import { JSDOM } from 'jsdom';
import { type DefaultTreeAdapterTypes, parse, parseFragment, serialize } from 'parse5';

/**
 * Judges markup as programs that show it do: by parsing it, never by looking for spellings. Two parsers of the HTML
 * Standard read it, one of them as a browser would, inside a mail's table, and everything they find has to be allowed.
 */

type Node = DefaultTreeAdapterTypes.ChildNode;

const INLINE = ['br', 'strong', 'em', 'b', 'i', 'a', '#text'];
const FLOW = ['p', 'h2', 'h3', 'ul', 'ol', 'blockquote', ...INLINE];

/** What may stand in what. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  p: INLINE,
  h2: INLINE,
  h3: INLINE,
  strong: INLINE,
  em: INLINE,
  b: INLINE,
  i: INLINE,
  a: INLINE,
  ul: ['li', 'ul', 'ol'],
  ol: ['li', 'ul', 'ol'],
  li: FLOW,
  blockquote: FLOW,
  br: [],
};

/** Controls, overrides and embeddings, invisible ASCII, what is no character. */
const ILLEGIBLE =
  /\p{Cc}|[\u180e\u2028-\u202e\u2061-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Surrogate}/u;

let browser: JSDOM | undefined;

/** Everything wrong with markup that is to be stored; nothing is. */
export function markupFaults(html: string): readonly string[] {
  const fragment = parseFragment(html);
  const page = mailAround(html);
  return [
    ...fragment.childNodes.flatMap((node) => nodeFaults(node, '#fragment', FLOW)),
    ...sameFaults('a second reading', html, serialize(fragment)),
    ...sameFaults('a mail program', page, serialize(parse(page)).replace('<tbody>', '').replace('</tbody>', '')),
    ...browserFaults(html),
    ...(ILLEGIBLE.test(html) ? ['illegible characters'] : []),
  ];
}

function mailAround(html: string): string {
  return `<!DOCTYPE html><html><head></head><body><table><tr><td>${html}</td></tr></table><p>after</p></body></html>`;
}

function nodeFaults(node: Node, parent: string, allowed: readonly string[]): string[] {
  const name = node.nodeName;
  if (!allowed.includes(name)) return [`${name} in ${parent}`];
  if (!('tagName' in node)) return [];
  const attributes = node.attrs.flatMap(({ name: attribute, value }) =>
    name === 'a' && attribute === 'href' ? linkFaults(value) : [`attribute ${attribute} of ${name}`],
  );
  const missing = name === 'a' && node.attrs.length !== 1 ? ['a without href'] : [];
  const empty = name !== 'br' && node.childNodes.length === 0 ? [`empty ${name}`] : [];
  const content = CONTENT[name] ?? [];
  return [...attributes, ...missing, ...empty, ...node.childNodes.flatMap((child) => nodeFaults(child, name, content))];
}

function linkFaults(link: string): string[] {
  const url = URL.parse(link);
  if (!url) return [`no address: ${link}`];
  const isOpen = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isOpen && url.href === link ? [] : [`link ${link}`];
}

/** The parsers' spelling of what we spell otherwise: a line break, and the no-break space. */
function asSerialized(html: string): string {
  return html.replaceAll('<br />', '<br>').replaceAll('\u00a0', '&nbsp;');
}

function sameFaults(reader: string, written: string, read: string): string[] {
  return asSerialized(written) === read ? [] : [`${reader} reads ${read}`];
}

/** As a browser's page does it: set, read and set again, where mutation XSS happens. */
function browserFaults(html: string): string[] {
  browser ??= new JSDOM('<!DOCTYPE html><body><div id="mail"></div></body>');
  const mail = browser.window.document.getElementById('mail');
  if (!mail) return ['no mail'];
  mail.innerHTML = html;
  const first = mail.innerHTML;
  mail.innerHTML = first;
  return [...sameFaults('a browser', html, first), ...sameFaults('a browser again', html, mail.innerHTML)];
}
