import { decodeBody, markedCharset } from './charset.js';
import type { DecodedText } from './charset.js';
import type { FeedParseCode } from './feed-parse-error.js';
import { withReadableControls } from './feed-text.js';

export { decodeText } from './charset.js';

/**
 * What a fetched body is, judged by its bytes: servers call feeds `text/html` and pages `application/rss+xml`, so the
 * content type counts for nothing but the charset.
 */

export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json';

export type Sniffed =
  | {
      readonly format: Exclude<FeedFormat, 'json'>;
      readonly text: string;
      readonly at: number;
      readonly body: DecodedText;
    }
  | { readonly format: 'json'; readonly value: object; readonly body: DecodedText }
  | { readonly code: FeedParseCode; readonly found: string };

export function sniffFeed(body: Buffer, contentType: string | undefined): Sniffed {
  if (body.length === 0) return { code: 'feed.not_a_feed', found: 'an empty answer' };
  const binary = binaryKind(body);
  if (binary !== undefined) return { code: 'feed.not_a_feed', found: binary };
  const decoded = decodeBody(body, contentType);
  const text = withReadableControls(decoded.text).trim();
  if (text === '') return { code: 'feed.not_a_feed', found: 'an empty answer' };
  if (text.startsWith('{') || text.startsWith('[')) return sniffJson(text, decoded);
  return sniffXml(text, decoded);
}

const SIGNATURES: readonly (readonly [signature: string, kind: string])[] = [
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF8', 'an image'],
  ['RIFF', 'an image, a sound or a film'],
  ['\0\0\x01\0', 'an image'],
  ['%PDF-', 'a PDF document'],
  ['\x1f\x8b', 'a compressed file'],
  ['PK\x03\x04', 'a compressed file or office document'],
  ['\xd0\xcf\x11\xe0', 'an office document'],
  ['ID3', 'a sound'],
  ['\0\0\0\x18ftyp', 'a film'],
  ['\0\0\0\x20ftyp', 'a film'],
];

function binaryKind(body: Buffer): string | undefined {
  const start = body.subarray(0, 1024).toString('latin1');
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known) return known[1];
  if (markedCharset(body)?.startsWith('utf-16') === true) return undefined;
  // A few zeros in a text are a mistake; a file of them is none.
  const zeros = start.split('\0').length - 1;
  return zeros * 10 > start.length ? 'binary data' : undefined;
}

function sniffJson(text: string, body: DecodedText): Sniffed {
  const value = parsedJson(text);
  if (value === undefined) return { code: 'feed.malformed', found: 'truncated or broken JSON' };
  if (typeof value !== 'object' || value === null)
    return { code: 'feed.not_a_feed', found: 'JSON that is not a JSON Feed' };
  const { version, items } = value as { version?: unknown; items?: unknown };
  const isFeed =
    typeof version === 'string' ? version.includes('jsonfeed.org/version/') : Array.isArray(items) && 'title' in value;
  return isFeed ? { format: 'json', value, body } : { code: 'feed.not_a_feed', found: 'JSON that is not a JSON Feed' };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Line ends that stand raw in a string: forbidden, and nothing is lost by taking them for spaces.
    try {
      return JSON.parse(text.replace(/[\u0000-\u001f]/g, ' ')); // eslint-disable-line no-control-regex -- they are what is wrong
    } catch {
      // Which fault it is does not help; that it is JSON and broken does.
      return undefined;
    }
  }
}

// Maps, because an element may be called `constructor`.
const FORMATS: ReadonlyMap<string, Exclude<FeedFormat, 'json'>> = new Map([
  ['rss', 'rss'],
  ['feed', 'atom'],
  ['rdf', 'rdf'],
  // RSS without the element that says so.
  ['channel', 'rss'],
]);

const OTHER_XML: ReadonlyMap<string, string> = new Map([
  ['opml', 'an OPML list of feeds'],
  ['urlset', 'a sitemap'],
  ['sitemapindex', 'a sitemap'],
  ['svg', 'an image'],
]);

const HTML_ELEMENTS = new Set(
  'html head body title meta link script style div p span a b i h1 h2 br table form section main header center font noscript'.split(
    ' ',
  ),
);

const HTML_PAGE = /<(?:!doctype\s+html|html|head|body)[\s>]/i;
/** Where a feed begins, after what a server has put before it: its own warnings, spaces, a log line. */
const FEED_START = /<\?xml\s|<(?:[\w.-]{1,30}:)?(?:rss|rdf|feed)[\s>]/i;
/** How much may stand before it, in characters. */
const JUNK_LENGTH = 16 * 1024;

function sniffXml(text: string, body: DecodedText): Sniffed {
  const first = rootElement(text, 0);
  const format = formatOf(first);
  if (format !== undefined) return { format, text, at: 0, body };
  const start = text.slice(0, JUNK_LENGTH);
  const feed = FEED_START.exec(start);
  if (feed && feed.index > 0 && first !== 'html' && !HTML_PAGE.test(start.slice(0, feed.index))) {
    const root = rootElement(text, feed.index);
    const late = formatOf(root);
    if (late !== undefined) return { format: late, text, at: feed.index, body };
  }
  return whatElse(text, first);
}

function whatElse(text: string, root: string | undefined): Sniffed {
  const known = root === undefined ? undefined : OTHER_XML.get(localName(root));
  if (known !== undefined) return { code: 'feed.not_a_feed', found: known };
  // Pages with a stray word before the markup are still pages.
  if (root === 'html' || HTML_PAGE.test(text.slice(0, JUNK_LENGTH)))
    return { code: 'feed.not_a_feed', found: 'an HTML page' };
  if (!text.startsWith('<')) return { code: 'feed.not_a_feed', found: 'plain text' };
  if (root === undefined) return { code: 'feed.malformed', found: 'truncated XML' };
  const local = localName(root);
  const found = HTML_ELEMENTS.has(local) ? 'an HTML page' : `XML whose root is <${root}>`;
  return { code: 'feed.not_a_feed', found };
}

function formatOf(root: string | undefined): Exclude<FeedFormat, 'json'> | undefined {
  return root === undefined ? undefined : FORMATS.get(localName(root));
}

function localName(name: string): string {
  return name.replace(/^.*:/, '').toLowerCase();
}

/** The name of the root element; `html` also for an HTML doctype; undefined when the text ends before one. */
function rootElement(text: string, from: number): string | undefined {
  let at = from;
  for (;;) {
    at = text.indexOf('<', at);
    if (at === -1) return undefined;
    const end = markupEnd(text, at);
    if (end === 'root') return /^<([^\s<>/]{1,100})/.exec(text.slice(at, at + 120))?.[1];
    if (end === -1) return undefined;
    if (/^<!doctype\s+html\b/i.test(text.slice(at, at + 40))) return 'html';
    at = end;
  }
}

/** Where the prolog markup at `at` ends, -1 when it never does, or 'root' when it is an element. */
function markupEnd(text: string, at: number): number | 'root' {
  const after = (closing: string): number => {
    const found = text.indexOf(closing, at);
    return found === -1 ? -1 : found + closing.length;
  };
  if (text.startsWith('<?', at)) return after('?>');
  if (text.startsWith('<!--', at)) return after('-->');
  if (!text.startsWith('<!', at)) return 'root';
  const close = after('>');
  if (close === -1) return -1;
  return text.slice(at, close).includes('[') ? subsetEnd(text, at) : close;
}

function subsetEnd(text: string, at: number): number {
  const end = /\]\s*>/g;
  end.lastIndex = at;
  return end.exec(text) ? end.lastIndex : -1;
}
