import { isUtf8 } from 'node:buffer';
import type { FeedParseCode } from './feed-parse-error.js';

/**
 * What a fetched body is, judged by its bytes: servers call feeds `text/html` and pages `application/rss+xml`, so the
 * content type counts for nothing but the charset.
 */

export type FeedFormat = 'rss' | 'atom' | 'rdf' | 'json';

export type Sniffed =
  { readonly format: FeedFormat; readonly text: string } | { readonly code: FeedParseCode; readonly found: string };

export function sniffFeed(body: Buffer, contentType: string | undefined): Sniffed {
  if (body.length === 0) return { code: 'feed.not_a_feed', found: 'an empty answer' };
  const binary = binaryKind(body);
  if (binary !== undefined) return { code: 'feed.not_a_feed', found: binary };
  const text = decodeText(body, contentType).trim();
  if (text === '') return { code: 'feed.not_a_feed', found: 'an empty answer' };
  if (text.startsWith('{') || text.startsWith('[')) return sniffJson(text);
  if (text.startsWith('<')) return sniffXml(text);
  // Pages with a stray word before the markup are still pages.
  const isPage = /<(?:!doctype html|html|body)[\s>]/i.test(text);
  return { code: 'feed.not_a_feed', found: isPage ? 'an HTML page' : 'plain text' };
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
];

function binaryKind(body: Buffer): string | undefined {
  const start = body.subarray(0, 1024).toString('latin1');
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (known) return known[1];
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff|<\0|\0<)/.test(start);
  return start.includes('\0') && !isUtf16 ? 'binary data' : undefined;
}

/** Charset by byte order mark, content type, XML declaration, and only then by trial (RFC 7303 §3.2). */
export function decodeText(body: Buffer, contentType: string | undefined): string {
  const start = body.subarray(0, 1024).toString('latin1');
  const mark = [
    ['\xef\xbb\xbf', 'utf-8'],
    ['\xff\xfe', 'utf-16le'],
    ['\xfe\xff', 'utf-16be'],
    ['<\0', 'utf-16le'],
    ['\0<', 'utf-16be'],
  ].find(([bytes]) => bytes !== undefined && start.startsWith(bytes))?.[1];
  const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(start)?.[1];
  // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
  const candidates = [mark, charsetOf(contentType), declared?.replace(/^utf-?16.*$/i, 'utf-8')];
  // Bytes that are no UTF-8, and nobody said what they are: the web's usual other charset.
  const label = candidates.find(isKnownCharset) ?? (isUtf8(body) ? 'utf-8' : 'windows-1252');
  return new TextDecoder(label).decode(body);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType?.slice(0, 500) ?? '')?.[1];
}

function isKnownCharset(label: string | undefined): boolean {
  if (label === undefined) return false;
  try {
    new TextDecoder(label);
    return true;
  } catch {
    // A charset nobody has heard of is as good as none: the next candidate decides.
    return false;
  }
}

function sniffJson(text: string): Sniffed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Which fault it is does not help; that it is JSON and broken does.
    return { code: 'feed.malformed', found: 'truncated or broken JSON' };
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  const isFeed = typeof version === 'string' && version.includes('jsonfeed.org/version/');
  return isFeed ? { format: 'json', text } : { code: 'feed.not_a_feed', found: 'JSON that is not a JSON Feed' };
}

// Maps, because an element may be called `constructor`.
const FORMATS: ReadonlyMap<string, FeedFormat> = new Map([
  ['rss', 'rss'],
  ['feed', 'atom'],
  ['rdf', 'rdf'],
]);

const OTHER_XML: ReadonlyMap<string, string> = new Map([
  ['opml', 'an OPML list of feeds'],
  ['urlset', 'a sitemap'],
  ['sitemapindex', 'a sitemap'],
  ['svg', 'an image'],
]);

const HTML_ELEMENTS = new Set(
  'html head body title meta link script style div p span a h1 h2 br table form section main header center font noscript'.split(
    ' ',
  ),
);

function sniffXml(text: string): Sniffed {
  const root = rootElement(text);
  if (root === 'html') return { code: 'feed.not_a_feed', found: 'an HTML page' };
  if (root === undefined) return { code: 'feed.malformed', found: 'truncated XML' };
  const local = root.replace(/^.*:/, '').toLowerCase();
  const format = FORMATS.get(local);
  if (format === undefined) {
    const found = HTML_ELEMENTS.has(local) ? 'an HTML page' : (OTHER_XML.get(local) ?? `XML whose root is <${root}>`);
    return { code: 'feed.not_a_feed', found };
  }
  return isComplete(text, root) ? { format, text } : { code: 'feed.malformed', found: 'truncated XML' };
}

/** The name of the root element; `html` also for an HTML doctype; undefined when the text ends before one. */
function rootElement(text: string): string | undefined {
  let at = 0;
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
  const subset = text.indexOf('[', at);
  return subset !== -1 && close !== -1 && subset < close ? after(']>') : close;
}

/** The parser closes what is open at the end by itself; a feed that was cut off must not pass for a shorter one. */
function isComplete(text: string, root: string): boolean {
  const lastClose = text.toLowerCase().lastIndexOf(`</${root.toLowerCase()}`);
  if (lastClose === -1) return false;
  const lastOpen = Math.max(text.lastIndexOf('<item'), text.lastIndexOf('<entry'));
  return lastClose > lastOpen && text.includes('>', lastClose);
}
