import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';

/** A finding of a header; its line is of the file. */
export function atHeader(
  name: FindingName,
  header: string,
  line?: number,
  values: Readonly<Record<string, string | number>> = {},
): RawFinding {
  const where = { part: 'headers' as const, ...(line !== undefined && { line }), excerpt: header };
  return { name, where, values: { header, ...values } };
}
