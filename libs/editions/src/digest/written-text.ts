import { htmlToText } from '@app/dispatches';
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { withoutTokens } from './reader-links.js';

/**
 * What a person wrote in Markdown, as HTML that a mail may hold and as plain text. The HTML is written here, tag by tag,
 * from an allow-list: nothing that was typed becomes a tag, an attribute or a style. No pictures (their rights are
 * unknown; what describes them stays), no scripts, headings no higher than the title above them, links to the web and to
 * mailboxes only.
 */
export function writtenText(markdown: string): { html: string; text: string } {
  const blocks = read(markdown.slice(0, MAX_LENGTH).toWellFormed().replace(CONTROLS, ''));
  return {
    html: writeBlocks(blocks, linkAsHtml),
    text: withoutTokens(htmlToText(writeBlocks(blocks, linkAsWords))),
  };
}

/** Characters; four printed pages. What is longer is refused where it is entered; this bounds the work. */
const MAX_LENGTH = 20_000;
/** Lists and quotes in one another; what is deeper is shown as if it were not nested. */
const MAX_DEPTH = 6;
/** As long as a dispatch's link may be. */
const MAX_LINK = 2_000;
/** What no text needs and XML, which MJML is, does not know. Tab and line ends stay. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

type WriteLink = (href: string, words: string, label: string) => string;

function read(markdown: string): Token[] {
  try {
    return new Lexer({ gfm: true }).lex(markdown);
  } catch (error) {
    // The parser calls itself for each quote in a quote and gives up at some thousands: that text has no structure.
    if (!(error instanceof RangeError)) throw error;
    return [
      { type: 'paragraph', raw: markdown, text: markdown, tokens: [{ type: 'text', raw: markdown, text: markdown }] },
    ];
  }
}

function writeBlocks(tokens: readonly Token[], link: WriteLink, depth = 0): string {
  return tokens.map((token) => writeBlock(token as MarkedToken, link, depth)).join('');
}

function writeBlock(token: MarkedToken, link: WriteLink, depth: number): string {
  const words = (tokens: readonly Token[] | undefined): string => writeWords(tokens ?? [], link, depth);
  switch (token.type) {
    case 'heading':
      return element(token.depth === 1 ? 'h3' : 'h4', words(token.tokens));
    case 'paragraph':
      return element('p', words(token.tokens));
    case 'text':
      return element('p', token.tokens === undefined ? escaped(token.text) : words(token.tokens));
    case 'code':
      return element('p', escaped(token.text).replaceAll('\n', '<br>'));
    case 'blockquote':
      return deeper(depth, 'blockquote', writeBlocks(token.tokens, link, depth + 1));
    case 'list':
      return deeper(depth, token.ordered ? 'ol' : 'ul', writeItems(token, link, depth + 1));
    case 'table':
      return [token.header, ...token.rows]
        .map((row) => element('p', row.map((cell) => words(cell.tokens)).join(' · ')))
        .join('');
    case 'html':
      return element('p', writeWords([token], link, depth));
    default:
      // Rules, definitions of links, spaces: nothing that is read.
      return '';
  }
}

function writeItems(list: Tokens.List, link: WriteLink, depth: number): string {
  return list.items
    .map((item) => {
      const content = item.tokens
        .map((token) =>
          token.type === 'text' && 'tokens' in token
            ? writeWords(token.tokens ?? [], link, depth)
            : writeBlock(token as MarkedToken, link, depth),
        )
        .join('');
      return depth > MAX_DEPTH ? element('p', content) : element('li', content);
    })
    .join('');
}

function writeWords(tokens: readonly Token[], link: WriteLink, depth: number): string {
  if (depth > 4 * MAX_DEPTH) return escaped(tokens.map((token) => token.raw).join(''));
  return tokens.map((token) => writeWord(token as MarkedToken, link, depth)).join('');
}

function writeWord(token: MarkedToken, link: WriteLink, depth: number): string {
  const inner = (tokens: readonly Token[]): string => writeWords(tokens, link, depth + 1);
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? escaped(token.text) : inner(token.tokens);
    case 'escape':
    case 'codespan':
      return escaped(token.text);
    case 'strong':
      return element('strong', inner(token.tokens));
    case 'em':
      return element('em', inner(token.tokens));
    case 'del':
      return inner(token.tokens);
    case 'br':
      return '<br>';
    case 'link':
      return link(token.href, inner(token.tokens), token.text);
    case 'image':
      return escaped(token.text);
    case 'html':
      return escaped(withoutTags(token.text));
    default:
      return '';
  }
}

/** Tags somebody typed go, what stood between them stays; a script's or style's content is no text. */
function withoutTags(html: string): string {
  if (/^\s*<(?:script|style|template|iframe|object|svg|math)\b/i.test(html)) return '';
  return html.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '').replaceAll(/<[^<>]*>/g, '');
}

function linkAsHtml(href: string, words: string): string {
  const address = safeAddress(href);
  if (address === undefined || words === '') return words;
  return `<a href="${escaped(address)}">${words}</a>`;
}

/** In plain text an address stands behind its words, unless it is them. */
function linkAsWords(href: string, words: string, label: string): string {
  const address = safeAddress(href);
  if (address === undefined || address === label || address === `mailto:${label}` || address === `${label}/`)
    return words;
  return `${words} (${escaped(address.replace(/^mailto:/, ''))})`;
}

function safeAddress(href: string): string | undefined {
  if (href.length > MAX_LINK) return undefined;
  const url = URL.parse(href.trim());
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

function element(tag: string, content: string): string {
  return content.trim() === '' ? '' : `<${tag}>${content}</${tag}>`;
}

function deeper(depth: number, tag: string, content: string): string {
  return depth >= MAX_DEPTH ? content : element(tag, content);
}

/**
 * Text between tags or in an attribute. References such as `&eacute;` are what the writer typed and stay; `@@`, which
 * begins what is replaced by a reader's own links, is written so that it never does.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/&(?!(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});)/gi, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('@@', '&#64;&#64;');
}
