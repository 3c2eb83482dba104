import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { detectLanguage } from '../language.js';
import { CANDIDATES, CHARSETS_OF_LANGUAGE, DEFAULT_CLAIMS } from './charset-data.js';
import { implausibility } from './charset-plausibility.js';
import { decodeDamagedUtf8 } from './damaged-utf8.js';

/**
 * What bytes say as text. A byte order mark decides; then text that is valid UTF-8 is UTF-8, because nothing else is
 * by accident; then what the header and the document claim counts as far as it gives a text, and where it gives none,
 * the charsets of the language that the document names, and those that the bytes look like. So a claim is believed
 * against another one, but not against the text itself.
 */
export interface DecodedText {
  readonly text: string;
  /** As the WHATWG Encoding Standard names it. */
  readonly charset: string;
  /** Characters that could not be read and stand as U+FFFD. */
  readonly replaced: number;
}

/** How much of a body is looked at to find its charset, in bytes. */
const HEAD_LENGTH = 8 * 1024;
const SAMPLED_LENGTH = 1024 * 1024;
/** How much of it is judged: text with characters outside ASCII. */
const SAMPLE_LENGTH = 8 * 1024;

/** Faults per character outside ASCII up to which a claimed charset is believed. */
const BELIEVED = 0.05;
/** What a candidate is worth for where it comes from, in the same measure. */
const WORTH = { claim: 0.04, language: 0.06, likeness: 0.05, rank: 0.001 };

export function decodeBody(body: Buffer, contentType?: string): DecodedText {
  const marked = markedCharset(body);
  if (marked !== undefined && (marked !== 'utf-8' || isUtf8(body))) return decoded(body, marked);
  const head = body.subarray(0, HEAD_LENGTH).toString('latin1');
  const claims = [charsetOf(contentType), declaredCharset(head)].flatMap((label) => known(label) ?? []);
  if (isUtf8(body)) {
    // Seven bits are ASCII, except in the one charset that hides in them.
    const isJapanese = /\x1b[$(][@BJ]/.test(head) && !/[\x80-\xff]/.test(head); // eslint-disable-line no-control-regex -- its escapes begin with one
    return decoded(body, isJapanese ? 'iso-2022-jp' : 'utf-8');
  }
  const damaged = decodeDamagedUtf8(body);
  if (damaged === undefined && marked !== undefined) return decoded(body, marked);
  if (damaged !== undefined) return { text: damaged, charset: 'utf-8', replaced: replacedIn(damaged) };
  return decoded(
    body,
    legacyCharset(
      body,
      head,
      claims.filter((claim) => !claim.startsWith('utf-')),
    ),
  );
}

/** {@link decodeBody} for who only wants the text. */
export function decodeText(body: Buffer, contentType?: string): string {
  return decodeBody(body, contentType).text;
}

function decoded(body: Buffer, charset: string): DecodedText {
  const text = new TextDecoder(charset).decode(body);
  return { text, charset, replaced: replacedIn(text) };
}

function replacedIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) count += 1;
  return count;
}

/** By byte order mark, or by the zeros that UTF-16 puts beside every character of markup. */
export function markedCharset(body: Buffer): string | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  // Markup and JSON begin with a character that can be read.
  if (!/[\t\n\r\x20-\x7e]/.test(String.fromCharCode(body[0] || (body[1] ?? 0)))) return undefined;
  const zeros = [0, 0];
  const start = body.subarray(0, 64);
  start.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (odd * 4 >= start.length && even === 0) return 'utf-16le';
  return even * 4 >= start.length && odd === 0 && start.length > 1 ? 'utf-16be' : undefined;
}

/** RFC 9110 §8.3.2. */
function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType?.slice(0, 500) ?? '')?.[1];
}

/** The XML declaration's, or the one an HTML page states in a `meta`. */
function declaredCharset(head: string): string | undefined {
  return (
    /<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ??
    /<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1]
  );
}

function known(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // A charset nobody has heard of is as good as none: the next candidate decides.
    return undefined;
  }
}

/** For bytes that are no UTF-8. */
function legacyCharset(body: Buffer, head: string, claims: readonly string[]): string {
  const sample = sampleOf(body);
  const faults = (charset: string): number => implausibility(new TextDecoder(charset).decode(sample));
  const ofLanguage = CHARSETS_OF_LANGUAGE.get(languageOf(head) ?? detectLanguage(sample.toString('latin1'))) ?? [];
  const isForeign = ofLanguage.length > 0 && !ofLanguage.includes('windows-1252');
  const believable = claims.filter((claim) => !(isForeign && DEFAULT_CLAIMS.has(claim)) && faults(claim) <= BELIEVED);
  const specific = believable.filter((claim) => !DEFAULT_CLAIMS.has(claim));
  const [only, other] = specific.length > 0 ? specific : believable;
  if (only !== undefined && (other === undefined || other === only)) return only;
  if (only !== undefined && other !== undefined) return faults(other) < faults(only) ? other : only;
  const likeness = new Map(
    analyse(sample).flatMap(({ name, confidence }) => {
      const charset = known(name);
      return charset === undefined || charset.startsWith('utf-') ? [] : [[charset, confidence / 100] as const];
    }),
  );
  const all = [...new Set([...claims, ...ofLanguage, ...CANDIDATES])];
  const cost = (charset: string, rank: number): number =>
    faults(charset) +
    rank * WORTH.rank -
    (claims.includes(charset) ? WORTH.claim : 0) -
    (ofLanguage.includes(charset) ? WORTH.language : 0) -
    (likeness.get(charset) ?? 0) * WORTH.likeness;
  const ranked = all.map((charset, rank) => ({ charset, cost: cost(charset, rank) })).sort((a, b) => a.cost - b.cost);
  return ranked[0]?.charset ?? 'windows-1252';
}

/** Text between the tags that has bytes outside ASCII: the rest says nothing. */
function sampleOf(body: Buffer): Buffer {
  const pieces: string[] = [];
  let length = 0;
  for (const piece of body
    .subarray(0, SAMPLED_LENGTH)
    .toString('latin1')
    .split(/[<>\r\n]+/)) {
    if (!/[\x80-\xff]/.test(piece)) continue;
    pieces.push(piece.slice(0, SAMPLE_LENGTH));
    length += piece.length;
    if (length >= SAMPLE_LENGTH) break;
  }
  return Buffer.from(pieces.join('\n').slice(0, 2 * SAMPLE_LENGTH), 'latin1');
}

const LANGUAGE =
  /<(?:dc:)?language[^>]{0,50}>\s*(?:<!\[CDATA\[)?\s*([a-z]{2})|\blang\s*=\s*["']([a-z]{2})|"language"\s*:\s*"([a-z]{2})/i;

function languageOf(head: string): string | undefined {
  const found = LANGUAGE.exec(head);
  return (found?.[1] ?? found?.[2] ?? found?.[3])?.toLowerCase();
}
