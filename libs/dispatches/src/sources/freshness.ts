/** What a server says about when to ask again. Pure; header values are hostile input and bounded by the fetcher. */

/** How far a date in a header is believed: beyond a year it is a way to say "never", and the poll's own bounds cut it. */
const MAX_SECONDS = 366 * 86_400;

/** What is needed of a response's headers. */
export interface HeaderBag {
  get(name: string): string | null;
}

/**
 * Seconds for which the answer stays fresh (RFC 9111 §4.2): `max-age`, else `Expires` minus `Date`, minus the `Age` it
 * had when it came. 0 when the server wants no reuse or says nothing. `s-maxage` is for shared caches and not for us.
 */
export function freshSeconds(headers: HeaderBag, now: Date): number {
  const directives = cacheDirectives(headers.get('cache-control') ?? '');
  if (directives.has('no-store') || directives.has('no-cache')) return 0;
  const lifetime = deltaSeconds(directives.get('max-age')) ?? expiresIn(headers, now) ?? 0;
  const age = deltaSeconds(headers.get('age')?.trim()) ?? 0;
  return bounded(lifetime - age);
}

/** Seconds to wait by `Retry-After` (RFC 9110 §10.2.3), a number of seconds or an HTTP date; undefined when unreadable. */
export function retryAfterSeconds(headers: HeaderBag, now: Date): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const seconds = deltaSeconds(text);
  if (seconds !== undefined) return bounded(seconds);
  const at = httpDate(text);
  return at === undefined ? undefined : bounded(secondsBetween(now, at));
}

/** The first of a repeated directive counts (RFC 9111 §4.2.1 leaves it to us); names are case-insensitive. */
function cacheDirectives(header: string): Map<string, string> {
  const directives = new Map<string, string>();
  for (const part of header.split(',')) {
    const [name = '', value = ''] = part.split('=', 2);
    const key = name.trim().toLowerCase();
    if (key !== '' && !directives.has(key)) directives.set(key, value.trim().replace(/^"(.*)"$/, '$1'));
  }
  return directives;
}

/** Undefined: no `Expires`. What cannot be read as a date, such as `0`, is in the past (RFC 9111 §5.3). */
function expiresIn(headers: HeaderBag, now: Date): number | undefined {
  const expires = headers.get('expires');
  if (expires === null) return undefined;
  const until = httpDate(expires);
  if (until === undefined) return 0;
  return secondsBetween(httpDate(headers.get('date') ?? '') ?? now, until);
}

/** Names of months as HTTP writes them, in whichever of its three formats (RFC 9110 §5.6.7). */
const DATE_WITH_MONTH = /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/;

/** Only what looks like a date of HTTP: `Date.parse` alone reads numbers as years. */
function httpDate(text: string): Date | undefined {
  const given = text.trim();
  if (given.length > 40 || !DATE_WITH_MONTH.test(given)) return undefined;
  // asctime carries no zone and means UTC.
  const at = new Date(/(?:GMT|UTC|[+-]\d{4})$/.test(given) ? given : `${given} GMT`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** A whole number of seconds; one too large to hold counts as the largest (RFC 9111 §1.2.2). */
function deltaSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Math.min(Number(text), MAX_SECONDS) : undefined;
}

function secondsBetween(from: Date, to: Date): number {
  return Math.ceil((to.getTime() - from.getTime()) / 1000);
}

function bounded(seconds: number): number {
  return Math.min(Math.max(seconds, 0), MAX_SECONDS);
}
