import { createPublicKey, type KeyObject } from 'node:crypto';
import type { DnsRecord, Finding, Verdict } from './finding.js';
import { recordsOf, type Names } from './names.js';
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
export async function dkimFindings(key: PublishedKey, names: Names): Promise<Finding[]> {
  const name = `${key.selector}._domainkey.${key.domain}`;
  const answer = await names.txt(name);
  if (answer.kind === 'failure')
    return [
      { verdict: 'unknown', code: 'dkim.dns', says: `The DKIM record ${name} could not be asked for: ${answer.why}.` },
    ];
  return judgeDkim(key, recordsOf(answer));
}

export function judgeDkim(key: PublishedKey, texts: readonly string[]): Finding[] {
  const publish: DnsRecord = {
    name: `${key.selector}._domainkey.${key.domain}`,
    type: 'TXT',
    value: `v=DKIM1; k=rsa; p=${key.publicKey}`,
  };
  const [text] = texts;
  const wrong = (code: string, says: string, verdict: Verdict = 'failure'): Finding => ({
    verdict,
    code,
    says,
    remedy: 'Publish the record below in its place.',
    publish,
  });
  if (text === undefined)
    return [{ ...wrong('dkim.none', `The DKIM key ${key.selector} of ${key.domain} (${key.state}) is not published.`, MISSING[key.state]), remedy: remedyOf(key) }]; // prettier-ignore
  if (texts.length > 1)
    return [wrong('dkim.several', `${publish.name} has ${texts.length} TXT records; which one a receiver takes is chance.`)]; // prettier-ignore
  const { tags, faults } = readTags(text);
  const fault = faults[0] === undefined ? syntaxFault(tags) : `“${faults[0]}” is no tag`;
  if (fault !== undefined) return [wrong('dkim.syntax', `The DKIM record ${publish.name} cannot be read: ${fault}.`)];
  return valueFindings(tags, key, wrong);
}

function remedyOf(key: PublishedKey): string {
  if (key.state === 'pending') return 'Publish the record below; the key signs once it is there.';
  if (key.state === 'retiring') return 'Put it back until the last mails signed with it have arrived.';
  return 'Publish the record below. Until it is there, every signature fails.';
}

type Wrong = (code: string, says: string, verdict?: Verdict) => Finding;

function valueFindings(tags: readonly Tag[], key: PublishedKey, wrong: Wrong): Finding[] {
  const name = `${key.selector}._domainkey.${key.domain}`;
  const valueOf = (tag: string): string | undefined => tags.find((one) => one.name === tag)?.value;
  const published = (valueOf('p') ?? '').replaceAll(/\s+/g, '');
  if (published === '') return [wrong('dkim.revoked', `The DKIM record ${name} is empty (p=): the key is revoked.`)];
  const bits = keyBits(published, valueOf('k')?.toLowerCase() ?? 'rsa');
  if (bits === undefined) return [wrong('dkim.key', `What stands under p= in ${name} is no public key.`)];
  if (!sameBytes(published, key.publicKey))
    return [wrong('dkim.mismatch', `${name} holds another key than the one that signs, so every signature fails.`)];
  const findings: Finding[] = [];
  if (bits < LEAST_BITS) findings.push({ verdict: 'failure', code: 'dkim.short', says: `The key ${name} has ${bits} bits; receivers refuse fewer than ${LEAST_BITS}.`, remedy: rotate(key) }); // prettier-ignore
  else if (bits < GOOD_BITS) findings.push({ verdict: 'warning', code: 'dkim.short', says: `The key ${name} has ${bits} bits; ${GOOD_BITS} are expected.`, remedy: rotate(key) }); // prettier-ignore
  const flags = (valueOf('t') ?? '').split(':').map((flag) => flag.trim());
  if (flags.includes('y')) findings.push(wrong('dkim.testing', `${name} says that DKIM is being tested (t=y), so receivers may ignore it.`, 'warning')); // prettier-ignore
  const hashes = valueOf('h')?.split(':').map((hash) => hash.trim()); // prettier-ignore
  if (hashes !== undefined && !hashes.includes('sha256')) findings.push(wrong('dkim.hash', `${name} does not allow sha256, which we sign with.`)); // prettier-ignore
  const services = valueOf('s')?.split(':').map((service) => service.trim()); // prettier-ignore
  if (services !== undefined && !services.some((service) => service === '*' || service === 'email'))
    findings.push(wrong('dkim.service', `${name} is not for mail (s=).`));
  if (findings.length > 0) return findings;
  return [{ verdict: 'ok', code: 'dkim.sound', says: `The DKIM key ${key.selector} of ${key.domain} (${key.state}) is published as it must be.` }]; // prettier-ignore
}

function rotate(key: PublishedKey): string {
  return `Make a longer one: colporteur dkim rotate ${key.domain}`;
}

function syntaxFault(tags: readonly Tag[]): string | undefined {
  const names = tags.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) return `${twice}= stands there more than once`;
  const version = tags.findIndex(({ name }) => name === 'v');
  if (version > 0) return 'v= must stand first';
  if (version === 0 && tags[0]?.value !== 'DKIM1') return 'v= must be DKIM1';
  if (!names.includes('p')) return 'p= is missing';
  const kind = tags.find(({ name }) => name === 'k')?.value.toLowerCase();
  return kind === undefined || kind === 'rsa' || kind === 'ed25519'
    ? undefined
    : `k= names no kind of key that is known`;
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
