import { faultOfWebAddress } from './address.js';
import type { RawFinding } from './finding.js';
import { atHeader as at } from './header-place.js';
import { headerValue, headersNamed, type RawMessage } from './raw-message.js';
import { namesRecipient } from './reader-picture.js';

/** What out-of-office programs and lists look at, and what they must find there (STANDARDS H5). */
const AUTOMATED: readonly [name: string, fit: RegExp][] = [
  ['Auto-Submitted', /^auto-/i],
  ['Precedence', /^(?:bulk|list)$/i],
  ['X-Auto-Response-Suppress', /^(?:all|.*\boof\b)/i],
];
/** Characters of Feedback-ID's last field, the sender's: https://support.google.com/a/answer/6254652 */
const SENDER_ID = /^[^\s@]{5,15}$/;
/** An address, as it stands or escaped. */
const ADDRESS = /[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}\.[a-z]{2,}/i;

export interface ListExpectations {
  readonly recipient: string | undefined;
  /** The installation's own address, which may be a private one. */
  readonly publicUrl: string | undefined;
}

/** How one leaves by the button of a mail program, which list it is, and that no program need answer it. */
export function checkListHeaders(message: RawMessage, { recipient, publicUrl }: ListExpectations): RawFinding[] {
  return [...unsubscribe(message, { recipient, publicUrl }), ...list(message), ...automated(message), ...feedback(message, recipient)];
} // prettier-ignore

function unsubscribe(message: RawMessage, { recipient, publicUrl }: ListExpectations): RawFinding[] {
  const findings: RawFinding[] = [];
  const header = headersNamed(message, 'List-Unsubscribe')[0];
  const addresses = [...(header?.value ?? '').matchAll(/<\s{0,20}([^<>\s]{1,1500})\s{0,20}>/g)].map(([, address = '']) => address);
  const web = addresses.filter((address) => /^https?:/i.test(address));
  const isOpen = web.length === 1 && web.every((address) => /^https:\/\/[^/?#]/i.test(address) || isLoopback(address));
  if (!isOpen) findings.push(at('unsubscribe_header', 'List-Unsubscribe', header?.line));
  const hosts = web.map((address) => faultOfWebAddress(address)).filter((fault) => fault?.name === 'address_private');
  const host = hosts.map((fault) => fault?.values['host'] ?? '').find((one) => one !== URL.parse(publicUrl ?? '')?.hostname);
  if (host !== undefined) findings.push(at('address_private', 'List-Unsubscribe', header?.line, { host }));
  if (web.some((address) => ADDRESS.test(address) || (recipient !== undefined && namesRecipient(address, recipient))))
    findings.push(at('unsubscribe_names_reader', 'List-Unsubscribe', header?.line));
  const post = headersNamed(message, 'List-Unsubscribe-Post')[0];
  if (post?.value !== 'List-Unsubscribe=One-Click')
    findings.push(at('unsubscribe_one_click', 'List-Unsubscribe-Post', post?.line));
  return findings;
} // prettier-ignore

/** A dot-atom with a dot in angle brackets, at the end; at most 255 characters (RFC 2919 §2, §4). */
function list(message: RawMessage): RawFinding[] {
  const header = headersNamed(message, 'List-Id')[0];
  const id = /<([^<>\s]{3,255})>$/.exec(header?.value ?? '')?.[1];
  const atoms = id?.split('.') ?? [];
  const isFit = atoms.length > 1 && atoms.every((atom) => /^[\w!#$%&'*+/=?^`{|}~-]{1,255}$/.test(atom));
  return isFit ? [] : [at('header_list', 'List-Id', header?.line)];
}

function automated(message: RawMessage): RawFinding[] {
  const lacking = AUTOMATED.filter(([name, fit]) => !fit.test(headerValue(message, name) ?? '')).map(([name]) => name);
  return lacking.length > 0 ? [at('header_automated', lacking.join(', '))] : [];
}

function feedback(message: RawMessage, recipient: string | undefined): RawFinding[] {
  const header = headersNamed(message, 'Feedback-ID')[0];
  if (header === undefined) return [];
  const fields = header.value.split(':').map((field) => field.trim());
  const isPersonal = header.value.includes('@') || (recipient !== undefined && namesRecipient(header.value, recipient));
  if (fields.length <= 4 && SENDER_ID.test(fields.at(-1) ?? '') && !isPersonal) return [];
  return [at('header_feedback_id', 'Feedback-ID', header.line)];
}

/** A try-out on one's own machine has no certificate. */
function isLoopback(address: string): boolean {
  const host = URL.parse(address)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
