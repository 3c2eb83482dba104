import { defineErrors } from '@app/platform';

export const armingErrors = defineErrors({
  'arming.journal_missing': {
    kind: 'conflict',
    text: 'The journal of this installation is missing or cannot be read, so nobody knows who withdrew since the backup. Restore it, or point JOURNAL_URL (or FILES_URL) to it; or arm with --without-journal, and whoever left since the backup is a reader again.',
  },
  'arming.changed': {
    kind: 'conflict',
    text: 'Somebody armed or disarmed this installation at the same moment. Look again.',
  },
});
