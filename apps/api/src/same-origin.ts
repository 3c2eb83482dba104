import type { IncomingHttpHeaders } from 'node:http';

export type Site = 'same' | 'other' | 'unknown';

/**
 * Whether one of our own pages made the request. Browsers send `Sec-Fetch-Site` over https and to this machine (Fetch
 * Metadata §2), elsewhere an `Origin` with every POST (RFC 6454 §7); neither can be set by a page's script. `unknown`
 * means neither came, which no browser does with a POST.
 */
export function requestSite(headers: IncomingHttpHeaders, publicUrl: string): Site {
  const { 'sec-fetch-site': secFetchSite, origin, host } = headers;
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin' ? 'same' : 'other';
  if (origin === undefined) return 'unknown';
  const from = URL.parse(origin);
  if (from === null) return 'other';
  // The installation may be reached by another name than its public one, on a developer's machine for instance.
  return from.origin === new URL(publicUrl).origin || from.host === host?.toLowerCase() ? 'same' : 'other';
}
