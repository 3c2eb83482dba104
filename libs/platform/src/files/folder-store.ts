import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, readFile, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { folderFailure, systemCode, writeDurably, writeWhole } from './durable-file.js';
import { FileStore, fileHash, isFileHash } from './file-store.js';
import { filesErrors } from './files.errors.js';

/** Half-written files stand here, so that one look finds what a crash has left. On the same file system by being below. */
const ASIDE = 'aside';
/** Far longer than writing a file takes: whoever began one that old is gone. In milliseconds. */
const LEFT_BEHIND_MS = 3_600_000;

/**
 * Files in a folder, in 256 sub-folders by the beginning of their hash, because folders with a million entries are slow
 * to list and to back up. For one host, or several that share the folder over the network.
 */
export class FolderStore extends FileStore {
  /** `folder` is absolute. It is made when something is first written. */
  constructor(private readonly folder: string) {
    super();
  }

  async put(hash: string, bytes: Buffer): Promise<void> {
    await writeWhole(this.fileOf(hash), bytes, path.join(this.folder, ASIDE));
  }

  async get(hash: string): Promise<Buffer | undefined> {
    const file = this.fileOf(hash);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw folderFailure(error);
    }
    if (fileHash(bytes) !== hash) throw filesErrors.error('files.damaged', { hash });
    return bytes;
  }

  async remove(hash: string): Promise<void> {
    const file = this.fileOf(hash);
    try {
      await unlink(file);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw folderFailure(error);
    }
  }

  async check(mode: 'read' | 'write'): Promise<void> {
    try {
      if (mode === 'read') {
        // Not there yet: nothing was stored, and whoever stores makes it.
        await access(this.folder, constants.R_OK | constants.X_OK).catch((error: unknown) => {
          if (systemCode(error) !== 'ENOENT') throw error;
        });
        return;
      }
      const probe = path.join(this.folder, ASIDE, `probe.${randomUUID()}`);
      await mkdir(path.dirname(probe), { recursive: true });
      await writeDurably(probe, Buffer.from('probe'));
      await unlink(probe);
      await this.removeLeftBehind();
    } catch (error) {
      throw folderFailure(error);
    }
  }

  private fileOf(hash: string): string {
    if (!isFileHash(hash)) throw filesErrors.error('files.invalid_name');
    return path.join(this.folder, hash.slice(0, 2), hash);
  }

  private async removeLeftBehind(): Promise<void> {
    const aside = path.join(this.folder, ASIDE);
    for (const name of await readdir(aside)) {
      const file = path.join(aside, name);
      try {
        if (Date.now() - (await stat(file)).mtimeMs > LEFT_BEHIND_MS) await unlink(file);
      } catch (error) {
        // Another process of ours starts at the same time and has removed it.
        if (systemCode(error) !== 'ENOENT') throw error;
      }
    }
  }
}
