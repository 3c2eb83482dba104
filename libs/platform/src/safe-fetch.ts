import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, Headers, request } from 'undici';
import type { Dispatcher } from 'undici';
import { FetchRefused, refusal } from './fetch-refused.js';
import { isPublicAddress, literalAddress } from './public-address.js';
import { ACCEPTED_CODINGS, BodyTooLarge, readBody } from './response-body.js';

export { FetchRefused };

/**
 * The only door to an address that a person or a feed chose. What may be connected to is decided on the very address
 * of the connection: our `lookup` is the one the socket uses, so a name that resolves differently the second time
 * (DNS rebinding) changes nothing. Every redirect goes through the same door. It reads no proxy settings: a proxy
 * would resolve names where we cannot look.
 */

export interface SafeFetchOptions {
  /** Left out: GET. The answer to HEAD has no body. */
  readonly method?: 'GET' | 'HEAD';
  /** Sent as they are, except that connection and coding headers are ours; credentials stop at another origin. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest body in bytes, counted after decompression. */
  readonly maxBytes: number;
  /** For everything together, redirects included, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxRedirects: number;
  /** `host` or `host:port`, as they stand in the URL, that may lie on private networks (intranets, tests). */
  readonly allowHosts?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface SafeFetchResponse {
  readonly status: number;
  /** Where the answer came from, after all redirects. */
  readonly url: string;
  /** Set when there were redirects and every one was permanent (301, 308): what to store instead of the address asked. */
  readonly permanentUrl?: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Resolves a name to all its addresses, as `dns.lookup` with `all: true`. Tests pass their own. */
export type ResolveHost = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type SafeFetch = (url: string, options: SafeFetchOptions) => Promise<SafeFetchResponse>;

/**
 * GET or HEAD `url`. Any status that is not a followed redirect is returned, not thrown (304 matters to callers).
 *
 * @throws FetchRefused
 */
export const safeFetch: SafeFetch = createSafeFetch((hostname, callback) => {
  systemLookup(hostname, { all: true }, callback);
});

export function createSafeFetch(resolve: ResolveHost): SafeFetch {
  return async (url, options) => {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline;
    try {
      return await follow(parseTarget(url), options, resolve, signal);
    } catch (error) {
      if (deadline.aborted)
        throw new FetchRefused('fetch.timeout', `no complete answer within ${options.timeoutMs} ms`);
      if (options.signal?.aborted) throw new FetchRefused('fetch.failed', 'cancelled', { cause: error });
      throw refusal(error, options);
    }
  };
}

async function follow(
  first: URL,
  options: SafeFetchOptions,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<SafeFetchResponse> {
  let target = first;
  let permanent = true;
  for (let redirects = 0; ; redirects += 1) {
    const allowed = isAllowedHost(target, options.allowHosts ?? []);
    const literal = literalAddress(target.hostname);
    // A socket to a literal never asks `lookup`, so literals are judged here.
    if (!allowed && literal !== undefined && !isPublicAddress(literal)) throw addressRefused(target.hostname);
    const agent = new Agent({
      allowH2: false,
      connect: { lookup: allowed ? anyAddress(resolve) : publicAddresses(resolve), timeout: options.timeoutMs },
    });
    try {
      const response = await ask(agent, target, first, options, signal);
      const next = redirectTarget(response, target);
      if (next === undefined) {
        const url = target.href;
        return { ...(await whole(response, options)), url, ...(redirects > 0 && permanent && { permanentUrl: url }) };
      }
      if (redirects >= options.maxRedirects) {
        throw new FetchRefused('fetch.too_many_redirects', `more than ${options.maxRedirects} redirects`);
      }
      permanent &&= response.statusCode === 301 || response.statusCode === 308;
      target = next;
    } finally {
      await agent.destroy();
    }
  }
}

const OUR_HEADERS = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding']);
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

async function ask(
  agent: Agent,
  target: URL,
  first: URL,
  options: SafeFetchOptions,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const headers: Record<string, string> = { 'user-agent': 'Colporteur', accept: '*/*' };
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    const key = name.toLowerCase();
    if (OUR_HEADERS.has(key) || (CREDENTIAL_HEADERS.has(key) && target.origin !== first.origin)) continue;
    headers[key] = value;
  }
  headers['accept-encoding'] = ACCEPTED_CODINGS;
  const { timeoutMs } = options;
  const response = await request(target, {
    dispatcher: agent,
    method: options.method ?? 'GET',
    headers,
    signal,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  // Destroying the agent ends a body nobody reads (a redirect's) with an error that is nobody's concern.
  response.body.on('error', () => undefined);
  return response;
}

async function whole(
  response: Dispatcher.ResponseData,
  { maxBytes, method }: SafeFetchOptions,
): Promise<Pick<SafeFetchResponse, 'status' | 'headers' | 'body'>> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  const status = response.statusCode;
  if (status === 204 || status === 304 || method === 'HEAD') return { status, headers, body: Buffer.alloc(0) };
  const coding = headers.get('content-encoding') ?? '';
  if (coding === '' && Number(headers.get('content-length') ?? 0) > maxBytes) throw new BodyTooLarge();
  return { status, headers, body: await readBody(response.body, coding, maxBytes) };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function redirectTarget(response: Dispatcher.ResponseData, from: URL): URL | undefined {
  const header = response.headers['location'];
  const location = Array.isArray(header) ? header[0] : header;
  if (!REDIRECTS.has(response.statusCode) || location === undefined || location === '') return undefined;
  // Header bytes arrive as Latin-1; servers that forget to escape write UTF-8.
  return parseTarget(Buffer.from(location, 'latin1').toString('utf8'), from);
}

function parseTarget(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new FetchRefused('fetch.invalid_url', 'not an absolute web address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchRefused(
      'fetch.scheme_refused',
      `only http and https are fetched, not "${url.protocol.slice(0, 20)}"`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchRefused('fetch.invalid_url', 'an address must not carry a user name or password');
  }
  url.hash = '';
  return url;
}

/** `allowHosts` entries are literals, compared with the host as the URL parser writes it (lower case, A-labels). */
function isAllowedHost(url: URL, allowHosts: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const withPort = `${url.hostname}:${port}`;
  return allowHosts.some((entry) => [url.hostname, withPort].includes(entry.toLowerCase()));
}

function anyAddress(resolve: ResolveHost): LookupFunction {
  return pinned(resolve, () => true);
}

/** The check that counts: what this hands over is what the socket connects to. Refused addresses are left out. */
function publicAddresses(resolve: ResolveHost): LookupFunction {
  return pinned(resolve, isPublicAddress);
}

function pinned(resolve: ResolveHost, accept: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) {
        callback(error, []);
        return;
      }
      const accepted = addresses.filter(({ address }) => accept(address));
      const [first] = accepted;
      if (!first) callback(addressRefused(hostname), []);
      else if (options.all) callback(null, accepted);
      else callback(null, first.address, first.family);
    });
  };
}

function addressRefused(host: string): FetchRefused {
  return new FetchRefused('fetch.address_refused', `${host} is not on the public internet`);
}
