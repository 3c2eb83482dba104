import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { HEAD_BYTES } from './charset.js';
import { readRecords, shapeOf, type FileShape, type Format } from './file-shape.js';
import type { Layout } from './layouts.js';
import { ReaderFile } from './reader-file.js';
import { isProblem, readRow, type LineProblem, type RowReading, type StagedRow } from './read-row.js';

export type ListName = 'readers' | 'suppressions';

export interface ListWish {
  /** A path; `-` is standard input. */
  readonly file: string;
  /** What `-` reads instead of standard input. */
  readonly input?: Readable | undefined;
  /** Those who must not be mailed, as the other platform lists them. */
  readonly suppressionsFile?: string | undefined;
  readonly layout: Layout['name'] | 'auto';
  readonly map: Readonly<Record<string, string>>;
  readonly charset: string;
  readonly delimiter: string;
  readonly format: Format | 'auto';
}

/** A file whose first lines are understood. */
export interface ReaderList {
  readonly name: ListName;
  readonly hash: Buffer;
  readonly bytes: number;
  readonly charset: string;
  readonly shape: FileShape;
  readonly file: ReaderFile;
}

export interface FileProblem extends LineProblem {
  readonly file: ListName;
}

/** Rows and problems that came with one piece of a file. */
export interface ListPart {
  readonly name: ListName;
  /** Lines that hold something. */
  readonly rows: number;
  readonly staged: readonly StagedRow[];
  readonly problems: readonly LineProblem[];
}

/** Lines of a list of suppressions lie this far below those of the readers, so that they are staged and applied first. */
const SUPPRESSIONS_OFFSET = 2 ** 40;

/** Whose line it is, and which. */
export function placeOf(line: number): { readonly file: ListName; readonly line: number } {
  return line < 0 ? { file: 'suppressions', line: line + SUPPRESSIONS_OFFSET } : { file: 'readers', line };
}

/** The suppressions first. Every file that is open is in `opened`, for the caller to close whatever happens. */
export async function openLists(wish: ListWish, opened: ReaderFile[], input = wish.input): Promise<ReaderList[]> {
  const lists: ReaderList[] = [];
  const { suppressionsFile } = wish;
  if (suppressionsFile !== undefined) {
    // Of this file only the address and the cause matter, and its columns are its own.
    const own = { ...wish, file: suppressionsFile, map: {}, layout: 'auto', isSuppressions: true } as const;
    lists.push(await openList('suppressions', own, opened, input));
  }
  lists.push(await openList('readers', wish, opened, input));
  return lists;
}

async function openList(
  name: ListName,
  wish: ListWish & { readonly isSuppressions?: boolean },
  opened: ReaderFile[],
  input: Readable | undefined,
): Promise<ReaderList> {
  const file = await ReaderFile.open(wish.file, input);
  opened.push(file);
  const { hash, bytes, charset, head } = await file.scan(wish.charset);
  return { name, hash, bytes, charset, shape: shapeOf(head, wish, bytes <= HEAD_BYTES), file };
}

/** Of the readers' file alone, or of both. */
export function hashOf(lists: readonly ReaderList[]): Buffer {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only.hash;
  const hash = createHash('sha256');
  for (const list of lists) hash.update(list.hash);
  return hash.digest();
}

/** Every row of a list, judged, as many at a time as come with one piece of the file. */
export async function* readList(
  list: Pick<ReaderList, 'name' | 'shape'>,
  text: AsyncIterable<string> | Iterable<string>,
  reading: Omit<RowReading, 'plan' | 'atLeast'>,
): AsyncGenerator<ListPart> {
  const { name, shape } = list;
  const isReaders = name === 'readers';
  const row: RowReading = { ...reading, plan: shape.plan, atLeast: isReaders ? 'active' : 'left' };
  for await (const records of readRecords(text, shape, { isOfReaders: isReaders })) {
    const staged: StagedRow[] = [];
    const problems: LineProblem[] = [];
    for (const record of records) {
      const read = readRow(record, row);
      if (isProblem(read)) problems.push(read);
      else staged.push(isReaders ? read : { ...read, line: read.line - SUPPRESSIONS_OFFSET });
    }
    yield { name, rows: records.length, staged, problems };
  }
}
