import { createPublicKey, type KeyObject } from 'node:crypto';
import type { DnsRecord, Verdict } from './finding.js';
import { recordsOf, type Names } from './names.js';
import { senderFinding, type Phrase, type SenderFinding, type SenderFindingName } from './sender-words.js';
import { readTags, type Tag } from './tag-list.js';

/** One of our keys. `retiring` signs no more, but mails under way were signed with it. */
export interface PublishedKey {
  readonly domain: string;
  readonly selector: string;
  /** Base64 of the SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly state: 'pending' | 'active' | 'retiring';
}

/** RFC 8301 §3.2: signers use at least 2048 bits, and below 1024 no receiver may accept. */
const GOOD_BITS = 2048;
const LEAST_BITS = 1024;
/** RFC 8463: an ed25519 key is its 32 bytes. */
const ED25519_BYTES = 32;

/** A record that is not there yet hurts nobody as long as nothing is signed with its key. */
const MISSING: Readonly<Record<PublishedKey['state'], Verdict>> = { pending: 'warning', active: 'failure', retiring: 'warning' }; // prettier-ignore

/** Whether the record of a key is published as it must be (RFC 6376 §3.6). An alias (CNAME) is followed by the resolver. */
export async function dkimFindings(key: PublishedKey, names: Names): Promise<SenderFinding[]> {
  const record = recordName(key);
  const answer = await names.txt(record);
  if (answer.kind === 'failure')
    return [senderFinding({ verdict: 'unknown', name: 'dkim.dns', values: { record, why: answer.why } })];
  return judgeDkim(key, recordsOf(answer));
}

export function judgeDkim(key: PublishedKey, texts: readonly string[]): SenderFinding[] {
  const { domain, selector, state } = key;
  const record = recordName(key);
  const publish: DnsRecord = { name: record, type: 'TXT', value: `v=DKIM1; k=rsa; p=${key.publicKey}` };
  const [text] = texts;
  if (text === undefined)
    return [senderFinding({ verdict: MISSING[state], name: `dkim.none.${state}`, values: { domain, selector }, publish })];
  if (texts.length > 1)
    return [senderFinding({ verdict: 'failure', name: 'dkim.several', values: { record, count: texts.length }, publish })];
  const { tags, faults } = readTags(text);
  const fault = faults[0] === undefined ? syntaxFault(tags) : { phrase: 'no_tag' as const, values: { text: faults[0] } };
  if (fault !== undefined)
    return [senderFinding({ verdict: 'failure', name: 'dkim.syntax', values: { record, fault }, publish })];
  return valueFindings(tags, key, publish);
} // prettier-ignore

function recordName({ domain, selector }: PublishedKey): string {
  return `${selector}._domainkey.${domain}`;
}

function valueFindings(tags: readonly Tag[], key: PublishedKey, publish: DnsRecord): SenderFinding[] {
  const record = publish.name;
  const wrong = (name: SenderFindingName, verdict: Verdict = 'failure'): SenderFinding =>
    senderFinding({ verdict, name, values: { record }, publish });
  const valueOf = (tag: string): string | undefined => tags.find((one) => one.name === tag)?.value;
  const published = (valueOf('p') ?? '').replaceAll(/\s+/g, '');
  if (published === '') return [wrong('dkim.revoked')];
  const bits = keyBits(published, valueOf('k')?.toLowerCase() ?? 'rsa');
  if (bits === undefined) return [wrong('dkim.key')];
  if (!sameBytes(published, key.publicKey)) return [wrong('dkim.mismatch')];
  const findings = bits < GOOD_BITS ? [shortKey(bits, key)] : [];
  const flags = (valueOf('t') ?? '').split(':').map((flag) => flag.trim());
  if (flags.includes('y')) findings.push(wrong('dkim.testing', 'warning'));
  const hashes = valueOf('h')?.split(':').map((hash) => hash.trim()); // prettier-ignore
  if (hashes !== undefined && !hashes.includes('sha256')) findings.push(wrong('dkim.hash'));
  const services = valueOf('s')?.split(':').map((service) => service.trim()); // prettier-ignore
  if (services !== undefined && !services.some((service) => service === '*' || service === 'email'))
    findings.push(wrong('dkim.service'));
  if (findings.length > 0) return findings;
  const { domain, selector, state } = key;
  return [senderFinding({ verdict: 'ok', name: `dkim.sound.${state}`, values: { domain, selector } })];
}

function shortKey(bits: number, key: PublishedKey): SenderFinding {
  const values = { record: recordName(key), domain: key.domain, bits, least: LEAST_BITS, good: GOOD_BITS };
  if (bits < LEAST_BITS) return senderFinding({ verdict: 'failure', name: 'dkim.short.refused', values });
  return senderFinding({ verdict: 'warning', name: 'dkim.short.weak', values });
}

function syntaxFault(tags: readonly Tag[]): Phrase | undefined {
  const names = tags.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) return { phrase: 'tag_twice', values: { tag: twice } };
  const version = tags.findIndex(({ name }) => name === 'v');
  if (version > 0) return { phrase: 'version_first' };
  if (version === 0 && tags[0]?.value !== 'DKIM1') return { phrase: 'version_known' };
  if (!names.includes('p')) return { phrase: 'key_missing' };
  const kind = tags.find(({ name }) => name === 'k')?.value.toLowerCase();
  return kind === undefined || kind === 'rsa' || kind === 'ed25519' ? undefined : { phrase: 'kind_unknown' };
}

/** undefined: no key. Of ed25519 as many as RSA of the same strength would at least have. */
function keyBits(base64: string, kind: string): number | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (kind === 'ed25519') return bytes.length === ED25519_BYTES ? GOOD_BITS : undefined;
  const key = publicKey(bytes);
  return key?.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined;
}

/** SubjectPublicKeyInfo, or the bare RSAPublicKey that RFC 6376 §3.6.1 names and some publish. */
function publicKey(bytes: Buffer): KeyObject | undefined {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: bytes, format: 'der', type });
    } catch {
      // It is no key of this form; the caller says so where it is of neither.
    }
  }
  return undefined;
}

function sameBytes(left: string, right: string): boolean {
  return Buffer.from(left, 'base64').equals(Buffer.from(right, 'base64'));
}
