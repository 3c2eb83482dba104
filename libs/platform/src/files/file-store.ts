import { createHash } from 'node:crypto';

/**
 * Where files are kept that are too large for rows: known by what they hold, so that the same bytes are one file and a
 * file never changes. Which of them there are, and what they are, is said by rows of the database; the store only keeps
 * bytes. Two implementations: a folder for one host, S3-compatible storage for several.
 */
export abstract class FileStore {
  /**
   * Keeps `bytes` whole or not at all; what was kept under the hash before is replaced.
   *
   * @throws files.unavailable (also for a full disk), files.misconfigured
   */
  abstract put(hash: string, bytes: Buffer, mediaType: string): Promise<void>;

  /**
   * undefined: the store has no such file.
   *
   * @throws files.unavailable, files.misconfigured, files.damaged when the bytes are not those of the hash
   */
  abstract get(hash: string): Promise<Buffer | undefined>;

  /** Nothing to remove is not an error. @throws files.unavailable, files.misconfigured */
  abstract remove(hash: string): Promise<void>;

  /**
   * Whether a process that reads, or one that writes too, can work with the store; asked once at start.
   *
   * @throws files.misconfigured when it cannot and waiting would not help, files.unavailable when it may later
   */
  abstract check(access: 'read' | 'write'): Promise<void>;
}

/** SHA-256 in lower-case hex: the only name a file has, and the only text that reaches a path or an address. */
const HASH = /^[0-9a-f]{64}$/;

export function isFileHash(text: string): boolean {
  return HASH.test(text);
}

export function fileHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
