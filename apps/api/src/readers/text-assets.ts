import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface TextAsset {
  readonly type: string;
  readonly plain: Buffer;
  readonly zipped: Buffer;
  /** Of the content; each of its two encodings has a tag of its own (RFC 9110 §8.8.3). */
  readonly hash: string;
}

/**
 * The scripts and style sheets of a folder, by their path in it, read and zipped once: an article page of somebody else's
 * carries our script, and there is not always a proxy in front of us that would make it small. Pages themselves are not
 * zipped here: they hold tokens beside what a stranger typed, and the length of the two zipped tells of both (BREACH).
 */
export function readTextAssets(folder: string): ReadonlyMap<string, TextAsset> {
  const names = globSync(`**/*{${Object.keys(TYPES).join(',')}}`, { cwd: folder });
  return new Map(
    names.map((name) => {
      const plain = readFileSync(path.join(folder, name));
      const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
      const type = TYPES[path.extname(name)] ?? 'application/octet-stream';
      return [name.split(path.sep).join('/'), { type, plain, zipped: gzipSync(plain, { level: 9 }), hash }];
    }),
  );
}

/** Answers with the file, or with 304 where the browser has it already. */
export async function sendTextAsset(request: FastifyRequest, reply: FastifyReply, asset: TextAsset): Promise<void> {
  const isZipped = takesGzip(request.headers['accept-encoding']);
  const tag = `"${asset.hash}${isZipped ? '-gz' : ''}"`;
  reply.header('etag', tag).header('vary', 'Accept-Encoding').type(asset.type);
  if (isZipped) reply.header('content-encoding', 'gzip');
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(tag) === true) await reply.status(304).send();
  else await reply.send(isZipped ? asset.zipped : asset.plain);
}

/** Whether the client names gzip and does not refuse it by a weight of zero (RFC 9110 §12.5.3). */
export function takesGzip(accepted = ''): boolean {
  return accepted.split(',').some((coding) => {
    const [name = '', ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(?:\.0{0,3})?$/.test(parameter));
  });
}
