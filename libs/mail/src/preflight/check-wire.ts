import type { RawFinding } from './finding.js';
import { everyPart, lineOf, type RawMessage, type RawPart } from './raw-message.js';

/** Octets, without the line end (RFC 5322 §2.1.1). */
const LONGEST_LINE = 998;
/** Of an encoded body (RFC 2045 §6.7, §6.8). */
const LONGEST_ENCODED = 76;
/** Of a line of a head that could be folded (RFC 5322 §2.1.1). */
const LONGEST_HEAD_LINE = 78;
/** Octets of a message, its encoding included: SpamAssassin's client looks at no larger one, and phones fetch it whole. */
const LARGE = 500_000;

/** What stands on the wire: line ends, lengths, octets. */
export function checkWire(message: RawMessage): RawFinding[] {
  const { source } = message;
  const size: RawFinding[] = source.length > LARGE ? [{ name: 'message_large', where: { part: 'message' }, values: { size: Math.round(source.length / 1000) } }] : [];
  return [...size, ...octets(source), ...lineEnds(source), ...lines(message), ...everyPart(message).flatMap(encodedLines)];
} // prettier-ignore

/** A file whose lines all end with LF was saved so, and says little of the wire; one that mixes both is broken. */
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
  else if (lfOnly !== null) findings.push({ name: 'line_end_file', where: { part: 'message' } });
  return findings;
}

function octets(source: string): RawFinding[] {
  const unsafe = (what: string, at: number): RawFinding => ({ name: 'octet_unsafe', where: { part: 'message', line: lineOf(source, at) }, values: { what } });
  const findings: RawFinding[] = [];
  if (source.startsWith('\u00ef\u00bb\u00bf')) findings.push(unsafe('U+FEFF', 0));
  const nul = source.indexOf('\0');
  if (nul !== -1) findings.push(unsafe('NUL', nul));
  return findings;
} // prettier-ignore

/** The first that is too long for any server, and the first of the head that should have been folded. */
function lines({ source }: RawMessage): RawFinding[] {
  const findings: RawFinding[] = [];
  let [line, isHead, isTold] = [1, true, false];
  for (let at = 0; at < source.length; line += 1) {
    const next = source.indexOf('\n', at);
    const end = next === -1 ? source.length : next;
    const length = end - at - (source[end - 1] === '\r' ? 1 : 0);
    if (length > LONGEST_LINE) return [...findings, tooLong(line, length, LONGEST_LINE)];
    if (length <= 0) isHead = false;
    if (isHead && !isTold && length > LONGEST_HEAD_LINE && isFoldable(source.slice(at, end))) {
      findings.push({ ...tooLong(line, length, LONGEST_HEAD_LINE), name: 'header_line_long' });
      isTold = true;
    }
    at = end + 1;
  }
  return findings;
}

/** It has a blank after its first word; a long link has none, and stays as it is. */
function isFoldable(line: string): boolean {
  return /^\s{0,20}\S{1,998}[ \t]{1,20}\S/.test(line.replace(/^[\w-]{1,100}:[ \t]{0,20}/, ''));
}

function tooLong(line: number, length: number, most: number): RawFinding {
  return { name: 'line_too_long', where: { part: 'message', line }, values: { line, length, most } };
}

/** The first of a part that is beyond what its encoding may have, and within what servers take: Python writes such. */
function encodedLines({ encoding, body, line, parts }: RawPart): RawFinding[] {
  if (parts.length > 0 || (encoding !== 'quoted-printable' && encoding !== 'base64')) return [];
  const all = body.split(/\r?\n/);
  const index = all.findIndex((text) => text.length > LONGEST_ENCODED && text.length <= LONGEST_LINE);
  return index === -1
    ? []
    : [{ ...tooLong(line + index, all[index]?.length ?? 0, LONGEST_ENCODED), name: 'encoded_line_long' }];
}
