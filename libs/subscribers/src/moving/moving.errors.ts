import { defineErrors } from '@app/platform';

/** What can be wrong with a whole file or a whole import. What is wrong with one line is a {@link LineProblem}. */
export const movingErrors = defineErrors({
  'import.file_empty': { kind: 'invalid', text: 'The file has no line. Nothing was imported.' },
  'import.file_binary': {
    kind: 'invalid',
    text: 'The file is not text: a spreadsheet, an archive or something else. Save it as CSV (UTF-8) and import that.',
  },
  'import.file_changed': { kind: 'conflict', text: 'The file changed while it was read. Start again.' },
  'import.charset_unknown': { kind: 'invalid', text: 'There is no such character set. Give a name such as utf-8.' },
  'import.header_missing': {
    kind: 'invalid',
    text: 'The first line holds an address, not the names of columns. Add a header, or say --map address=1.',
  },
  'import.header_too_long': { kind: 'too_large', text: 'The first line is too long to be the names of columns.' },
  'import.columns_duplicate': {
    kind: 'invalid',
    text: 'Several columns have the same name, and nobody can say which one counts. Rename or remove them.',
  },
  'import.column_missing': {
    kind: 'invalid',
    text: 'No column holds the address, as far as its name tells. Say which: --map address=NAME.',
  },
  'import.columns_ambiguous': {
    kind: 'invalid',
    text: 'More than one column may hold the address. Say which: --map address=NAME.',
  },
  'import.map_unknown': {
    kind: 'invalid',
    text: '--map takes field=column, with a field of ours and a column of the file.',
  },
  'import.running': { kind: 'conflict', text: 'Another import is running. Wait until it is done, or stop it.' },
  'import.other_options': {
    kind: 'conflict',
    text: 'This file was begun with other options. Go on with those, or cancel it first: subscriber import cancel ID.',
  },
  'import.cancelled': {
    kind: 'conflict',
    text: 'The import was cancelled. Readers who were in already stay; import the file again to go on.',
  },
  'import.stopped': { kind: 'conflict', text: 'Stopped. The same command goes on where this one ended.' },
  'upload.unknown': { kind: 'not_found', text: 'There is no such list, or it was deleted after its time.' },
  'upload.over': {
    kind: 'conflict',
    text: 'This cannot be done with the list any more, or not yet; `state` says where it stands.',
  },
  'upload.too_large': {
    kind: 'too_large',
    text: 'The list is larger than a browser brings in. Bring it in on the server: colporteur subscriber import FILE.',
  },
  'upload.busy': {
    kind: 'unavailable',
    text: 'The refused rows of this list, or of two others, are being told already. Try again when that is done.',
  },
  'upload.incomplete': { kind: 'conflict', text: 'A piece of the list is missing. Send the file again.' },
  'import.unknown': { kind: 'not_found', text: 'There is no import with this id.' },
  'import.no_cohort': { kind: 'not_found', text: 'This import holds nobody of that cohort.' },
  'import.report_unreadable': { kind: 'invalid', text: 'This is not a report of an import.' },
});
