import { CsvReader, type TextRecord } from './csv-reader.js';
import { JsonLinesReader, type ObjectRecord } from './json-lines-reader.js';
import type { ColumnPlan, MappingWish } from './map-columns.js';
import { mapColumns, tellsOfLeaving } from './map-columns.js';
import { movingErrors } from './moving.errors.js';
import { judgeAddress } from '../address/address.js';

export type Format = 'csv' | 'jsonl';

/** How to read a file, as told by its first lines and the operator. */
export interface FileShape {
  readonly format: Format;
  readonly delimiter: string;
  readonly plan: ColumnPlan;
  /** Rows come after this line. */
  readonly headerLine: number;
}

export interface ShapeWish extends MappingWish {
  readonly format: Format | 'auto';
  readonly delimiter: string;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Lines looked at to find the delimiter, or the columns of JSON lines. */
const LINES_LOOKED_AT = 100;

/**
 * `isWhole`: the head is all there is.
 * @throws import.header_missing, import.header_too_long, and what {@link mapColumns} throws
 */
export function shapeOf(head: string, wish: ShapeWish, isWhole: boolean): FileShape {
  const format = wish.format === 'auto' ? (/^\s*\{/.test(head) ? 'jsonl' : 'csv') : wish.format;
  if (format === 'jsonl') return jsonShape(head, wish, isWhole);
  const told = /^sep=([,;\t|])\r?\n/.exec(head)?.[1];
  const delimiter = wish.delimiter === 'auto' ? (told ?? delimiterOf(head, isWhole)) : wish.delimiter;
  const [header] = recordsOf(head, delimiter, isWhole).slice(told === undefined ? 0 : 1);
  if (header?.cells === undefined) throw movingErrors.error('import.header_too_long');
  const isNumbered = Object.values(wish.map).length > 0 && Object.values(wish.map).every((at) => /^\d+$/.test(at));
  if (isNumbered) {
    const numbers = header.cells.map((_, at) => String(at + 1));
    return { format, delimiter, plan: mapColumns(numbers, wish), headerLine: header.line - 1 };
  }
  const names = header.cells.map((name) => name.trim());
  if (names.some((name) => judgeAddress(name).verdict === 'accept')) throw movingErrors.error('import.header_missing');
  return { format, delimiter, plan: mapColumns(names, wish), headerLine: header.line };
}

/** The one that cuts the most lines into the same number of cells; quotation marks are seen to, as when reading. */
function delimiterOf(head: string, isWhole: boolean): string {
  const scores = DELIMITERS.map((delimiter) => {
    const records = recordsOf(head, delimiter, isWhole).slice(0, LINES_LOOKED_AT);
    const width = records[0]?.cells?.length ?? 0;
    const even = records.filter(({ cells }) => cells?.length === width).length;
    return { delimiter, score: width < 2 ? 0 : even / records.length, width };
  });
  const [best] = scores.sort((one, other) => other.score - one.score || other.width - one.width);
  return best === undefined || best.score === 0 ? ',' : best.delimiter;
}

function recordsOf(head: string, delimiter: string, isWhole: boolean): TextRecord[] {
  const reader = new CsvReader(delimiter);
  const records = reader.push(head);
  return isWhole ? [...records, ...reader.end()] : records;
}

function jsonShape(head: string, wish: ShapeWish, isWhole: boolean): FileShape {
  const reader = new JsonLinesReader();
  const records = [...reader.push(head), ...(isWhole ? reader.end() : [])].slice(0, LINES_LOOKED_AT);
  const names = new Set(records.flatMap(({ fields }) => [...(fields?.keys() ?? [])]));
  return { format: 'jsonl', delimiter: '', plan: mapColumns([...names], wish), headerLine: 0 };
}

/**
 * The rows of a file, as many at a time as come with one piece of its text. `isOfReaders`: a column that turns up late
 * may say that somebody left; in a list of suppressions it says so of everybody anyway.
 */
export async function* readRecords(
  text: AsyncIterable<string> | Iterable<string>,
  shape: FileShape,
  { isOfReaders }: { readonly isOfReaders: boolean },
): AsyncGenerator<readonly TextRecord[]> {
  const reader = shape.format === 'csv' ? new CsvReader(shape.delimiter) : new JsonLinesReader();
  const { header, layout } = shape.plan;
  const known = new Set(header);
  const isLate = (name: string): boolean => isOfReaders && !known.has(name) && tellsOfLeaving(name, layout);
  const cellsOf = (record: TextRecord | ObjectRecord): TextRecord => {
    if (!('fields' in record) || record.fields === undefined) return record;
    const { line, fields } = record;
    if ([...fields.keys()].some(isLate)) return { line, problem: 'column_late' };
    return { line, cells: header.map((name) => fields.get(name) ?? '') };
  };
  const rowsOf = (records: readonly (TextRecord | ObjectRecord)[]): TextRecord[] =>
    records.filter(({ line }) => line > shape.headerLine).map(cellsOf);
  for await (const piece of text) yield rowsOf(reader.push(piece));
  yield rowsOf(reader.end());
}
