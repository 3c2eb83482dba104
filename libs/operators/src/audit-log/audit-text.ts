import { csvCell } from '@app/platform';
import type { AuditedAct } from './audit-log.repository.js';

export type AuditFormat = 'jsonl' | 'csv';

/** Columns of an export, in both formats. */
const COLUMNS = ['id', 'at', 'operatorId', 'operatorName', 'apiKeyId', 'apiKeyName', 'action', 'object', 'detail'] as const satisfies readonly (keyof AuditedAct)[]; // prettier-ignore

/** What a file begins with. */
export function auditHead(format: AuditFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\n` : '';
}

/** One entry as one line, its line break included. JSON runs no formulas; cells of CSV are guarded against that. */
export function auditLine(act: AuditedAct, format: AuditFormat): string {
  if (format === 'jsonl') return `${JSON.stringify({ ...act, at: act.at.toISOString() })}\n`;
  return `${COLUMNS.map((column) => csvCell(plain(act[column]))).join(',')}\n`;
}

function plain(value: AuditedAct[keyof AuditedAct]): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
