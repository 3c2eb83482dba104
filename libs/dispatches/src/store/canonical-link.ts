import { TRACKING_PARAMETERS, TRACKING_PREFIXES } from './tracking-parameters.js';

/**
 * The key by which two links are known to lead to one page: what says *which* page is kept, what says *how* a reader
 * comes there is not. It is compared and never followed, so it has no scheme.
 */

/** As long as a link may be where dispatches are stored, and a unique index on it stays far below its page's third. */
const MAX_KEY_LENGTH = 2_000;

/** Names of a start page: it changes by the hour and is no story's address. */
const START_PAGE = /^\/(?:(?:index|home|default|accueil|inicio)(?:\.(?:html?|php|aspx?|jsp))?)?$/;

/**
 * `host/path?query` of an http address: lower-case host without `www.`, no scheme, no default port, no fragment, no
 * tracking parameters, the others sorted, no closing slash. Undefined for what names no single page: no address, a start
 * page, a language's start page (`/fr/`). Idempotent when read again as `https://…`. Linear in the link's length.
 */
export function canonicalLink(link: string): string | undefined {
  const url = URL.parse(link);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  const path = canonicalPath(url.pathname);
  const query = canonicalQuery(url.search);
  if (query === '' && (START_PAGE.test(path) || /^\/[a-z]{2}(?:-[a-z]{2})?$/i.test(path))) return undefined;
  // The two schemes' ports mean the same host, whichever scheme wrote them.
  const port = ['', '80', '443'].includes(url.port) ? '' : `:${url.port}`;
  const key = `${canonicalHost(url.hostname)}${port}${path}${query}`;
  return key.length <= MAX_KEY_LENGTH ? key : undefined;
}

/** A final dot is DNS's own spelling of the same name. */
function canonicalHost(host: string): string {
  const name = host.replace(/\.$/, '');
  // A site's mobile and AMP hosts show the same pages under the same paths.
  const bare = name.replace(/^(?:(?:www\d?|m|mobile|amp)\.)+/, '');
  // `www.fr` is a name of its own, not the bare `fr`.
  return bare.includes('.') ? bare : name;
}

function canonicalPath(pathname: string): string {
  // Escapes of characters that need none say the same (RFC 3986 §6.2.2.2); the others differ in the case of their hex only.
  const decoded = pathname.replace(/%(?:[0-9a-f]{2})?/gi, (escape) => {
    if (escape === '%') return '%25';
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
  });
  return withoutAmp(withoutClosingSlashes(decoded)) || '/';
}

/** `/2026/11/a-story/amp` shows `/2026/11/a-story`; `/topics/amp` is about current. A story's name has a hyphen or a digit. */
function withoutAmp(path: string): string {
  if (!path.endsWith('/amp')) return path;
  const page = withoutClosingSlashes(path.slice(0, -'/amp'.length));
  return /[-\d]/.test(page.slice(page.lastIndexOf('/') + 1)) ? withoutAmp(page) : path;
}

/** A loop, because `/\/+$/` looks again from every slash of a long run that does not end the path. */
function withoutClosingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function canonicalQuery(search: string): string {
  const kept = search
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(nameOf(pair)))
    // By code units: the same order on every machine.
    .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function nameOf(pair: string): string {
  const end = pair.indexOf('=');
  return (end === -1 ? pair : pair.slice(0, end)).toLowerCase();
}

function isTracking(name: string): boolean {
  // A page's AMP form; what it is set to says nothing more.
  if (name === 'amp' || name === 'outputtype') return true;
  return TRACKING_PARAMETERS.has(name) || TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix));
}
