import { encodingFault, fileNamesOf, isKnownCharset, octetsOf, textOf } from './decoded-part.js';
import { beginsAsProgram, isProgramName } from './executable-names.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import {
  everyPart,
  headersNamed,
  headerValue,
  leaves,
  type PartFaultName,
  type RawMessage,
  type RawPart,
} from './raw-message.js';

/** How the parts of a finished message are put together, encoded and named, and what is attached to it. */
export function checkParts(message: RawMessage, { kind }: { readonly kind: 'newsletter' | 'notice' }): RawFinding[] {
  const every = everyPart(message);
  return [
    ...every.flatMap(boundaries),
    ...every.filter((part) => part !== message).flatMap(repeatedHeaders),
    ...every.flatMap(encoding),
    ...leaves(message).flatMap(charset),
    ...every.flatMap(alternatives),
    ...besideEachOther(message),
    ...leaves(message).flatMap((part) => attached(part, kind)),
  ];
}

/** Not something to be kept in a file. */
export function isInline(part: RawPart): boolean {
  return !/^\s*attachment/i.test(headerValue(part, 'content-disposition') ?? '');
}

function found(name: FindingName, line: number, what: string): RawFinding {
  return { name, where: { part: 'message', line }, values: { what } };
}

/** What is said of each fault, and under which finding. */
const BOUNDARY_FAULTS: Readonly<Record<PartFaultName, readonly [finding: FindingName, what: string]>> = {
  missing: ['mime_structure', 'boundary=?'],
  none: ['mime_structure', 'no boundary line'],
  open: ['mime_structure', 'no closing boundary line'],
  headless: ['mime_structure', 'multipart/alternative, a part without Content-Type'],
  deep: ['mime_structure', 'multipart nested more than 8 deep'],
  many: ['mime_structure', 'more than 100 parts'],
  long: ['mime_boundary', 'more than 70 characters'],
  within: ['mime_boundary', 'inside a part'],
  after: ['mime_after_end', ''],
};

function boundaries(part: RawPart): RawFinding[] {
  const faults = part.faults.map(({ name, line }) => found(BOUNDARY_FAULTS[name][0], line, BOUNDARY_FAULTS[name][1]));
  return part.isHeadCut && part.faults.length === 0 ? faults : [...faults, ...ownMark(part)];
}

/** A part of the same boundary as the one around it ends both. */
function ownMark(part: RawPart): RawFinding[] {
  const own = boundaryOf(part);
  const inner = own === undefined ? undefined : part.parts.find((one) => boundaryOf(one) === own);
  return inner === undefined ? [] : [found('mime_boundary', inner.line, 'used twice')];
}

function boundaryOf(part: RawPart): string | undefined {
  if (!part.type.startsWith('multipart/')) return undefined;
  return /;\s{0,20}boundary\s{0,20}=\s{0,20}("?)([^";\s]{1,300})\1/i.exec(headerValue(part, 'content-type') ?? '')?.[2];
}

function repeatedHeaders(part: RawPart): RawFinding[] {
  return ['Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition', 'Content-ID'].flatMap((header) => {
    const all = headersNamed(part, header);
    const [, second] = all;
    if (second === undefined) return [];
    return [{ name: 'header_repeated' as const, where: { part: 'headers' as const, line: second.line, excerpt: header }, values: { header, count: all.length } }];
  });
} // prettier-ignore

function encoding(part: RawPart): RawFinding[] {
  const { encoding: name, body, line, type } = part;
  const where = { part: 'message' as const, line, excerpt: type };
  if (!['7bit', '8bit', 'binary', 'quoted-printable', 'base64'].includes(name))
    return [{ name: 'header_malformed', where, values: { header: 'Content-Transfer-Encoding' } }];
  const isEncoded = name === 'quoted-printable' || name === 'base64';
  // RFC 2045 §6.4: what holds parts is not encoded itself. SMTP carries lines only (RFC 3030 asks for BDAT).
  if (name === 'binary' || (isEncoded && type.startsWith('multipart/'))) return [{ name: 'mime_encoding', where, values: { what: `${type}, ${name}` } }];
  if (part.parts.length > 0) return [];
  const findings: RawFinding[] = [];
  const fault = encodingFault(part);
  if (fault !== undefined) findings.push({ name: 'mime_encoding', where: { ...where, line: line + fault.line }, values: { what: fault.what } });
  if (name !== '8bit' && /[\u0080-\u00ff]/.test(body)) findings.push({ name: 'octet_unsafe', where, values: { what: `8-bit octets in ${name}` } });
  return findings;
} // prettier-ignore

function charset(part: RawPart): RawFinding[] {
  if (!part.type.startsWith('text/') || !isInline(part)) return [];
  const where = { part: 'message' as const, line: part.line, excerpt: part.type };
  const said = (name: FindingName): RawFinding[] => [{ name, where, values: { charset: part.charset ?? '?' } }];
  if (part.charset === undefined)
    return octetsOf(part).some((octet) => octet > 127) ? said('mime_charset_missing') : [];
  if (!isKnownCharset(part.charset)) return said('mime_charset_unknown');
  if (textOf(part) === undefined) return said('charset_wrong');
  // Label and octets: "us-ascii" is read as windows-1252 by those who read it at all.
  const isAscii = /^(?:us-)?ascii$/.test(part.charset);
  if (isAscii && octetsOf(part).some((octet) => octet > 127)) return said('charset_wrong');
  return isAscii || /^utf-?8$/.test(part.charset) ? [] : said('mime_charset');
}

/** The last part is the one that is shown, so the plain one is first, and there is one of each (RFC 2046 §5.1.4). */
function alternatives(part: RawPart): RawFinding[] {
  if (part.type !== 'multipart/alternative' || part.parts.length === 0) return [];
  const types = part.parts.map(shownType);
  const isRepeated = ['text/plain', 'text/html'].some((type) => types.indexOf(type) !== types.lastIndexOf(type));
  const [text, html] = [types.indexOf('text/plain'), types.indexOf('text/html')];
  if (isRepeated || (text !== -1 && html !== -1 && text > html))
    return [found('mime_structure', part.line, types.join(', '))];
  return types.length === 1 ? [found('mime_alone', part.line, types.join(', '))] : [];
}

/** Text and HTML that are no alternatives are shown one below the other. */
function besideEachOther(message: RawMessage): RawFinding[] {
  const kinds = leaves(message).filter(isInline);
  const has = (type: string): boolean => kinds.some((part) => part.type === type);
  const isOne = everyPart(message).some(({ type }) => type === 'multipart/alternative');
  if (!message.type.startsWith('multipart/') || isOne || !has('text/html') || !has('text/plain')) return [];
  return [found('mime_structure', message.line, kinds.map(({ type }) => type).join(', '))];
}

/** `multipart/related` around the HTML and its pictures counts as HTML. */
function shownType(part: RawPart): string {
  return part.type === 'multipart/related' ? (part.parts[0]?.type ?? part.type) : part.type;
}

function attached(part: RawPart, kind: 'newsletter' | 'notice'): RawFinding[] {
  const names = fileNamesOf(part);
  const program = names.find(isProgramName);
  const isText = /^text\/(?:plain|html)$/.test(part.type);
  if (isText && isInline(part) && names.length === 0) return [];
  const what = program ?? names[0] ?? part.type;
  if (program !== undefined || beginsAsProgram(octetsOf({ ...part, body: part.body.slice(0, 100) })))
    return [found('attachment_executable', part.line, what)];
  const isShown = headerValue(part, 'content-id') !== undefined && part.type.startsWith('image/');
  return kind === 'newsletter' && !isShown && !/^text\/(?:x-amp-html|calendar)$/.test(part.type) ? [found('attachment_present', part.line, what)] : [];
} // prettier-ignore
