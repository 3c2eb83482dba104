import type { RawFinding } from './finding.js';
import { foundIn, type Inspection } from './inspection.js';

/** Bytes of the final HTML, links filled in; freezing refuses the same. Gmail clips at about 102 KB (STANDARDS P6). */
export const SIZE_WARNING = 80_000;
export const SIZE_LIMIT = 100_000;

export function checkSize(inspection: Inspection): RawFinding[] {
  const { html } = inspection;
  const found = html === null ? undefined : sizeFinding(html);
  return found === undefined ? [] : [foundIn(inspection, 'html', found)];
}

/** What there is to say of the size of an HTML as it is mailed; undefined: nothing. */
export function sizeFinding(
  html: string,
): (Pick<RawFinding, 'name'> & Required<Pick<RawFinding, 'values'>>) | undefined {
  const bytes = Buffer.byteLength(html);
  if (bytes <= SIZE_WARNING) return undefined;
  const name = bytes > SIZE_LIMIT ? 'size_exceeded' : 'size_warning';
  return { name, values: { bytes, size: (bytes / 1000).toFixed(1), limit: SIZE_LIMIT / 1000 } };
}
