import { csvCell } from '@app/platform';
import type { ExportedRow } from './export.repository.js';

/** The columns of an export; the importer knows them by these names (layout `colporteur`). */
export const EXPORT_COLUMNS = [
  'address', 'newsletter', 'state', 'language', 'time_zone', 'regions', 'topics', 'delivery_time', 'consented_at', 'basis',
  'wording', 'wording_version', 'page', 'requested_at', 'activated_at', 'ended_at', 'last_contact_at', 'suppressed',
] as const satisfies readonly (keyof ExportedRow)[]; // prettier-ignore

/** RFC 4180, but for the line break: LF, as every reader of CSV takes it. Lists have spaces between. */
export function csvLine(row: ExportedRow): string {
  return `${EXPORT_COLUMNS.map((column) => csvCell(plain(row[column]))).join(',')}\n`;
}

export const CSV_HEADER = `${EXPORT_COLUMNS.join(',')}\n`;

/** One object, values as they are: JSON runs no formulas. */
export function jsonLine(row: ExportedRow): string {
  return `${JSON.stringify(Object.fromEntries(EXPORT_COLUMNS.map((column) => [column, row[column]])))}\n`;
}

function plain(value: ExportedRow[keyof ExportedRow]): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : value.join(' ');
}
