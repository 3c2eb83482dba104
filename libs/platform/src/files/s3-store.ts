import { S3mini } from 's3mini';
import { FileStore, fileHash, isFileHash } from './file-store.js';
import type { S3Place } from './files-place.js';
import { filesErrors } from './files.errors.js';
import { attempt, s3Options } from './s3-requests.js';

/**
 * Files in a bucket of S3-compatible storage (AWS, MinIO, Ceph, Garage …), addressed by path and signed with AWS
 * Signature Version 4. The bucket stays private: readers get files from us.
 */
export class S3Store extends FileStore {
  private readonly client: S3mini;

  constructor(place: S3Place) {
    super();
    this.client = new S3mini(s3Options(place));
  }

  async put(hash: string, bytes: Buffer, mediaType: string): Promise<void> {
    const key = keyOf(hash);
    await attempt(() => this.client.putObject(key, bytes, mediaType));
  }

  async get(hash: string): Promise<Buffer | undefined> {
    const key = keyOf(hash);
    const found = await attempt(() => this.client.getObjectArrayBuffer(key));
    if (found === null) return undefined;
    const bytes = Buffer.from(found);
    if (fileHash(bytes) !== hash) throw filesErrors.error('files.damaged', { hash });
    return bytes;
  }

  async remove(hash: string): Promise<void> {
    const key = keyOf(hash);
    await attempt(() => this.client.deleteObject(key));
  }

  async check(mode: 'read' | 'write'): Promise<void> {
    if (mode === 'read') {
      // A file that is not there is the answer hoped for: whoever may ask gets a 404, and whoever may not a 403.
      await attempt(() => this.client.objectExists(PROBE));
      return;
    }
    // Always the same name, so that a process that dies here leaves nothing more than one byte.
    await attempt(() => this.client.putObject(PROBE, Buffer.from('.'), 'text/plain'));
    await attempt(() => this.client.deleteObject(PROBE));
  }
}

const PROBE = 'probe';

/** By the beginning of the hash as in a folder, so that the two can be copied into one another. */
function keyOf(hash: string): string {
  if (!isFileHash(hash)) throw filesErrors.error('files.invalid_name');
  return `${hash.slice(0, 2)}/${hash}`;
}
