import sanitizeHtml from 'sanitize-html';

/**
 * What HTML from outside may become before it is stored. The allow-list is what a mail needs of a news text and no
 * more; it is applied by a parser, and the output is built anew, so that nothing of the input's spelling survives.
 */

const ALLOWED_TAGS = ['p', 'br', 'strong', 'em', 'b', 'i', 'ul', 'ol', 'li', 'blockquote', 'h2', 'h3', 'a'];

/**
 * What a refused link becomes on the way. It has to be an allowed element until the end: sanitize-html forgets to
 * forget a transformation into one that it discards, and closes the next link at that depth with the wrong tag.
 */
const NO_LINK = 'span';
const NO_LINK_TAGS = /<\/?span>/g;

/** Elements whose text is no prose and goes with them. */
const NOT_PROSE = [
  'script', 'style', 'title', 'head', 'textarea', 'option', 'select', 'button', 'noscript', 'noembed', 'noframes',
  'iframe', 'object', 'template', 'svg', 'math', 'xmp', 'plaintext', 'audio', 'video', 'canvas',
]; // prettier-ignore

const DROPPED_WHEN_EMPTY = new Set(['a', 'p', 'h2', 'h3', 'li', 'blockquote']);

// eslint-disable-next-line no-control-regex -- they are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Without the characters that XML forbids and PostgreSQL cannot store (NUL); tabs and line ends stay. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

/** Deeper than any article; keeps hostile nesting from costing time. */
const MAX_NESTING = 50;

/** No article has more tags; the parser's time grows with the square of what a hostile text leaves open. */
const MAX_TAGS = 10_000;

/** As long as a link may be where dispatches are stored. */
const MAX_LINK_LENGTH = 2_000;

/** Reading again what was written closes elements that a discarded one kept apart; two readings settle real texts. */
const MAX_READINGS = 5;

/**
 * HTML reduced to the allow-list, with links made absolute against `baseUrl`; a link that is not http or https, or
 * carries credentials, leaves only its text. Idempotent. Never throws.
 */
export function sanitizeDispatchHtml(html: string, baseUrl: string): string {
  let written = reduce(html, baseUrl);
  for (let readings = 1; readings < MAX_READINGS; readings += 1) {
    const again = reduce(written, baseUrl);
    if (again === written) break;
    written = again;
  }
  return written;
}

function reduce(html: string, baseUrl: string): string {
  const reduced = sanitizeHtml(withBoundedTags(html), {
    allowedTags: [...ALLOWED_TAGS, NO_LINK],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https'],
    nonTextTags: NOT_PROSE,
    nestingLimit: MAX_NESTING,
    transformTags: {
      h1: 'h2',
      h4: 'h3',
      h5: 'h3',
      h6: 'h3',
      a: (_tag, attributes) => {
        const href = absoluteLink(attributes['href'], baseUrl);
        return href === undefined ? { tagName: NO_LINK, attribs: {} } : { tagName: 'a', attribs: { href } };
      },
    },
    textFilter: withoutControls,
    // What is left of a picture that was a link, or of an advertisement.
    exclusiveFilter: ({ tag, text }) => DROPPED_WHEN_EMPTY.has(tag) && withoutControls(text).trim() === '',
  });
  return reduced.replace(NO_LINK_TAGS, '').trim();
}

/** Tags past the limit are cut out before parsing; their text stays. Cutting can make nothing unsafe: parsing comes after. */
function withBoundedTags(html: string): string {
  let tags = 0;
  // Half a surrogate pair is no character, and JSON in the database refuses it.
  return html.toWellFormed().replace(/<\/?[a-z][^>]*>?/gi, (tag) => {
    tags += 1;
    return tags > MAX_TAGS ? ' ' : tag;
  });
}

/** An absolute http or https address without credentials, or undefined. */
export function absoluteLink(link: string | undefined, baseUrl: string): string | undefined {
  if (link === undefined || link.trim() === '') return undefined;
  const base = URL.parse(baseUrl)?.href;
  const url = URL.parse(link.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href.length <= MAX_LINK_LENGTH ? url.href : undefined;
}

/** Elements that begin and end a line of their own in a browser. */
const BLOCKS = [
  'p', 'div', 'section', 'article', 'header', 'footer', 'main', 'aside', 'nav', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6',
  'blockquote', 'pre', 'ul', 'ol', 'dl', 'dt', 'dd', 'table', 'tr', 'td', 'th', 'figure', 'figcaption', 'address', 'form',
]; // prettier-ignore

const BLOCK_TO_P = Object.fromEntries(BLOCKS.map((tag) => [tag, 'p']));

const CHARACTERS: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** The text of HTML: entities decoded once, blank lines between blocks, one line per list item. Never throws. */
export function htmlToText(html: string): string {
  const reduced = sanitizeHtml(withBoundedTags(html), {
    allowedTags: ['p', 'br', 'li'],
    allowedAttributes: {},
    nonTextTags: NOT_PROSE,
    nestingLimit: MAX_NESTING,
    textFilter: withoutControls,
    transformTags: { ...BLOCK_TO_P, hr: 'br' },
  });
  // From here on `<` begins one of the three tags and nothing else: text has it escaped.
  return reduced
    .replace(/[ \t\r\n\f]+/g, ' ')
    .replace(/<br \/>/g, '\n')
    .replace(/<li>/g, '\n- ')
    .replace(/<\/?(?:p|li)>/g, (tag) => (tag === '</li>' ? '\n' : '\n\n'))
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => CHARACTERS[entity] ?? entity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Plain text as HTML: what stands there, and blank lines as paragraphs. */
export function textToHtml(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
  const paragraphs = escaped.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.length < 2 ? escaped.trim() : paragraphs.map((paragraph) => `<p>${paragraph.trim()}</p>`).join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A title as plain text on one line. A `<` that opens no complete tag is a character ("5 < 6"), tags and the content
 * of scripts go, entities are decoded once.
 */
export function titleText(html: string): string {
  return htmlToText(html.replace(/<(?![!/]?[a-z][^<>]*>)/gi, '&lt;')).replace(/\s*\n[\s-]*/g, ' ');
}
