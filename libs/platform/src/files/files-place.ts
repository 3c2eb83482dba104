import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Where `FILES_URL` says that files are kept. */
export type FilesPlace = FolderPlace | S3Place;

export interface FolderPlace {
  readonly kind: 'folder';
  /** Absolute. */
  readonly path: string;
}

export interface S3Place {
  readonly kind: 's3';
  /** `https://host[:port]/bucket`, with a prefix behind it where one was given. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const EXPECTED = 'file:///an/absolute/folder, or s3://KEY:SECRET@host[:port]/bucket[?region=…][&tls=false]';

/** AWS's first region, which services that know no regions take too. */
const DEFAULT_REGION = 'us-east-1';
/** Letters, digits, hyphens, dots: a bucket's name (S3 user guide, "Bucket naming rules"), and those of a prefix. */
const SEGMENTS = /^(?:\/[a-z0-9][a-z0-9._-]*)+$/i;

export const filesPlace = z.string(EXPECTED).transform((text, context): FilesPlace => {
  const place = readPlace(text);
  if (place !== undefined) return place;
  context.issues.push({ code: 'custom', message: EXPECTED, input: text });
  return z.NEVER;
});

function readPlace(text: string): FilesPlace | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hash !== '') return undefined;
  if (url.protocol === 'file:') return readFolder(url);
  return url.protocol === 's3:' ? readS3(url) : undefined;
}

function readFolder(url: URL): FolderPlace | undefined {
  if (url.host !== '' || url.search !== '' || url.pathname === '/' || /%2f|%00/i.test(url.pathname)) return undefined;
  return { kind: 'folder', path: fileURLToPath(url) };
}

function readS3(url: URL): S3Place | undefined {
  const accessKeyId = decoded(url.username);
  const secretAccessKey = decoded(url.password);
  if (!accessKeyId || !secretAccessKey || url.host === '') return undefined;
  const path = url.pathname.replace(/\/+$/, '');
  if (!SEGMENTS.test(path)) return undefined;
  const { region = DEFAULT_REGION, tls = 'true', ...unknown } = Object.fromEntries(url.searchParams);
  if (Object.keys(unknown).length > 0 || !/^[a-z0-9-]+$/i.test(region) || !/^(true|false)$/.test(tls)) return undefined;
  const endpoint = `${tls === 'true' ? 'https' : 'http'}://${url.host}${path}`;
  return { kind: 's3', endpoint, region, accessKeyId, secretAccessKey };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no encoding; the caller says what is expected.
    return undefined;
  }
}
