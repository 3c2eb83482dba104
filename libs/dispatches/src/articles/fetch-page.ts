import { safeFetch } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { MAX_PAGE_BYTES } from './page.js';

export interface FetchedPage {
  readonly body: Buffer;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly contentType: string | undefined;
}

/** A page that takes longer is tried again; in milliseconds. */
const FETCH_LIMIT_MS = 20_000;
/** From http to https, to the host with www, to the page's present address, past a consent page and back. */
const MAX_REDIRECTS = 6;

/** The page of an article, once, through the safe fetcher. @throws CatalogueError `article.…` by status, or FetchRefused */
export async function fetchPage(
  link: string,
  options: { readonly publicUrl?: string; readonly allowHosts?: readonly string[] },
): Promise<FetchedPage> {
  const { status, body, url, headers } = await safeFetch(link, {
    headers: {
      accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
      'user-agent': options.publicUrl === undefined ? 'Colporteur' : `Colporteur (+${options.publicUrl})`,
    },
    maxBytes: MAX_PAGE_BYTES,
    timeoutMs: FETCH_LIMIT_MS,
    maxRedirects: MAX_REDIRECTS,
    allowHosts: options.allowHosts ?? [],
  });
  if ([401, 402, 403, 451].includes(status)) throw dispatchErrors.error('article.forbidden', { status });
  if (status === 404 || status === 410) throw dispatchErrors.error('article.gone', { status });
  if (status !== 200) throw dispatchErrors.error('article.not_served', { status });
  return { body, url, contentType: headers.get('content-type') ?? undefined };
}
