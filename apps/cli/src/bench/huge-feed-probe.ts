import { fetchFeed } from '@app/dispatches';
import { FetchRefused } from '@app/platform';
import { peakBytes } from './peak-bytes.js';

/**
 * Asks for a feed without end in a process of its own, because a process's peak memory never falls again: what another
 * part needed before would hide what this one needs.
 */
export interface HugeFeedReport {
  /** The refusal's code; undefined: it was taken. */
  readonly code: string | undefined;
  /** Peak resident memory over that before the request, in bytes. */
  readonly grownBytes: number;
  readonly milliseconds: number;
}

const NOTHING_KNOWN = { etag: null, lastModified: null, bodyHash: null };

async function probe(url: string): Promise<HugeFeedReport> {
  const before = peakBytes();
  const begun = performance.now();
  let code: string | undefined;
  try {
    await fetchFeed(url, NOTHING_KNOWN, { publicUrl: 'https://bench.example', allowHosts: ['127.0.0.1'] });
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    code = error.code;
  }
  const milliseconds = performance.now() - begun;
  return { code, grownBytes: peakBytes() - before, milliseconds };
}

process.on('message', (url: string) => {
  void probe(url).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
