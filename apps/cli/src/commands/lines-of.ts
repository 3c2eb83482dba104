/** One line of a stream, without its line end. */
export interface Line {
  /** What is no UTF-8 is read as U+FFFD. */
  readonly text: string;
  /** It was longer than `MAX_LINE_BYTES`, and this is its beginning. */
  readonly isCut: boolean;
}

/** Octets of a line that are kept: sixteen times the longest text an address is tested with, and little to hold. */
export const MAX_LINE_BYTES = 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Lines of any length, ended by LF or CRLF, in groups as they arrive. A last line without an end is one too; a line end
 * at the very end begins none. Holds one chunk and one line at a time, however much comes.
 */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Line[]> {
  const line = new LineUnderWay();
  for await (const chunk of input) {
    const whole: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      line.add(chunk.subarray(start, end));
      whole.push(line.end());
      start = end + 1;
    }
    if (start < chunk.length) line.add(chunk.subarray(start));
    if (whole.length > 0) yield whole;
  }
  if (line.hasBegun) yield [line.end()];
}

class LineUnderWay {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private parts: Uint8Array[] = [];
  private kept = 0;
  private isCut = false;
  private isFirst = true;
  hasBegun = false;

  add(bytes: Uint8Array): void {
    this.hasBegun = true;
    const room = MAX_LINE_BYTES + 1 - this.kept;
    this.isCut ||= bytes.length > room;
    // A copy, so that a short rest does not hold the whole chunk.
    const part = bytes.slice(0, room);
    if (part.length > 0) this.parts.push(part);
    this.kept += part.length;
  }

  end(): Line {
    const bytes = Buffer.concat(this.parts);
    const body = !this.isCut && bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
    const isCut = body.length > MAX_LINE_BYTES;
    const text = this.decoder.decode(body.subarray(0, MAX_LINE_BYTES));
    // A byte order mark is the file's, not the first line's.
    const line = { text: this.isFirst ? text.replace(/^\uFEFF/u, '') : text, isCut };
    this.parts = [];
    this.kept = 0;
    this.isCut = false;
    this.isFirst = false;
    this.hasBegun = false;
    return line;
  }
}
