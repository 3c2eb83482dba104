import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readFile, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogueError } from '../errors.js';
import { FileStore, fileHash, isFileHash } from './file-store.js';
import { filesErrors, filesFailure } from './files.errors.js';

/** Half-written files stand here, so that one look finds what a crash has left. On the same file system by being below. */
const ASIDE = 'aside';
/** Far longer than writing a file takes: whoever began one that old is gone. In milliseconds. */
const LEFT_BEHIND_MS = 3_600_000;

/** No waiting mends these: the path is wrong, or belongs to somebody else. */
const FOR_GOOD = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

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
    const file = this.fileOf(hash);
    const aside = path.join(this.folder, ASIDE, `${hash}.${randomUUID()}`);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await mkdir(path.dirname(aside), { recursive: true });
      await writeDurably(aside, bytes);
      // Whole or not at all, also for whoever reads meanwhile; then the name too survives a power cut.
      await rename(aside, file);
      await syncFolder(path.dirname(file));
    } catch (error) {
      await rm(aside, { force: true }).catch(() => {
        // What cannot be removed now is removed at the next start; the first failure is the one to tell.
      });
      throw failure(error);
    }
  }

  async get(hash: string): Promise<Buffer | undefined> {
    const file = this.fileOf(hash);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw failure(error);
    }
    if (fileHash(bytes) !== hash) throw filesErrors.error('files.damaged', { hash });
    return bytes;
  }

  async remove(hash: string): Promise<void> {
    const file = this.fileOf(hash);
    try {
      await unlink(file);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw failure(error);
    }
  }

  async check(mode: 'read' | 'write'): Promise<void> {
    try {
      if (mode === 'read') {
        // Not there yet: nothing was stored, and whoever stores makes it.
        await access(this.folder, constants.R_OK | constants.X_OK).catch((error: unknown) => {
          if (codeOf(error) !== 'ENOENT') throw error;
        });
        return;
      }
      const probe = path.join(this.folder, ASIDE, `probe.${randomUUID()}`);
      await mkdir(path.dirname(probe), { recursive: true });
      await writeDurably(probe, Buffer.from('probe'));
      await unlink(probe);
      await this.removeLeftBehind();
    } catch (error) {
      throw failure(error);
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
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    }
  }
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems do not know how to; they make the name durable by themselves.
    if (codeOf(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

function failure(error: unknown): CatalogueError {
  const code = codeOf(error);
  return filesFailure(FOR_GOOD.has(code) ? 'files.misconfigured' : 'files.unavailable', code || 'unknown', error);
}
