import type { S3Config } from 's3mini';
import type { CatalogueError } from '../errors.js';
import type { S3Place } from './files-place.js';
import { filesFailure } from './files.errors.js';

/** One request of at most a few hundred kilobytes: slower than this the service is away. In milliseconds. */
const REQUEST_LIMIT_MS = 20_000;

/** What the client of a place is made with; `endpoint` replaces the place's own. */
export function s3Options(place: S3Place, endpoint = place.endpoint): S3Config {
  const { accessKeyId, secretAccessKey, region } = place;
  return { accessKeyId, secretAccessKey, endpoint, region, requestAbortTimeout: REQUEST_LIMIT_MS };
}

/** @throws files.unavailable, files.misconfigured, whatever the client threw */
export async function attempt<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw failure(error);
  }
}

/** Statuses by which the service itself refuses, whatever the hour; throttling and faults of its own pass. */
const REFUSALS: readonly unknown[] = [301, 307, 400, 401, 403, 404, 405];

interface Thrown {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly serviceCode?: unknown;
  readonly code?: unknown;
}

function failure(error: unknown): CatalogueError {
  const { name, status, serviceCode, code }: Thrown = typeof error === 'object' && error !== null ? error : {};
  const reason = [serviceCode, code, name].find((value) => typeof value === 'string') ?? 'unknown';
  const kind = REFUSALS.includes(status) ? 'files.misconfigured' : 'files.unavailable';
  return filesFailure(kind, reason, error);
}
