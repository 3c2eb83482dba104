import { isCatalogueError } from '../errors.js';
import type { Log } from '../log.js';
import type { FileStore } from './file-store.js';

/**
 * At the start of a process that reads files, or writes them too. A store that cannot work as it is configured stops
 * the start; one that is only away does not, because mail goes out without pictures.
 *
 * @throws files.misconfigured
 */
export async function proveFiles(files: FileStore, access: 'read' | 'write', log: Log): Promise<void> {
  try {
    await files.check(access);
  } catch (error) {
    if (!isCatalogueError(error, 'files.unavailable')) throw error;
    log.failure('files.unavailable', error, { access });
  }
}
