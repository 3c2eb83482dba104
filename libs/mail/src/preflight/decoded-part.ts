import { decodeWords } from './encoded-words.js';
import { parameterOf, type RawPart } from './raw-message.js';

/** A part as a mail program reads it, and what it stumbles over (RFC 2045 §6, RFC 2046 §4.1). */

/** Octets of a part: what was encoded, decoded as far as it goes. */
export function octetsOf({ encoding, body }: Pick<RawPart, 'encoding' | 'body'>): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  const lines = body.split('\n').map((line) => line.trimEnd());
  const joined = lines.join('\r\n').replaceAll('=\r\n', '');
  return Buffer.from(joined.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
} // prettier-ignore

/** Where an encoding is broken, in the words of a programmer: `=ZZ`; undefined: nowhere. `line` counts from 0. */
export function encodingFault({ encoding, body }: Pick<RawPart, 'encoding' | 'body'>): { what: string; line: number } | undefined {
  if (encoding === 'base64') return base64Fault(body);
  if (encoding !== 'quoted-printable') return undefined;
  const lines = body.split('\n');
  for (const [line, text] of lines.entries()) {
    // What is blank before the line end was put there on the way.
    const fault = /=(?![0-9A-Fa-f]{2})(?!$).{0,2}/.exec(text.trimEnd());
    if (fault !== null) return { what: `quoted-printable, ${fault[0]}`, line };
  }
  const last = lines.findLastIndex((text) => text.trim() !== '');
  if (lines[last]?.trimEnd().endsWith('=') === true && last >= lines.length - 2) return { what: 'quoted-printable, = at the end', line: last };
  return undefined;
} // prettier-ignore

/** Characters of its text; undefined where its octets are none of its character set, or nobody knows that. */
export function textOf(part: RawPart): string | undefined {
  try {
    return new TextDecoder(part.charset ?? 'utf-8', { fatal: true }).decode(octetsOf(part));
  } catch {
    // An unknown label, or octets that cannot stand there: `check-parts.ts` says which.
    return undefined;
  }
}

/** The same, as a program shows it that does not give up. */
export function shownTextOf(part: RawPart): string {
  return textOf(part) ?? new TextDecoder().decode(octetsOf(part));
}

export function isKnownCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    // Its only way of saying that it knows none of that name.
    return false;
  }
}

/**
 * The file names of a part: as programs differ in which they take, each that it is given (RFC 2183; RFC 2231 for what is
 * no ASCII and for what is written in pieces; encoded words, which are not allowed there and read by everybody).
 */
export function fileNamesOf(part: Pick<RawPart, 'headers'>): string[] {
  const fields = part.headers.filter(({ name }) => /^content-(?:disposition|type)$/i.test(name));
  return fields.flatMap(({ value }) =>
    ['filename', 'name'].flatMap((name) => {
      const extended = parameterOf(value, `${name}\\*`);
      const plain = parameterOf(value, name);
      const all = [extendedText(extended ?? ''), inPieces(value, name), decodeWords(plain ?? '')];
      return all.filter((one) => one !== '');
    }),
  );
}

/** Pieces of a parameter that are joined. */
const MOST_PIECES = 50;

/** `filename*0="annual re"; filename*1*=port%2Epdf` (RFC 2231 §3, §4.1). */
function inPieces(value: string, name: string): string {
  if (!/\*0/.test(value)) return '';
  const pieces: string[] = [];
  for (let number = 0; number < MOST_PIECES; number += 1) {
    const escaped = parameterOf(value, `${name}\\*${number}\\*`);
    const piece = escaped === undefined ? parameterOf(value, `${name}\\*${number}`) : extendedText(escaped);
    if (piece === undefined) break;
    pieces.push(piece);
  }
  return pieces.join('');
}

function extendedText(text: string): string {
  return unescaped(text.replace(/^[\w-]{0,40}'[\w-]{0,20}'/, ''));
}

function unescaped(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // Octets of another character set: the ending is what matters, and that is ASCII.
    return name;
  }
}

function base64Fault(body: string): { what: string; line: number } | undefined {
  const lines = body.split('\n').map((line) => line.trim());
  let [length, isOver] = [0, false];
  for (const [line, text] of lines.entries()) {
    if (text === '') continue;
    if (isOver || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return { what: 'base64', line };
    length += text.length;
    isOver = text.endsWith('=');
  }
  return length % 4 === 0 ? undefined : { what: 'base64, cut off', line: lines.length - 1 };
}
