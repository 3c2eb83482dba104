import { createHash } from 'node:crypto';
import { registeredDomain } from '../authentication/registry-suffixes.js';
import { relaxedBody } from '../dkim/relaxed.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import { atHeader } from './header-place.js';
import { mailboxIn } from './mailbox-list.js';
import { headerValue, headersNamed, type RawMessage } from './raw-message.js';

/** Tags a signature must have (RFC 6376 §3.5). */
const NEEDED = ['v', 'a', 'b', 'bh', 'd', 'h', 's'];
/** Signed where they are there (RFC 6376 §5.4.1; STANDARDS H11). */
const WORTH_SIGNING = ['to', 'subject', 'date', 'message-id', 'reply-to', 'list-id', 'feedback-id'];
/** Octets of an RSA signature are those of its key: 128 are 1024 bits (RFC 8301 §3.2 asks for 2048). */
const SHORTEST_SIGNATURE = 256;
/** A message has one or two; somebody who writes hundreds wants us to hash its body as often. */
const MOST_SIGNATURES = 5;

interface Signature {
  readonly line: number;
  /** In small letters, without blanks; `b` and `bh` as they stand. */
  readonly tags: ReadonlyMap<string, string>;
}

/** The DKIM signatures of a message; [] of one that is signed when it leaves. */
export function signaturesOf(message: RawMessage): Signature[] {
  return headersNamed(message, 'DKIM-Signature')
    .slice(0, MOST_SIGNATURES)
    .map(({ value, line }) => ({ line, tags: new Map(value.split(';').map(tagOf)) }));
}

/** What a signature covers, and whether it can hold; who published its key is asked by `colporteur doctor`. */
export function checkSignature(message: RawMessage, { kind }: { readonly kind: 'newsletter' | 'notice' }): RawFinding[] {
  const all = signaturesOf(message);
  const [first] = all;
  if (first === undefined) return [];
  const found = (name: FindingName, what: string, line = first.line): RawFinding => atHeader(name, 'DKIM-Signature', line, { what });
  const findings: RawFinding[] = [];
  for (const { tags, line } of all) {
    const lacking = NEEDED.filter((name) => (tags.get(name) ?? '') === '');
    if (lacking.length > 0) findings.push(found('signature_malformed', lacking.map((name) => `${name}=`).join(', '), line));
    else if (isBodyChanged(message, tags)) findings.push(found('signature_broken', 'bh=', line));
    findings.push(...weaknesses(tags).map((what) => found('signature_weak', what, line)));
  }
  const covered = all.map(({ tags }) => (tags.get('h') ?? '').split(':'));
  const isCovering = covered.some((names) => names.includes('list-unsubscribe') && names.includes('list-unsubscribe-post'));
  if (kind === 'newsletter' && !isCovering) findings.push(found('unsubscribe_unsigned', 'h='));
  const unsigned = WORTH_SIGNING.filter((name) => headersNamed(message, name).length > 0 && !covered.some((names) => names.includes(name)));
  if (unsigned.length > 0) findings.push(found('signature_incomplete', unsigned.join(', ')));
  const from = mailboxIn(headerValue(message, 'From') ?? '')?.domain;
  const isAligned = all.some(({ tags }) => registeredDomain(tags.get('d') ?? '') === registeredDomain(from ?? ''));
  if (from !== undefined && !isAligned) findings.push(found('signature_unaligned', `d=${first.tags.get('d') ?? ''}`));
  return findings;
} // prettier-ignore

function weaknesses(tags: Signature['tags']): string[] {
  const [algorithm = '', octets] = [tags.get('a'), Buffer.from(tags.get('b') ?? '', 'base64').length];
  const names = (tags.get('h') ?? '').split(':');
  return [
    ...(tags.has('l') ? ['l='] : []),
    ...(algorithm === 'rsa-sha1' ? ['a=rsa-sha1'] : []),
    ...(algorithm.startsWith('rsa') && octets >= 64 && octets < SHORTEST_SIGNATURE ? [`rsa, ${octets * 8} bits`] : []),
    ...(names.includes('from') ? [] : ['h= without From']),
  ];
}

/** The hash of the body is not the one that was signed (RFC 6376 §3.7). Where only a part was signed nobody can say. */
function isBodyChanged({ source }: RawMessage, tags: Signature['tags']): boolean {
  if (tags.has('l') || !/-sha256$/.test(tags.get('a') ?? '')) return false;
  const wire = source.includes('\r\n') ? source : source.replaceAll('\n', '\r\n');
  const end = wire.indexOf('\r\n\r\n');
  const body = end === -1 ? '' : wire.slice(end + 4);
  const isRelaxed = (tags.get('c') ?? '').split('/')[1] === 'relaxed';
  const canonical = isRelaxed ? relaxedBody(Buffer.from(body, 'latin1')) : Buffer.from(simpleBody(body), 'latin1');
  return createHash('sha256').update(canonical).digest('base64') !== tags.get('bh');
}

/** RFC 6376 §3.4.3. */
function simpleBody(body: string): string {
  let end = body.length;
  while (end >= 2 && body.startsWith('\r\n', end - 2)) end -= 2;
  return `${body.slice(0, end)}\r\n`;
}

function tagOf(text: string): [name: string, value: string] {
  const name = text.split('=', 1)[0]?.trim() ?? '';
  const value = text.slice(text.indexOf('=') + 1).replaceAll(/\s/g, '');
  return [name, name === 'b' || name === 'bh' ? value : value.toLowerCase()];
}
