import { LINK_SCHEMES } from './markup-rules.js';

/** What runs, loads other rules or leads elsewhere, in any browser there was: CSS is read as its most gullible reader would. */
const FORBIDDEN =
  /@import|expression\s*\(|(?:^|[\s;{}"])behaviou?r\s*:|-moz-binding|(?:java|vb|live)script\s*:|progid:[a-z.]{0,80}microsoft\.scriptlet|<[a-z!/?]/;

/** Characters of an address in a style sheet that are looked at; its scheme stands at the beginning. */
const ADDRESS = /url\(\s*["']?([^"')]{0,200})/g;

/** Signs a browser skips in front of and within a scheme. */
// eslint-disable-next-line no-control-regex -- these are the signs that are meant
const SKIPPED = /[\u0000-\u0020]/g;

/**
 * What may not stand in a style sheet or a style attribute, as it was found; undefined: nothing.
 *
 * Comments are looked for twice, as comments and as text: in the middle of an address or a string they are none, and what
 * stands between two of them counts.
 */
export function forbiddenStyle(css: string): string | undefined {
  const forms = css.includes('/*') ? [plainCss(withoutComments(css)), plainCss(css)] : [plainCss(css)];
  for (const plain of forms) {
    const [word] = FORBIDDEN.exec(plain) ?? [];
    if (word !== undefined) return word;
    for (const [all, address = ''] of plain.matchAll(ADDRESS)) {
      const [, scheme] = /^([a-z][a-z0-9+.-]{0,40}):/.exec(address.replaceAll(SKIPPED, '')) ?? [];
      if (scheme !== undefined && !LINK_SCHEMES.has(scheme)) return all;
    }
  }
  return undefined;
}

/** As a client understands it: no escapes (CSS Syntax Level 3 §4.3.7), no capitals. */
function plainCss(css: string): string {
  if (!css.includes('\\')) return css.toLowerCase();
  return css
    .replaceAll(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) => {
      const point = Number.parseInt(code, 16);
      return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
    })
    .replaceAll(/\\(?:\r\n|[\s\S])/g, (escaped) => (/[\r\n\f]/.test(escaped) ? '' : escaped.slice(1)))
    .toLowerCase();
}

function withoutComments(css: string): string {
  let kept = '';
  let from = 0;
  for (let begin = css.indexOf('/*'); begin !== -1; begin = css.indexOf('/*', from)) {
    kept += css.slice(from, begin);
    const end = css.indexOf('*/', begin + 2);
    if (end === -1) return kept;
    from = end + 2;
  }
  return kept + css.slice(from);
}
