import { readFile, readdir, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { folderFailure, systemCode, writeWhole } from '../files/durable-file.js';
import { JournalStore, journalName } from './journal-store.js';

/** Half-written files; begins with a dot, as no name of the journal does. */
const ASIDE = '.aside';

/** For one host, or several that share the folder over the network. Made when something is first written. */
export class FolderJournal extends JournalStore {
  constructor(private readonly folder: string) {
    super();
  }

  async write(name: string, bytes: Buffer): Promise<void> {
    await writeWhole(this.fileOf(name), bytes, path.join(this.folder, ASIDE));
  }

  async read(name: string): Promise<Buffer | undefined> {
    const file = this.fileOf(name);
    try {
      return await readFile(file);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw folderFailure(error);
    }
  }

  async list(under: string): Promise<string[]> {
    const root = under === '' ? this.folder : this.fileOf(under);
    try {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
        .filter((name) => !name.startsWith(`${ASIDE}/`))
        .sort();
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw folderFailure(error);
    }
  }

  async remove(name: string): Promise<void> {
    const file = this.fileOf(name);
    try {
      await unlink(file);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw folderFailure(error);
    }
  }

  /** The folder's inode: a copy of it, beside a copy of the database, has another. */
  override async place(): Promise<string | null> {
    try {
      return String((await stat(this.folder, { bigint: true })).ino);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null;
      throw folderFailure(error);
    }
  }

  private fileOf(name: string): string {
    return path.join(this.folder, ...journalName(name).split('/'));
  }
}
