import { Readable, pipeline } from 'node:stream';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** The codings {@link readBody} can undo, as an `Accept-Encoding` value. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br';

/** An honest server applies one coding, seldom two; a long list is an attempt to multiply a decompression bomb. */
const MAX_CODINGS = 2;

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export class BodyUnreadable extends Error {
  override readonly name = 'BodyUnreadable';
}

/**
 * Reads a response body, undoing its content codings (RFC 9110 §8.4). Bytes are counted as they come out of the last
 * decompressor, so a bomb stops within one zlib chunk (16 KiB) of `maxBytes`, and the source is destroyed.
 *
 * @throws BodyTooLarge when more than `maxBytes` bytes come out
 * @throws BodyUnreadable for an unknown coding or broken compressed data
 */
export async function readBody(source: Readable, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    let stream = source;
    for (const coding of codingsToUndo(contentEncoding)) stream = await decoded(stream, coding);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      // Leaving the loop destroys the stream, and through the pipeline its source.
      if (size > maxBytes) throw new BodyTooLarge(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (isZlibError(error)) throw new BodyUnreadable('the compressed body is broken', { cause: error });
    throw error;
  } finally {
    source.destroy();
  }
  return Buffer.concat(chunks, size);
}

/** Last applied first, because that is the order to undo them in. */
function codingsToUndo(contentEncoding: string): string[] {
  const codings = contentEncoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) throw new BodyUnreadable(`more than ${MAX_CODINGS} content codings`);
  return codings.reverse();
}

async function decoded(source: Readable, coding: string): Promise<Readable> {
  const iterator = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first = await iterator.next();
  // Nothing at all is what some servers send as a compressed nothing.
  if (first.done === true) return Readable.from([]);
  const start = first.value;
  async function* fromTheStart() {
    yield start;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  // The callback has nothing to do: pipeline destroys the decoder with the error, and its reader throws it.
  return pipeline(Readable.from(fromTheStart()), decoderFor(coding, start), () => undefined);
}

function decoderFor(coding: string, start: Buffer): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // zlib data by the standard, raw deflate data on some servers: the first byte tells which (RFC 1950 §2.2).
      return ((start[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      throw new BodyUnreadable(`unknown content coding "${coding.slice(0, 40)}"`);
  }
}

function isZlibError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && /^(Z_|ERR__ERROR)/.test(error.code);
}
