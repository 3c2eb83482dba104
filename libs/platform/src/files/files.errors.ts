import { defineErrors, errorText, type CatalogueError } from '../errors.js';

export const filesErrors = defineErrors({
  'files.unavailable': {
    kind: 'unavailable',
    text: 'The file store does not work at the moment: it is full, away, or answers with an error. What was to be stored is tried again later.',
  },
  'files.misconfigured': {
    kind: 'internal',
    text: 'The file store cannot be used as FILES_URL, or JOURNAL_URL for the journal, has it. Check the folder and who may write to it, or the bucket, the key and the region.',
  },
  'files.damaged': {
    kind: 'internal',
    text: 'The file store gave back other bytes than were put into it. Restore the file from a backup, or have its picture fetched again.',
  },
  'files.invalid_name': { kind: 'invalid', text: 'A file is named by the SHA-256 of its bytes, in lower-case hex.' },
});

/** `reason` is a code of the system or of the service, never its text, which can hold paths and keys. */
export function filesFailure(
  code: 'files.unavailable' | 'files.misconfigured',
  reason: string,
  cause: unknown,
): CatalogueError {
  return filesErrors.error(code, { reason }, { cause: new Error(errorText(cause)) });
}
