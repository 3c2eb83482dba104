/**
 * What the elements of HTML mean to a dispatch. The allow-list is what a mail needs of a news text and no more; every
 * other element is one of these or is read as if only its content stood there.
 */

/** A tag that may be written. Nothing else is: there is no way from the input's spelling into a tag. */
export type BlockTag = 'p' | 'h2' | 'h3' | 'ul' | 'ol' | 'li' | 'blockquote';
export type FormatTag = 'strong' | 'em' | 'b' | 'i';

/**
 * - `line`: holds text and no other block, ends where one begins (HTML Standard §13.1.2.4);
 * - `list`, `item`, `quote`: hold blocks or text;
 * - `room`: is not written; what stands in it is a paragraph of its own.
 */
export type BlockKind = 'line' | 'list' | 'item' | 'quote' | 'room';

export interface BlockRole {
  readonly kind: BlockKind;
  /** undefined: not written. */
  readonly tag: BlockTag | undefined;
}

/** Elements that begin and end a line of their own in a browser (HTML Standard §15.3) and that a mail can do without. */
const ROOMS = [
  'address', 'article', 'aside', 'caption', 'center', 'dd', 'details', 'dialog', 'div', 'dl', 'dt', 'fieldset', 'figcaption',
  'figure', 'footer', 'form', 'header', 'hgroup', 'legend', 'listing', 'main', 'nav', 'pre', 'search', 'section', 'summary',
  'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr',
]; // prettier-ignore

export const ROOM: BlockRole = { kind: 'room', tag: undefined };
export const PARAGRAPH: BlockRole = { kind: 'line', tag: 'p' };
export const LIST: BlockRole = { kind: 'list', tag: 'ul' };
export const ITEM: BlockRole = { kind: 'item', tag: 'li' };

/** A mail has its own h1; below h3 nothing can be told apart in it. */
export const BLOCKS: ReadonlyMap<string, BlockRole> = new Map<string, BlockRole>([
  ...ROOMS.map((name) => [name, ROOM] as const),
  ['p', PARAGRAPH],
  ['h1', { kind: 'line', tag: 'h2' }],
  ['h2', { kind: 'line', tag: 'h2' }],
  ['h3', { kind: 'line', tag: 'h3' }],
  ['h4', { kind: 'line', tag: 'h3' }],
  ['h5', { kind: 'line', tag: 'h3' }],
  ['h6', { kind: 'line', tag: 'h3' }],
  ['ul', LIST],
  ['menu', LIST],
  ['dir', LIST],
  ['ol', { kind: 'list', tag: 'ol' }],
  ['li', ITEM],
  ['blockquote', { kind: 'quote', tag: 'blockquote' }],
]);

export const FORMATS: ReadonlyMap<string, FormatTag> = new Map([
  ['strong', 'strong'],
  ['em', 'em'],
  ['b', 'b'],
  ['i', 'i'],
]);

/** Elements whose content is raw text until their end tag (HTML Standard §13.2.5.1), also for the tokenizer used. */
export const RAW_TEXT = ['iframe', 'noembed', 'noframes', 'plaintext', 'script', 'style', 'textarea', 'title', 'xmp'];

/** Elements whose text is no prose and goes with them. */
export const NOT_PROSE: ReadonlySet<string> = new Set([
  ...RAW_TEXT,
  'audio', 'button', 'canvas', 'datalist', 'head', 'math', 'noscript', 'object', 'option', 'select', 'svg', 'template', 'video',
]); // prettier-ignore

/** Those of them that may hold another of their own name. */
export const NESTABLE: ReadonlySet<string> = new Set(['object', 'svg', 'template']);

/** Elements with a grammar of their own inside (HTML Standard §13.2.6.5). */
export const FOREIGN: ReadonlySet<string> = new Set(['math', 'svg']);
