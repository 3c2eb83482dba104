import path from 'node:path';
import type { Config } from '../config.js';
import { FolderJournal } from './folder-journal.js';
import type { JournalStore } from './journal-store.js';
import { S3Journal } from './s3-journal.js';

/** Below FILES_URL, where files are named by two hexadecimal digits: whoever may write those may write this. */
const FOLDER = 'journal';

/** The journal of JOURNAL_URL, else a folder of its own below FILES_URL. Touches nothing. */
export function openJournal({ env }: Pick<Config, 'env'>): JournalStore {
  const { JOURNAL_URL: own, FILES_URL: files } = env;
  const place = own ?? files;
  const folder = own === undefined ? FOLDER : '';
  return place.kind === 'folder' ? new FolderJournal(path.join(place.path, folder)) : new S3Journal(place, folder);
}
