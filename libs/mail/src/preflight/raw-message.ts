/** A finished message as its bytes stand, before anything repairs it: header lines, and the parts as they are nested. */
export interface RawHeader {
  /** As it is written. */
  readonly name: string;
  /** Unfolded, undecoded. */
  readonly value: string;
  readonly line: number;
}

export interface RawPart {
  readonly headers: readonly RawHeader[];
  /** Its head is longer than is read of it, or than most servers take. */
  readonly isHeadCut: boolean;
  /** `text/html`; in small letters. */
  readonly type: string;
  readonly charset: string | undefined;
  readonly encoding: string;
  /** Still encoded; without the line end that belongs to the boundary after it. */
  readonly body: string;
  /** Line of the file the body begins at, 1-based. */
  readonly line: number;
  readonly parts: readonly RawPart[];
  /** Of a multipart; as they stand in it. */
  readonly faults: readonly PartFault[];
}

export interface PartFault {
  readonly name: PartFaultName;
  readonly line: number;
}

/**
 * `missing`: it names no boundary; `long`: one of more than 70 characters; `none`: one that stands nowhere; `open`: one
 * that is not closed; `within`: a line inside a part begins with it; `after`: something stands after its end;
 * `headless`: a part of an alternative does not say what it is; `deep`, `many`: nested or divided beyond what is read.
 */
export type PartFaultName = 'missing' | 'long' | 'none' | 'open' | 'within' | 'after' | 'headless' | 'deep' | 'many';

/** Octets as characters (Latin-1). */
export interface RawMessage extends RawPart {
  readonly source: string;
}

/** A newsletter nests two or three deep; programs give up between 20 and 100. */
const DEEPEST = 8;
const MOST_PARTS = 100;
/** Octets of one head: Postfix cuts it off there (`header_size_limit`), others refuse the message before. */
const LONGEST_HEAD = 102_400;
/** Characters of a boundary (RFC 2046 §5.1.1). */
const LONGEST_BOUNDARY = 70;

interface Place {
  readonly line: number;
  readonly depth: number;
  readonly budget: { parts: number };
}

/** Whatever the bytes; in time that grows with their number. */
export function readRawMessage(eml: Uint8Array): RawMessage {
  const source = Buffer.from(eml.buffer, eml.byteOffset, eml.byteLength).toString('latin1');
  return { ...readPart(source, { line: 1, depth: 0, budget: { parts: MOST_PARTS } }), source };
}

/** The parts that hold something. */
export function leaves(part: RawPart): RawPart[] {
  return part.type.startsWith('multipart/') ? part.parts.flatMap(leaves) : [part];
}

export function everyPart(part: RawPart): RawPart[] {
  return [part, ...part.parts.flatMap(everyPart)];
}

export function headersNamed({ headers }: Pick<RawPart, 'headers'>, name: string): RawHeader[] {
  return headers.filter((header) => header.name.toLowerCase() === name.toLowerCase());
}

/** The first of the name. */
export function headerValue(part: Pick<RawPart, 'headers'>, name: string): string | undefined {
  return headersNamed(part, name)[0]?.value;
}

/** Of `Content-Type` and its kind: `charset`, `boundary`. */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s{0,20}${name}\\s{0,20}=\\s{0,20}(?:"([^"]{1,300})"|([^\\s;"]{1,300}))`, 'i').exec(
    value,
  );
  return found?.[1] ?? found?.[2];
}

/** Lines before a place, counted from 1. */
export function lineOf(source: string, until: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < until; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}

function readPart(source: string, place: Place): RawPart {
  const isHeadless = /^\r?\n/.test(source);
  const end = isHeadless ? null : /\r?\n\r?\n/.exec(source);
  const head = isHeadless ? '' : source.slice(0, end?.index ?? source.length);
  const bodyAt = isHeadless ? source.indexOf('\n') + 1 : end === null ? source.length : end.index + end[0].length;
  const headers = readHeaders(head.slice(0, LONGEST_HEAD), place.line);
  const type = headerValue({ headers }, 'content-type') ?? 'text/plain';
  const part = {
    headers,
    isHeadCut: head.length > LONGEST_HEAD,
    type: (/^\s*([\w.+-]{1,100}\/[\w.+-]{1,100})/.exec(type)?.[1] ?? 'text/plain').toLowerCase(),
    charset: parameterOf(type, 'charset')?.toLowerCase(),
    encoding: (headerValue({ headers }, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase(),
    body: source.slice(bodyAt),
    line: place.line + lineOf(source, bodyAt) - 1,
  };
  const { line, body } = part;
  if (!part.type.startsWith('multipart/')) return { ...part, parts: [], faults: [] };
  if (place.depth >= DEEPEST) return { ...part, parts: [], faults: [{ name: 'deep', line }] };
  const boundary = parameterOf(type, 'boundary');
  if (boundary === undefined) return { ...part, parts: [], faults: [{ name: 'missing', line }] };
  const { parts, faults } = readParts(body, boundary, { ...place, line });
  if (boundary.length > LONGEST_BOUNDARY) faults.unshift({ name: 'long', line });
  if (part.type === 'multipart/alternative' && parts.some(({ headers: own }) => own.length === 0))
    faults.push({ name: 'headless', line });
  return { ...part, parts, faults };
} // prettier-ignore

function readParts(body: string, boundary: string, place: Place): { parts: RawPart[]; faults: PartFault[] } {
  const mark = `--${boundary}`;
  const parts: RawPart[] = [];
  const faults: PartFault[] = [];
  const tell = (name: PartFaultName, line: number): void => {
    if (!faults.some((fault) => fault.name === name)) faults.push({ name, line });
  };
  let [begun, isClosed]: [{ at: number; line: number } | undefined, boolean] = [undefined, false];
  const finish = (at: number): void => {
    if (begun === undefined) return;
    place.budget.parts -= 1;
    if (place.budget.parts < 0) tell('many', begun.line);
    else parts.push(readPart(withoutLineEnd(body.slice(begun.at, at)), { ...place, line: begun.line, depth: place.depth + 1 }));
    begun = undefined;
  };
  let line = place.line;
  for (let at = 0; at < body.length; line += 1) {
    const next = body.indexOf('\n', at);
    const end = next === -1 ? body.length : next + 1;
    const rest = body.startsWith(mark, at) ? body.slice(at + mark.length, Math.min(end, at + mark.length + 100)).trimEnd() : undefined;
    if (isClosed) {
      if (body.slice(at, Math.min(end, at + 200)).trim() !== '') tell('after', line);
    } else if (rest === '' || rest === '--') {
      finish(at);
      if (rest === '') begun = { at: end, line: line + 1 };
      isClosed = rest === '--';
    } else if (rest !== undefined) tell('within', line);
    at = end;
  }
  finish(body.length);
  if (!isClosed) tell(parts.length === 0 ? 'none' : 'open', place.line);
  return { parts, faults };
} // prettier-ignore

function withoutLineEnd(text: string): string {
  if (text.endsWith('\r\n')) return text.slice(0, -2);
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

function readHeaders(head: string, first: number): RawHeader[] {
  const headers: { name: string; value: string; line: number }[] = [];
  head.split(/\r?\n/).forEach((text, index) => {
    const last = headers.at(-1);
    if (/^[ \t]/.test(text) && last !== undefined) {
      last.value += ` ${text.trim()}`;
      return;
    }
    const colon = text.indexOf(':');
    const name = colon === -1 ? text : text.slice(0, colon);
    headers.push({ name: name.trimEnd(), value: colon === -1 ? '' : text.slice(colon + 1).trim(), line: first + index });
  });
  return headers.filter(({ name }) => name !== '');
} // prettier-ignore
