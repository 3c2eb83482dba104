import type { FileStore } from './file-store.js';
import type { FilesPlace } from './files-place.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';

/** The store at a place. Touches nothing: see {@link FileStore.check}. */
export function openFileStore(place: FilesPlace): FileStore {
  return place.kind === 'folder' ? new FolderStore(place.path) : new S3Store(place);
}
