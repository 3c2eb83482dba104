/**
 * Reads CSV (RFC 4180) from text that comes in pieces of any size, with what that document leaves open decided for
 * files of strangers: a line that cannot be read is one problem with its line number, never the end of the reading, and
 * no line, however long, costs more memory than {@link MAX_RECORD_LENGTH}.
 *
 * Not csv-parse: it calls its error handler once a character of a line that is too long, and one quotation mark that
 * is never closed makes it read on (docs/decisions/0017).
 */
export type TextRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly problem?: undefined }
  | { readonly line: number; readonly cells?: undefined; readonly problem: RecordProblem };

export type RecordProblem = 'line_too_long' | 'quote_unclosed' | 'quote_misplaced' | 'json_invalid' | 'column_late';

/** Characters of one record: forty times what the richest export says of a reader. */
export const MAX_RECORD_LENGTH = 65_536;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

interface Found {
  readonly cells: string[];
  /** Where the next record begins. */
  end: number;
  /** Only a quoted cell may hold line breaks. */
  isQuoted: boolean;
}
/** `more`: the record is not complete in this text. */
type NotFound = 'more' | 'quote_unclosed' | 'quote_misplaced';

export class CsvReader {
  /** From the start of the record that is not complete yet. */
  private rest = '';
  private line = 1;
  /** Inside a line that cannot be read and was told of. */
  private isSkipping = false;
  private readonly delimiter: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /** The records that are complete with this piece. */
  push(piece: string): TextRecord[] {
    return this.read(piece, false);
  }

  /** What is left when no more comes. */
  end(): TextRecord[] {
    return this.read('', true);
  }

  private read(piece: string, isEnd: boolean): TextRecord[] {
    const text = this.rest + piece;
    const records: TextRecord[] = [];
    let position = this.isSkipping ? this.skipLine(text, 0, isEnd) : 0;
    while (position < text.length && !this.isSkipping) {
      const found = this.recordAt(text, position, isEnd);
      const length = (typeof found === 'string' ? text.length : found.end) - position;
      if (found === 'more' && length <= MAX_RECORD_LENGTH) break;
      if (typeof found === 'string' || length > MAX_RECORD_LENGTH) {
        const problem = found === 'quote_misplaced' || found === 'quote_unclosed' ? found : 'line_too_long';
        records.push({ line: this.line, problem });
        position = this.skipLine(text, position, isEnd);
      } else {
        if (found.cells.length > 1 || found.cells[0] !== '') records.push({ line: this.line, cells: found.cells });
        this.line += found.isQuoted ? lineBreaks(text, position, found.end) : 1;
        position = found.end;
      }
    }
    this.rest = text.slice(position);
    return records;
  }

  /** To the start of the file's next line, whatever quotation marks say; skipping goes on where there is none yet. */
  private skipLine(text: string, from: number, isEnd: boolean): number {
    const at = nextBreak(text, from);
    // A CR at the very end may be half of a line break.
    const isHalf = at === text.length - 1 && text.charCodeAt(at) === CARRIAGE_RETURN && !isEnd;
    this.isSkipping = at === -1 || isHalf;
    if (this.isSkipping) return isHalf ? at : text.length;
    this.line += 1;
    return afterBreak(text, at);
  }

  private recordAt(text: string, start: number, isEnd: boolean): Found | NotFound {
    const found: Found = { cells: [], end: start, isQuoted: false };
    for (;;) {
      const isQuoted = text.charCodeAt(found.end) === QUOTE;
      const cell = isQuoted ? quotedCell(text, found.end, isEnd) : plainCell(text, found.end, this.delimiter);
      if (typeof cell === 'string') return cell;
      found.isQuoted ||= isQuoted;
      found.cells.push(cell.value);
      found.end = cell.end;
      if (cell.end >= text.length) return isEnd ? found : 'more';
      const code = text.charCodeAt(cell.end);
      if (code === CARRIAGE_RETURN && cell.end + 1 === text.length && !isEnd) return 'more';
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        found.end = afterBreak(text, cell.end);
        return found;
      }
      if (code !== this.delimiter) return 'quote_misplaced';
      found.end += 1;
    }
  }
}

function plainCell(text: string, from: number, delimiter: number): { value: string; end: number } {
  let end = from;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code === delimiter || code === LINE_FEED || code === CARRIAGE_RETURN) break;
    end += 1;
  }
  return { value: text.slice(from, end), end };
}

/** Two quotation marks inside stand for one. */
function quotedCell(text: string, start: number, isEnd: boolean): { value: string; end: number } | NotFound {
  let value = '';
  let from = start + 1;
  for (;;) {
    const at = text.indexOf('"', from);
    if (at === -1) return isEnd ? 'quote_unclosed' : 'more';
    if (at + 1 === text.length && !isEnd) return 'more';
    value += text.slice(from, at);
    if (text.charCodeAt(at + 1) !== QUOTE) return { value, end: at + 1 };
    value += '"';
    from = at + 2;
  }
}

function nextBreak(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  const carriage = text.indexOf('\r', from);
  return feed === -1 || (carriage !== -1 && carriage < feed) ? carriage : feed;
}

/** CR LF is one break; mixed files have all three. */
function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1;
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = nextBreak(text, from); at !== -1 && at < to; at = nextBreak(text, afterBreak(text, at))) count += 1;
  // The file's last line may end without a break.
  return Math.max(1, count);
}
