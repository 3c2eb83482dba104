/**
 * Spreadsheets run what begins with one of these (OWASP, CSV Injection). An apostrophe in front makes it text; the
 * apostrophe is taken off again where a file of ours, or of anybody who does the same, is read.
 */
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

export function guardFormula(cell: string): string {
  // A value that looks guarded already is guarded once more, so that reading gives back what was written.
  return FORMULA.test(cell) || GUARDED.test(cell) ? `'${cell}` : cell;
}

export function unguardFormula(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}

/** One cell as it stands in a line (RFC 4180), guarded; semicolons are quoted too, which some spreadsheets split at. */
export function csvCell(text: string): string {
  const safe = guardFormula(text);
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
