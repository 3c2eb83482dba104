import type { RawFinding } from './finding.js';
import { foundIn, type Inspection } from './inspection.js';

/** Bytes of the final HTML, links filled in. Gmail clips at about 102 KB (STANDARDS P6). */
export const SIZE_WARNING = 80 * 1024;
export const SIZE_LIMIT = 100 * 1024;

export function checkSize(inspection: Inspection): RawFinding[] {
  const { html } = inspection;
  if (html === null) return [];
  const bytes = Buffer.byteLength(html);
  if (bytes < SIZE_WARNING) return [];
  const name = bytes >= SIZE_LIMIT ? 'size_exceeded' : 'size_warning';
  const kilobytes = (of: number): string => (of / 1024).toFixed(1);
  return [foundIn(inspection, 'html', { name, values: { bytes, size: kilobytes(bytes), limit: SIZE_LIMIT / 1024 } })];
}
