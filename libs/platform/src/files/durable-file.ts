import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogueError } from '../errors.js';
import { filesFailure } from './files.errors.js';

/** No waiting mends these: the path is wrong, or belongs to somebody else. */
const FOR_GOOD = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG']);

/**
 * Writes a file whole or not at all, also for whoever reads meanwhile, so that content and name survive a power cut.
 * `aside` is a folder on the same file system, where half-written files stand.
 */
export async function writeWhole(file: string, bytes: Uint8Array, aside: string): Promise<void> {
  const unfinished = path.join(aside, `${path.basename(file)}.${randomUUID()}`);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await mkdir(aside, { recursive: true });
    await writeDurably(unfinished, bytes);
    await rename(unfinished, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {
      // What cannot be removed now is removed at the next start; the first failure is the one to tell.
    });
    throw folderFailure(error);
  }
}

/** A new file with its bytes on the disk. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
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
    if (systemCode(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

/** The system's code of whatever was thrown, such as `ENOENT`; empty where it has none. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

export function folderFailure(error: unknown): CatalogueError {
  const code = systemCode(error);
  return filesFailure(FOR_GOOD.has(code) ? 'files.misconfigured' : 'files.unavailable', code || 'unknown', error);
}
