import { Readable } from 'node:stream';
import { readRecords } from '../file-shape.js';
import { isProblem, readRow, type LineProblem, type RowReading, type StagedRow } from '../read-row.js';
import { openLists } from '../reader-list.js';
import type { ReaderFile } from '../reader-file.js';
import type { UploadOptions } from './upload.repository.js';

export interface UploadPreview {
  readonly format: string;
  readonly charset: string;
  readonly delimiter: string;
  readonly layout: string;
  /** The file's own columns, in their order. */
  readonly columns: readonly string[];
  /** Our field → the file's column. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly rows: readonly (
    | { readonly line: number; readonly read: Pick<StagedRow, 'address' | 'standing' | 'locale' | 'consentedAt'> }
    | { readonly line: number; readonly problem: Pick<LineProblem, 'code' | 'column' | 'detail'> }
  )[];
}

/** Rows shown: enough to see whether the columns are the right ones. */
const ROWS_SHOWN = 20;
/** Bytes of the file that are looked at. */
export const PREVIEW_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

/**
 * How the first rows of a list are read. Writes nothing and asks nobody: who of them is known here the dry run says.
 * @throws what opening a list throws
 */
export async function previewUpload(
  beginning: Buffer,
  options: UploadOptions,
  reading: Pick<RowReading, 'hashOf' | 'now'>,
): Promise<UploadPreview> {
  const opened: ReaderFile[] = [];
  try {
    const input = Readable.from([wholeLines(beginning)]);
    const [list] = await openLists({ ...options, file: '-', input }, opened);
    if (list === undefined) throw new Error('no list was opened');
    const { shape, charset } = list;
    const row: RowReading = {
      ...reading,
      plan: shape.plan,
      atLeast: 'active',
      consentedAt: options.consentDate === undefined ? null : new Date(options.consentDate),
      lastContactAt: options.lastContact === undefined ? null : new Date(options.lastContact),
    };
    const rows: UploadPreview['rows'][number][] = [];
    for await (const records of readRecords(list.file.text(charset), shape, { isOfReaders: true })) {
      for (const record of records.slice(0, ROWS_SHOWN - rows.length)) rows.push(shownRow(readRow(record, row)));
      if (rows.length >= ROWS_SHOWN) break;
    }
    const { layout, mapping, header } = shape.plan;
    return { format: shape.format, charset, delimiter: shape.delimiter, layout, columns: header, mapping, rows };
  } finally {
    for (const file of opened) await file.close();
  }
}

function shownRow(row: StagedRow | LineProblem): UploadPreview['rows'][number] {
  if (isProblem(row)) return { line: row.line, problem: { code: row.code, column: row.column, detail: row.detail } };
  const { line, address, standing, locale, consentedAt } = row;
  return { line, read: { address, standing, locale, consentedAt } };
}

/** Up to the last line that is whole, where the file goes on; half a line would be a problem that it has not. */
function wholeLines(beginning: Buffer): Buffer {
  if (beginning.length < PREVIEW_BYTES) return beginning;
  const end = beginning.lastIndexOf(LINE_FEED);
  return end === -1 ? beginning : beginning.subarray(0, end + 1);
}
