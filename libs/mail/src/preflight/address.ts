import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import type { FindingName } from './finding-rules.js';
import { isListed, privateEnds, sampleHosts, shorteners } from './link-hosts.js';

/** What is wrong with an address a mail leads to or takes a picture from, judged by itself. */

/** Written where an address was still to come. Evidence: defaults of the template galleries of MJML, Mailchimp, Stripo. */
const PLACEHOLDERS = /^(?:#|#!|\/|https?:\/\/|https?:\/\/#|#?(?:todo|tbd|xxx+|url|link|href|placeholder|null|undefined|nan|none)|about:blank|\[[^\]]{0,60}\]|https?:\/\/(?:www\.)?(?:placeholder|todo|your-?(?:link|url|site|domain))\b[^\s]{0,200}|your[-_ ]?(?:link|url).{0,20}|insert[-_ ]?(?:link|url).{0,20})$/i; // prettier-ignore
/** Left over from templates: Liquid, Handlebars, Mailchimp, Salesforce, and our own marks. */
const UNFILLED = /\{\{|\}\}|\{%|%\}|\{#|\*\|[A-Z0-9_:]{1,60}\|\*|%%[A-Za-z0-9_ ]{1,60}%%|@@[\w-]{1,60}@@|\[\[[^\]]{1,60}\]\]|%recipient\.[\w.]{1,60}%|<%|%>|\$\{|#\{[\w.]|%7B%7B|%7B%25|\[object Object\]/i; // prettier-ignore

const SAFE_SCHEMES = new Set(['https:', 'http:', 'mailto:', 'tel:', 'sms:', 'xmpp:', 'geo:', 'webcal:']);
/** A browser skips these in and before a scheme; scripts are hidden behind them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const SKIPPED = /[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]/g;

export interface AddressFault {
  readonly name: FindingName;
  readonly values: Readonly<Record<string, string>>;
}

export function isUnfilled(text: string): boolean {
  return UNFILLED.test(text.slice(0, 4_000));
}

/** Of a link's `href`, `#anchor` excepted; undefined: nothing is wrong with it. */
export function faultOfLink(href: string): AddressFault | undefined {
  if (isUnfilled(href)) return { name: 'untranslated', values: { what: href } };
  if (href === '' || PLACEHOLDERS.test(href.slice(0, 300))) return { name: 'link_placeholder', values: { href } };
  const scheme = /^([a-z][a-z0-9+.-]{0,40}):/i.exec(href.slice(0, 200).replaceAll(SKIPPED, ''))?.[1]?.toLowerCase();
  if (scheme === undefined) return { name: 'link_relative', values: { href } };
  if (!SAFE_SCHEMES.has(`${scheme}:`)) return { name: 'address_unsafe', values: { scheme, href } };
  if (scheme === 'mailto') return faultOfMailto(href);
  if (scheme !== 'http' && scheme !== 'https') return undefined;
  return faultOfWebAddress(href) ?? faultOfHost(URL.parse(href)?.hostname ?? '');
}

/** Of a host that a link should not lead to. */
function faultOfHost(hostname: string): AddressFault | undefined {
  const host = hostname.replace(/^www\./, '').replace(/\.$/, '');
  if (sampleHosts.has(host)) return { name: 'link_sample', values: { host } };
  return isListed(host, shorteners) ? { name: 'link_shortened', values: { host } } : undefined;
}

/** Of an http or https address. */
export function faultOfWebAddress(href: string): AddressFault | undefined {
  const url = URL.parse(href);
  if (url === null || MISWRITTEN.test(href)) return { name: 'address_invalid', values: { href } };
  const { hostname, username, password } = url;
  if (username !== '' || password !== '') return { name: 'address_credentials', values: { host: hostname } };
  const isNamed = isIP(hostname.replaceAll(/[[\]]/g, '')) === 0;
  if (isNamed && !hostname.includes('.') && hostname !== 'localhost') return { name: 'address_invalid', values: { href } };
  const shown = domainToUnicode(hostname);
  if (isLookalike(shown)) return { name: 'address_lookalike', values: { host: shown, ascii: hostname } };
  // Whatever its scheme: nobody comes by there who is not in the same house.
  if (isPrivate(hostname)) return { name: 'address_private', values: { host: hostname } };
  if (!isNamed) return { name: 'address_numeric', values: { host: hostname } };
  return url.protocol === 'http:' ? { name: 'address_insecure', values: { host: shown } } : undefined;
} // prettier-ignore

/** Blanks, signs that are drawn as nothing or turn the line around, backslashes, and a scheme without its two slashes. */
const MISWRITTEN = /[\s\p{Cc}\p{Bidi_Control}]|[\u200b-\u200d\u2060\ufeff]|^[^?#]{0,2000}\\|^https?:(?!\/\/[^/])/iu;

/** RFC 1918, 3927, 4193, 6598, 6890, 6761: addresses and names that mean something else in every house. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replaceAll(/[[\]]/g, '').replace(/\.$/, '');
  if (host === 'localhost' || privateEnds.test(host)) return true;
  if (isIP(host) === 4)
    return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host);
  return isIP(host) === 6 && /^(?:::1?$|f[cd]|fe[89ab]|::ffff:)/.test(host);
} // prettier-ignore

function faultOfMailto(href: string): AddressFault | undefined {
  const to = href.slice('mailto:'.length).split('?')[0] ?? '';
  const isOne = /^[^\s@<>"]{1,64}(?:@|%40)[^\s@<>"]{1,255}$/i.test(to.split(',')[0] ?? '');
  // `mailto:?subject=` opens a message to whom one likes: that is how mails are passed on.
  return isOne || (to === '' && href.includes('?')) ? undefined : { name: 'address_invalid', values: { href } };
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee', 'Georgian'] as const;
const SCRIPT_TESTS = SCRIPTS.map((script) => ({ script, test: new RegExp(`\\p{Script=${script}}`, 'u') }));
/** Cyrillic and Greek letters that are drawn as Latin ones (UTS #39, confusables.txt, the letters of these scripts). */
const LOOKS_LATIN = /^[асеорхуіјѕһԁԛԝӏьᴦνοραικυցհոսօ0-9-]+$/u;

/** A label of mixed scripts, or one all of whose letters look like Latin ones (UTS #39 §5.1, whole-script confusables). */
export function isLookalike(host: string): boolean {
  return host.split('.').some((label) => {
    if (/^[ -~]*$/.test(label)) return false;
    const scripts = SCRIPT_TESTS.filter(({ test }) => test.test(label)).map(({ script }) => script);
    return scripts.length > 1 || LOOKS_LATIN.test(label);
  });
}
