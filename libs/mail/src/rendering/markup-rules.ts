/**
 * What the markup of a mail may hold, as data. Whatever is not named here is taken out or refused (`markup-guard.ts`): a
 * list of what is harmful is never complete, and mail clients keep their own lists of what they let through.
 */

/**
 * Elements that show words, tables and pictures (HTML Living Standard §4.3 to §4.9, and what HTML 4.01 had before style
 * sheets, because mails still use it). None asks, runs, plays or loads another page.
 */
export const MAIL_ELEMENTS: ReadonlySet<string> = new Set([
  'html', 'head', 'title', 'meta', 'style', 'body',
  'a', 'abbr', 'acronym', 'address', 'area', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption', 'center',
  'cite', 'code', 'col', 'colgroup', 'data', 'dd', 'del', 'details', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'font',
  'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hgroup', 'hr', 'i', 'img', 'ins', 'kbd', 'label', 'li', 'main', 'map', 'mark',
  'nav', 'ol', 'p', 'picture', 'pre', 'q', 'rb', 'rp', 'rt', 'rtc', 'ruby', 's', 'samp', 'search', 'section', 'small', 'source', 'span',
  'strike', 'strong', 'sub', 'summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var', 'wbr',
]); // prettier-ignore

/**
 * Elements that run, ask, show another page, change where everything leads, or that one parser reads as text and another
 * as markup. To take them out would make another mail than was meant, so they are named and nothing is rendered. Of every
 * other one that is not among the mail's the tags go and its words stay: a button becomes its caption, a video what is
 * written for those who cannot play it.
 */
export const REFUSED_ELEMENTS: ReadonlySet<string> = new Set([
  'iframe', 'frame', 'frameset', 'form', 'object', 'embed', 'applet', 'base', 'link', 'svg', 'math', 'template', 'noscript', 'slot',
  'xmp', 'noembed', 'noframes', 'plaintext', 'listing', 'portal', 'fencedframe', 'marquee', 'bgsound', 'isindex', 'keygen', 'layer',
]); // prettier-ignore

/** Attributes of the elements above, except those that run something, ask for something or tell somebody (`ping`). */
export const MAIL_ATTRIBUTES: ReadonlySet<string> = new Set([
  'class', 'id', 'style', 'dir', 'lang', 'xml:lang', 'title', 'role', 'hidden', 'translate', 'tabindex', 'accesskey',
  'href', 'hreflang', 'target', 'rel', 'rev', 'name', 'type', 'src', 'srcset', 'sizes', 'alt', 'longdesc', 'usemap', 'ismap', 'shape',
  'coords', 'loading', 'decoding', 'referrerpolicy', 'media', 'content', 'charset', 'http-equiv', 'property', 'scheme', 'for', 'open',
  'width', 'height', 'align', 'valign', 'bgcolor', 'background', 'border', 'bordercolor', 'cellpadding', 'cellspacing', 'colspan',
  'rowspan', 'headers', 'scope', 'abbr', 'axis', 'summary', 'span', 'char', 'charoff', 'frame', 'rules', 'nowrap', 'color', 'face',
  'size', 'hspace', 'vspace', 'noshade', 'clear', 'start', 'value', 'reversed', 'compact', 'cite', 'datetime', 'text', 'link', 'vlink',
  'alink', 'leftmargin', 'topmargin', 'marginwidth', 'marginheight', 'bottommargin', 'rightmargin', 'profile', 'version',
  'itemscope', 'itemtype', 'itemprop', 'itemid', 'itemref', 'vocab', 'typeof', 'about', 'resource',
  'xmlns', 'xmlns:v', 'xmlns:o', 'xmlns:w', 'xmlns:m',
]); // prettier-ignore

/** Attributes that anybody may make up; they only describe. */
export const DESCRIBING_ATTRIBUTE = /^(?:data|aria)-[a-z0-9_.-]{1,100}$/;

/** What Outlook reads in its conditions beside HTML: VML (buttons, backgrounds) and its own settings. */
export const OUTLOOK_ELEMENT = /^(?:xml|noscript|[vow]:(?!oleobject|webview)[a-z][a-z0-9]{0,60})$/;

/** Attributes that lead somewhere or load something, in HTML, SVG and VML. */
export const ADDRESSES: ReadonlySet<string> = new Set([
  'href', 'xlink:href', 'src', 'background', 'action', 'formaction', 'poster', 'cite', 'data', 'lowsrc', 'dynsrc', 'ping', 'longdesc',
  'profile', 'o:href', 'manifest', 'codebase', 'classid', 'usemap', 'itemtype', 'itemid',
]); // prettier-ignore

/** MJML writes these two; every other one acts (`refresh`, `set-cookie`, `content-security-policy`). */
export const HTTP_EQUIV = /^\s*(?:x-ua-compatible|content-type)\s*$/i;

/** Where a link of a mail may lead. An address without a scheme, an `#anchor` and a `@@token@@` have none to be asked. */
export const LINK_SCHEMES: ReadonlySet<string> = new Set([
  'http', 'https', 'mailto', 'tel', 'sms', 'geo', 'webcal', 'cid', 'mid', 'urn',
]); // prettier-ignore

/** Schemes that run something, show what is on the reader's own machine, or hold what they show. */
export const HARMFUL_SCHEMES: ReadonlySet<string> = new Set([
  'javascript', 'vbscript', 'livescript', 'mocha', 'file', 'blob', 'filesystem', 'view-source', 'data',
]); // prettier-ignore
