import { createHash } from 'node:crypto';
import { safeFetch, type SafeFetchResponse } from '@app/platform';

/** One conditional request for a feed, and what its answer means before anybody parses it. */

/** A news feed is well under a megabyte; ten leave room for one that keeps a year of full texts. */
export const MAX_FEED_BYTES = 10 * 1024 * 1024;
/** All redirects and the whole body. A feed that takes longer holds a connection that others wait for. */
const FETCH_LIMIT_MS = 30_000;
/** http → https → www → new path, and one more. */
const MAX_REDIRECTS = 5;

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';

export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What was kept of the last answer; sent back as it came, a weak validator too (RFC 9110 §13.1). */
export interface KnownAnswer extends Validators {
  readonly bodyHash: Buffer | null;
}

export interface FetchSettings {
  /** Where the newsroom can be reached, so that a publisher knows who asks. */
  readonly publicUrl: string;
  readonly allowHosts: readonly string[];
  /** Milliseconds; left out: the limit of a poll. */
  readonly timeoutMs?: number;
}

export type FeedAnswer =
  | {
      readonly kind: 'body';
      readonly response: SafeFetchResponse;
      readonly validators: Validators;
      readonly bodyHash: Buffer;
    }
  /** By its status, or because the same bytes came again. */
  | { readonly kind: 'not_modified'; readonly response: SafeFetchResponse; readonly validators: Validators }
  /** A status that brings no feed. */
  | { readonly kind: 'refused'; readonly response: SafeFetchResponse };

/**
 * Asks for the feed as it changed since `known`.
 *
 * @throws FetchRefused when no whole answer came
 */
export async function fetchFeed(url: string, known: KnownAnswer, settings: FetchSettings): Promise<FeedAnswer> {
  const response = await safeFetch(url, {
    headers: {
      accept: ACCEPT,
      'user-agent': `Colporteur (+${settings.publicUrl})`,
      ...(known.etag !== null && { 'if-none-match': known.etag }),
      ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
    },
    maxBytes: MAX_FEED_BYTES,
    timeoutMs: settings.timeoutMs ?? FETCH_LIMIT_MS,
    maxRedirects: MAX_REDIRECTS,
    allowHosts: settings.allowHosts,
  });
  const etag = validator(response, 'etag');
  const lastModified = validator(response, 'last-modified');
  const wasConditional = known.etag !== null || known.lastModified !== null;
  // A 304 repeats the validators or leaves them out; what it leaves out stays (RFC 9111 §3.2). One nobody asked for
  // says nothing about a body we never had.
  if (response.status === 304 && wasConditional)
    return {
      kind: 'not_modified',
      response,
      validators: { etag: etag ?? known.etag, lastModified: lastModified ?? known.lastModified },
    };
  if (response.status !== 200) return { kind: 'refused', response };
  const bodyHash = hashOf(response);
  const validators = { etag, lastModified };
  if (known.bodyHash?.equals(bodyHash) === true) return { kind: 'not_modified', response, validators };
  return { kind: 'body', response, validators, bodyHash };
}

/** The longest validator we keep and send back; one that is longer is no validator but a payload. */
const MAX_VALIDATOR_LENGTH = 1_000;

function validator(response: SafeFetchResponse, name: string): string | null {
  const value = response.headers.get(name);
  // What cannot be sent back as a header (a control character, an emoji) would fail every later request.
  return value !== null && value.length <= MAX_VALIDATOR_LENGTH && /^[\t\x20-\x7e\x80-\xff]+$/.test(value)
    ? value
    : null;
}

/** With the content type, because its charset decides what the bytes mean. */
function hashOf(response: SafeFetchResponse): Buffer {
  return createHash('sha256')
    .update(response.headers.get('content-type') ?? '')
    .update('\0')
    .update(response.body)
    .digest();
}
