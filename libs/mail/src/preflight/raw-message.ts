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
  /** `text/html`; in small letters. */
  readonly type: string;
  readonly charset: string | undefined;
  readonly encoding: string;
  readonly body: string;
  /** Line of the file the body begins at, 1-based. */
  readonly line: number;
  readonly parts: readonly RawPart[];
  /** Of a multipart: no boundary, or one that ends nothing. */
  readonly fault?: 'boundary_missing' | 'boundary_open';
}

/** Octets as characters (Latin-1). */
export interface RawMessage extends RawPart {
  readonly source: string;
}

const DEEPEST = 8;
const MOST_PARTS = 100;

export function readRawMessage(eml: Uint8Array): RawMessage {
  const source = Buffer.from(eml.buffer, eml.byteOffset, eml.byteLength).toString('latin1');
  return { ...readPart(source, { line: 1, depth: 0, budget: { parts: MOST_PARTS } }), source };
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
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{1,200})"|([^\\s;"]{1,200}))`, 'i').exec(value);
  return found?.[1] ?? found?.[2];
}

function readPart(source: string, place: { line: number; depth: number; budget: { parts: number } }): RawPart {
  const end = /\r?\n\r?\n/.exec(source);
  const isHeadless = /^\r?\n/.test(source);
  const head = isHeadless ? '' : source.slice(0, end?.index ?? source.length);
  const bodyAt = isHeadless ? source.indexOf('\n') + 1 : end === null ? source.length : end.index + end[0].length;
  const body = source.slice(bodyAt);
  const headers = readHeaders(head, place.line);
  const type = headerValue({ headers }, 'content-type') ?? 'text/plain';
  const line = place.line + count(source, bodyAt);
  const part = {
    headers,
    type: (/^\s*([\w.+-]+\/[\w.+-]+)/.exec(type)?.[1] ?? 'text/plain').toLowerCase(),
    charset: parameterOf(type, 'charset')?.toLowerCase(),
    encoding: (headerValue({ headers }, 'content-transfer-encoding') ?? '7bit').trim().toLowerCase(),
    body,
    line,
  };
  if (!part.type.startsWith('multipart/') || place.depth >= DEEPEST) return { ...part, parts: [] };
  const boundary = parameterOf(type, 'boundary');
  if (boundary === undefined) return { ...part, parts: [], fault: 'boundary_missing' };
  return { ...part, ...readParts(body, boundary, { ...place, line }) };
}

function readParts(
  body: string,
  boundary: string,
  place: { line: number; depth: number; budget: { parts: number } },
): Pick<RawPart, 'parts' | 'fault'> {
  const mark = `--${boundary}`;
  const parts: RawPart[] = [];
  let from: number | undefined;
  let isClosed = false;
  for (let at = 0; at < body.length && !isClosed; ) {
    const next = body.indexOf('\n', at);
    const end = next === -1 ? body.length : next + 1;
    const line = body.slice(at, Math.min(end, at + mark.length + 4)).trimEnd();
    if (line === mark || line === `${mark}--`) {
      if (from !== undefined && (place.budget.parts -= 1) >= 0)
        parts.push(readPart(body.slice(from, at), { ...place, line: place.line + count(body, from), depth: place.depth + 1 }));
      from = end;
      isClosed = line !== mark;
    }
    at = end;
  }
  return isClosed ? { parts } : { parts, fault: 'boundary_open' };
} // prettier-ignore

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

function count(text: string, until: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
