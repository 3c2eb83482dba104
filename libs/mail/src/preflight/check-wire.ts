import type { RawFinding } from './finding.js';
import { headerValue, type RawMessage, type RawPart } from './raw-message.js';

/** Octets, without the line end (RFC 5322 §2.1.1). */
const LONGEST_LINE = 998;
/** Of an encoded body (RFC 2045 §6.7, §6.8). */
const LONGEST_ENCODED = 76;

/** What stands on the wire: line ends, lengths, octets, and how the parts are put together. */
export function checkWire(message: RawMessage): RawFinding[] {
  return [...lineEnds(message.source), ...lines(message), ...leaves(message).flatMap(encoded), ...structure(message)];
}

/** The parts that hold something. */
export function leaves(part: RawPart): RawPart[] {
  return part.type.startsWith('multipart/') ? part.parts.flatMap(leaves) : [part];
}

/** A file whose lines all end with LF was saved so, and says nothing of the wire; one that mixes both is broken. */
function lineEnds(source: string): RawFinding[] {
  const findings: RawFinding[] = [];
  const bare = (sign: string, at: number): RawFinding => ({
    name: 'line_end_bare',
    where: { part: 'message', line: lineOf(source, at) },
    values: { sign },
  });
  const crOnly = /\r(?!\n)/.exec(source);
  if (crOnly !== null) findings.push(bare('CR', crOnly.index));
  const lfOnly = /(?<!\r)\n/.exec(source);
  if (lfOnly !== null && source.includes('\r\n')) findings.push(bare('LF', lfOnly.index));
  const nul = source.indexOf('\0');
  if (nul !== -1) findings.push({ name: 'octet_unsafe', where: { part: 'message', line: lineOf(source, nul) }, values: { what: 'NUL' } });
  return findings;
} // prettier-ignore

function lines({ source }: RawMessage): RawFinding[] {
  let line = 1;
  for (let at = 0; at < source.length; line += 1) {
    const next = source.indexOf('\n', at);
    const end = next === -1 ? source.length : next;
    const length = end - at - (source[end - 1] === '\r' ? 1 : 0);
    if (length > LONGEST_LINE) return [tooLong(line, length, LONGEST_LINE)];
    at = end + 1;
  }
  return [];
}

function tooLong(line: number, length: number, most: number): RawFinding {
  return { name: 'line_too_long', where: { part: 'message', line }, values: { line, length, most } };
}

function encoded(part: RawPart): RawFinding[] {
  const { encoding, body, line, type } = part;
  const where = { part: 'message' as const, line, excerpt: type };
  const isEncoded = encoding === 'quoted-printable' || encoding === 'base64';
  if (!isEncoded && !['7bit', '8bit', 'binary'].includes(encoding))
    return [{ name: 'header_malformed', where, values: { header: 'Content-Transfer-Encoding' } }];
  const findings: RawFinding[] = [];
  if (isEncoded) {
    const all = body.split(/\r?\n/);
    const index = all.findIndex((text) => text.length > LONGEST_ENCODED && text.length <= LONGEST_LINE);
    if (index !== -1) findings.push(tooLong(line + index, all[index]?.length ?? 0, LONGEST_ENCODED));
  }
  if (encoding !== '8bit' && encoding !== 'binary' && /[\u0080-\u00ff]/.test(body))
    findings.push({ name: 'octet_unsafe', where, values: { what: `8-bit octets in ${encoding}` } });
  if (type.startsWith('text/') && part.charset !== undefined && !/^(?:utf-?8|us-ascii)$/.test(part.charset))
    findings.push({ name: 'mime_charset', where, values: { charset: part.charset } });
  return findings;
} // prettier-ignore

function structure(message: RawMessage): RawFinding[] {
  const found = (what: string, line: number): RawFinding => ({ name: 'mime_structure', where: { part: 'message', line }, values: { what } });
  const findings: RawFinding[] = [];
  const visit = (part: RawPart): void => {
    if (part.fault !== undefined) findings.push(found(part.fault === 'boundary_missing' ? `${part.type}; boundary=?` : 'boundary …--', part.line));
    if (part.type === 'multipart/alternative') {
      const types = part.parts.map((inner) => ownType(inner));
      const [text, html] = [types.indexOf('text/plain'), types.indexOf('text/html')];
      if (text !== -1 && html !== -1 && text > html) findings.push(found(types.join(', '), part.line));
    }
    part.parts.forEach(visit);
  };
  visit(message);
  const kinds = leaves(message).filter((part) => !/attachment/i.test(headerValue(part, 'content-disposition') ?? ''));
  const has = (type: string): boolean => kinds.some((part) => part.type === type);
  if (message.type.startsWith('multipart/mixed') && has('text/html') && has('text/plain') && !anywhere(message, 'multipart/alternative'))
    findings.push(found(kinds.map(({ type }) => type).join(', '), message.line));
  return findings;
} // prettier-ignore

/** `multipart/related` around the HTML and its pictures counts as HTML. */
function ownType(part: RawPart): string {
  return part.type === 'multipart/related' ? (part.parts[0]?.type ?? part.type) : part.type;
}

function anywhere(part: RawPart, type: string): boolean {
  return part.type === type || part.parts.some((inner) => anywhere(inner, type));
}

function lineOf(source: string, until: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < until; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
