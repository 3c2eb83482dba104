import { CatalogueError } from './errors.js';
import type { ErrorKind } from './errors.js';
import { BodyTooLarge, BodyUnreadable } from './response-body.js';

/** The fetcher's part of the error catalogue, and the plain reasons behind the network's codes. */

export type FetchRefusedCode =
  | 'fetch.invalid_url'
  | 'fetch.scheme_refused'
  | 'fetch.address_refused'
  | 'fetch.too_large'
  | 'fetch.timeout'
  | 'fetch.too_many_redirects'
  | 'fetch.failed';

const KINDS: Readonly<Record<FetchRefusedCode, ErrorKind>> = {
  'fetch.invalid_url': 'invalid',
  'fetch.scheme_refused': 'invalid',
  'fetch.address_refused': 'forbidden',
  'fetch.too_large': 'too_large',
  'fetch.timeout': 'unavailable',
  'fetch.too_many_redirects': 'unavailable',
  'fetch.failed': 'unavailable',
};

/** Why nothing was fetched. `code` is stable; the message is a plain reason for the operator and names no more than the host. */
export class FetchRefused extends CatalogueError {
  declare readonly code: FetchRefusedCode;
  constructor(code: FetchRefusedCode, reason: string, options?: ErrorOptions) {
    super(code, KINDS[code], reason, {}, options);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name was not found',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the server closed the connection',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_SOCKET: 'the server closed the connection',
  UND_ERR_HEADERS_OVERFLOW: 'the answer has too many headers',
};

/** What to tell the caller about whatever ended a fetch that had these limits (bytes, milliseconds). */
export function refusal(
  error: unknown,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
): FetchRefused {
  if (error instanceof BodyTooLarge) {
    return new FetchRefused('fetch.too_large', `the answer is larger than ${maxBytes} bytes`);
  }
  if (error instanceof BodyUnreadable) return new FetchRefused('fetch.failed', error.message, { cause: error });
  const chain = causes(error);
  const refused = chain.find((cause) => cause instanceof FetchRefused);
  if (refused) return refused;
  const code = chain.map(networkCode).find((text) => text !== undefined);
  if (code === 'ETIMEDOUT' || /^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(code ?? '')) {
    return new FetchRefused('fetch.timeout', `no complete answer within ${timeoutMs} ms`, { cause: error });
  }
  return new FetchRefused('fetch.failed', plainReason(code), { cause: error });
}

const NOT_HTTP = 'HTTPParserError';

function plainReason(code: string | undefined): string {
  if (code === undefined) return 'the request failed';
  if (/CERT|TLS|SSL|ISSUER|SIGNATURE/.test(code)) return `the server's certificate or TLS is not accepted (${code})`;
  if (code === NOT_HTTP || code.startsWith('HPE_')) return 'the server does not speak HTTP';
  return REASONS[code] ?? `the request failed (${code})`;
}

interface Thrown {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function networkCode({ name, code }: Thrown): string | undefined {
  if (typeof code === 'string') return code;
  return name === NOT_HTTP ? NOT_HTTP : undefined;
}

/** How far down a chain of causes we look; real ones are two or three deep. */
const MAX_CAUSES = 10;

/** An error and what is behind it: undici wraps, and a connection to several addresses fails with all their errors. */
function causes(error: unknown): Thrown[] {
  const found: Thrown[] = [];
  let next: unknown = error;
  // Judged by shape, because an error of Node's own is not `instanceof Error` in another realm (Jest, vm).
  while (typeof next === 'object' && next !== null && found.length < MAX_CAUSES) {
    const thrown: Thrown = next;
    found.push(thrown);
    if (Array.isArray(thrown.errors)) found.push(...(thrown.errors as Thrown[]));
    next = thrown.cause;
  }
  return found;
}
