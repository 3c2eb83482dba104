import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { newId } from '@app/platform';
import { HEAD_BYTES, Utf8Count, charsetOf } from './charset.js';
import { movingErrors } from './moving.errors.js';

/** What is known of a file after it was read through once. */
export interface FileScan {
  /** SHA-256: the same file again is the same import. */
  readonly hash: Buffer;
  readonly bytes: number;
  readonly charset: string;
  /** The first characters, decoded. */
  readonly head: string;
}

/** Bytes read at a time. */
const PIECE_BYTES = 65_536;

/**
 * A list of readers, read twice: once for its hash and charset, once for its rows. What comes on standard input is put
 * into a file without a name first, which is gone when the process is, however it ends.
 */
export class ReaderFile {
  private constructor(private readonly handle: FileHandle) {}

  static async open(file: string, standardInput: Readable = process.stdin): Promise<ReaderFile> {
    if (file !== '-') return new ReaderFile(await open(file, 'r'));
    const place = path.join(tmpdir(), `colporteur-${newId()}`);
    const handle = await open(place, 'wx+', 0o600);
    try {
      await rm(place);
      for await (const piece of standardInput) await handle.write(piece as Buffer);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new ReaderFile(handle);
  }

  /** @throws import.file_empty, import.file_binary, import.charset_unknown */
  async scan(charset: string): Promise<FileScan> {
    const hash = createHash('sha256');
    const characters = new Utf8Count();
    const heads: Buffer[] = [];
    let bytes = 0;
    for await (const piece of this.pieces()) {
      hash.update(piece);
      characters.take(piece);
      if (bytes < HEAD_BYTES) heads.push(piece);
      bytes += piece.length;
    }
    characters.end();
    const head = Buffer.concat(heads).subarray(0, HEAD_BYTES);
    const found = charsetOf({ head, wellFormed: characters.wellFormed, malformed: characters.malformed });
    if (found === undefined) throw movingErrors.error('import.file_binary');
    const used = charset === 'auto' ? found : charset;
    const text = decoderOf(used).decode(head, { stream: true });
    if (text.trim() === '') throw movingErrors.error('import.file_empty');
    return { hash: hash.digest(), bytes, charset: used, head: text };
  }

  /** The file as text, a piece at a time; a byte-order mark is left out. */
  async *text(charset: string): AsyncGenerator<string> {
    const decoder = decoderOf(charset);
    for await (const piece of this.pieces()) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private pieces(): AsyncIterable<Buffer> {
    return createReadStream('', { fd: this.handle, start: 0, autoClose: false, highWaterMark: PIECE_BYTES });
  }
}

function decoderOf(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch (error) {
    throw movingErrors.error('import.charset_unknown', { charset: charset.slice(0, 60) }, { cause: error });
  }
}
