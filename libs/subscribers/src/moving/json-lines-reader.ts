import { MAX_RECORD_LENGTH, type RecordProblem } from './csv-reader.js';

/** One object a line; values of objects within it are columns too: `attributes.city`. */
export type ObjectRecord =
  | { readonly line: number; readonly fields: ReadonlyMap<string, string>; readonly problem?: undefined }
  | { readonly line: number; readonly fields?: undefined; readonly problem: RecordProblem };

export class JsonLinesReader {
  private rest = '';
  private line = 1;
  private isSkipping = false;

  push(piece: string): ObjectRecord[] {
    const lines = (this.rest + piece).split('\n');
    this.rest = lines.pop() ?? '';
    const records = lines.flatMap((line) => this.take(line));
    if (this.rest.length > MAX_RECORD_LENGTH) {
      if (!this.isSkipping) records.push({ line: this.line, problem: 'line_too_long' });
      this.isSkipping = true;
    }
    if (this.isSkipping) this.rest = '';
    return records;
  }

  end(): ObjectRecord[] {
    return this.take(this.rest);
  }

  private take(text: string): ObjectRecord[] {
    const line = this.line;
    this.line += 1;
    if (this.isSkipping) {
      this.isSkipping = false;
      return [];
    }
    if (text.length > MAX_RECORD_LENGTH) return [{ line, problem: 'line_too_long' }];
    if (text.trim() === '') return [];
    const fields = fieldsOf(text);
    return [fields === undefined ? { line, problem: 'json_invalid' } : { line, fields }];
  }
}

function fieldsOf(text: string): ReadonlyMap<string, string> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The line is told of as it is; what exactly the parser missed helps nobody in a file of a million lines.
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const fields = new Map<string, string>();
  for (const [name, content] of Object.entries(value)) {
    if (isObject(content))
      for (const [inner, one] of Object.entries(content)) fields.set(`${name}.${inner}`, cell(one));
    else fields.set(name, cell(content));
  }
  return fields;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
