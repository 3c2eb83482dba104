import { defineErrors } from '../errors.js';

/**
 * What must outlive a restored backup is kept here, outside the database: the last sign of life of each installation,
 * and who withdrew. Small files that are written whole and never changed, but for the sign of life. A folder, or
 * S3-compatible storage, like the file store, from which it is apart because its files have names and can be listed.
 */
export abstract class JournalStore {
  /** Keeps `bytes` whole or not at all, durably. @throws files.unavailable, files.misconfigured, journal.invalid_name */
  abstract write(name: string, bytes: Buffer): Promise<void>;

  /** undefined: there is no such file. @throws files.unavailable, files.misconfigured */
  abstract read(name: string): Promise<Buffer | undefined>;

  /** Every name that begins with the folder `under` (without a slash at its end), sorted. Empty: every name there is. */
  abstract list(under: string): Promise<string[]>;

  /** Nothing to remove is not an error. */
  abstract remove(name: string): Promise<void>;

  /** What a copy of all its files has not; null: this kind of place, or one not made yet, has nothing of the sort. */
  place(): Promise<string | null> {
    return Promise.resolve(null);
  }
}

export const journalErrors = defineErrors({
  'journal.invalid_name': { kind: 'invalid', text: 'A journal’s file is named by lower-case segments and slashes.' },
  'journal.damaged': {
    kind: 'internal',
    text: 'A file of the journal is not what was written into it. Restore it from a backup of the journal, or arm with --without-journal and know that withdrawals may be missing.',
  },
});

/** Of at most five segments; none begins with a dot, so that no name leads out of the place. */
const NAME = /^[a-z0-9][a-z0-9.-]{0,99}(?:\/[a-z0-9][a-z0-9.-]{0,99}){0,4}$/;

/** @throws journal.invalid_name */
export function journalName(text: string): string {
  if (!NAME.test(text)) throw journalErrors.error('journal.invalid_name');
  return text;
}
