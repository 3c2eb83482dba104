import { isFreeMail } from '../authentication/free-mail.js';
import type { FindingName } from './finding-rules.js';
import type { RawFinding } from './finding.js';
import { headerValue, headersNamed, type RawHeader, type RawMessage } from './raw-message.js';
import { namesRecipient } from './reader-picture.js';

/** Exactly one of each (RFC 5322 §3.6; STANDARDS H4). `Content-Type` is there where MIME-Version is. */
const ONCE = ['From', 'To', 'Date', 'Subject', 'Message-ID', 'MIME-Version'];
/** At most one of each (RFC 5322 §3.6; RFC 2369 §3; RFC 8058). */
const AT_MOST_ONCE = [
  'Sender', 'Reply-To', 'Cc', 'Bcc', 'In-Reply-To', 'References', 'Content-Type', 'Content-Transfer-Encoding', 'Return-Path',
  'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Help', 'List-Subscribe', 'List-Post', 'List-Owner', 'List-Archive',
  'Precedence', 'Auto-Submitted', 'Feedback-ID',
]; // prettier-ignore
/** Characters of an encoded word, its marks included (RFC 2047 §2). */
const LONGEST_WORD = 75;

export interface HeaderExpectations {
  readonly kind: 'newsletter' | 'notice';
  /** The reader of this copy. */
  readonly recipient?: string | undefined;
}

/** The head of a finished message. */
export function checkHeaders(message: RawMessage, expected: HeaderExpectations): RawFinding[] {
  return [
    ...numbers(message),
    ...message.headers.flatMap(shape),
    ...identity(message),
    ...(expected.kind === 'newsletter' ? listHeaders(message, expected) : []),
    ...signature(message, expected),
  ];
}

/** Mail to many says so somewhere; what says that it is automatic and nothing of a list answers one person's act. */
export function kindOf(message: RawMessage): 'newsletter' | 'notice' {
  const has = (name: string): boolean => headersNamed(message, name).length > 0;
  const isList = ['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID', 'Precedence', 'List-Help'].some(has);
  return !isList && has('Auto-Submitted') ? 'notice' : 'newsletter';
} // prettier-ignore

function at(name: FindingName, header: string, line?: number, values: Record<string, string | number> = {}): RawFinding {
  return { name, where: { part: 'headers', ...(line !== undefined && { line }), excerpt: header }, values: { header, ...values } };
} // prettier-ignore

function numbers(message: RawMessage): RawFinding[] {
  const missing = ONCE.filter((name) => headersNamed(message, name).length === 0);
  const repeated = [...ONCE, ...AT_MOST_ONCE].flatMap((name) => {
    const all = headersNamed(message, name);
    return all.length > 1 ? [at('header_repeated', name, all[1]?.line, { count: all.length })] : [];
  });
  return [...missing.map((name) => at('header_missing', name)), ...repeated];
}

function shape({ name, value, line }: RawHeader): RawFinding[] {
  const shown = name.slice(0, 60).replaceAll(/[^\u0020-\u007e]/g, '?');
  if (!/^[\u0021-\u0039\u003b-\u007e]{1,100}$/.test(name)) return [at('header_malformed', shown, line)];
  const findings: RawFinding[] = [];
  if (/[\u0080-\u00ff]/.test(value)) findings.push(at('header_not_ascii', shown, line));
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) findings.push(at('header_malformed', shown, line));
  const isBroken = [...value.matchAll(/=\?[^\s?]{1,40}\?[^\s?]{1,10}\?[^\s?]{0,2000}\?=/g)].some(
    ([word]) => word.length > LONGEST_WORD || !/^=\?[\w*.-]+\?(?:q|b)\?[^?\s]*\?=$/i.test(word),
  );
  if (isBroken) findings.push(at('encoded_word', shown, line));
  return findings;
}

function identity(message: RawMessage): RawFinding[] {
  const findings: RawFinding[] = [];
  const malformed = (name: string, isFit: (value: string) => boolean): void => {
    const header = headersNamed(message, name)[0];
    if (header !== undefined && !isFit(header.value)) findings.push(at('header_malformed', name, header.line));
  };
  malformed('From', (value) => mailboxIn(value) !== undefined);
  malformed('To', (value) => mailboxIn(value) !== undefined || /^[^<>@]{1,200}:[^<>@]{0,200};$/.test(value));
  malformed('Message-ID', (value) => /^<[^\s<>@]{1,250}@[^\s<>@]{1,255}>$/.test(value));
  malformed('Date', (value) => DATE.test(value) && !Number.isNaN(Date.parse(value.replaceAll(/\([^()]{0,60}\)/g, ''))));
  malformed('MIME-Version', (value) => /^1\.0\b/.test(value));
  const from = headersNamed(message, 'From')[0];
  const mailbox = from === undefined ? undefined : mailboxIn(from.value);
  if (from === undefined || mailbox === undefined) return findings;
  if (mailbox.name === '') findings.push(at('sender_unnamed', 'From', from.line));
  if (isFreeMail(mailbox.domain)) findings.push(at('header_free_mail', 'From', from.line, { domain: mailbox.domain }));
  return findings;
} // prettier-ignore

/** RFC 5322 §3.3, with the day of the week left out or not, and zones by number or as GMT. */
const DATE = /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s*)?\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UT|UTC|Z)(?:\s*\([^()]{0,60}\))?$/i; // prettier-ignore

/** Characters of a field that a mailbox is looked for in; a name and an address have a third of them. */
const LONGEST_FIELD = 4_000;

/** The first mailbox of a field. */
export function mailboxIn(field: string): { name: string; address: string; domain: string } | undefined {
  const value = field.slice(0, LONGEST_FIELD);
  const found = /^\s*([^<>]{0,900}?)\s*<([^\s<>]{1,320})>/.exec(value) ?? /^\s*()([^\s<>,;"()]{1,320})\s*(?:$|,|\()/.exec(value);
  const [, name = '', address = ''] = found ?? [];
  const sign = address.lastIndexOf('@');
  if (sign < 1 || sign > 64 || !/^[^\s@,;]{1,255}$/.test(address.slice(sign + 1))) return undefined;
  return { name: name.replaceAll('"', '').trim(), address, domain: address.slice(sign + 1).toLowerCase() };
} // prettier-ignore

function listHeaders(message: RawMessage, { recipient }: HeaderExpectations): RawFinding[] {
  const findings: RawFinding[] = [];
  const unsubscribe = headersNamed(message, 'List-Unsubscribe')[0];
  const addresses = [...(unsubscribe?.value ?? '').matchAll(/<\s*([^<>\s]{1,1500})\s*>/g)].map(([, address = '']) => address);
  const web = addresses.filter((address) => /^https?:/i.test(address));
  const isOpen = web.length === 1 && web.every((address) => /^https:\/\/[^/?#]/i.test(address) || isLoopback(address));
  if (!isOpen) findings.push(at('unsubscribe_header', 'List-Unsubscribe', unsubscribe?.line));
  if (recipient !== undefined && web.some((address) => namesRecipient(address, recipient)))
    findings.push(at('unsubscribe_names_reader', 'List-Unsubscribe', unsubscribe?.line));
  const post = headersNamed(message, 'List-Unsubscribe-Post')[0];
  if (post?.value.trim().toLowerCase() !== 'list-unsubscribe=one-click')
    findings.push(at('unsubscribe_one_click', 'List-Unsubscribe-Post', post?.line));
  const list = headersNamed(message, 'List-Id')[0];
  if (list === undefined || !/<[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,10}>\s*$/i.test(list.value))
    findings.push(at('header_list', 'List-Id', list?.line));
  const automated: [string, RegExp][] = [['Auto-Submitted', /^auto-/i], ['Precedence', /^(?:bulk|list)$/i], ['X-Auto-Response-Suppress', /^(?:all|.*\boof\b)/i]];
  const lacking = automated.filter(([name, fit]) => !fit.test(headerValue(message, name) ?? '')).map(([name]) => name);
  if (lacking.length > 0) findings.push(at('header_automated', lacking.join(', ')));
  const feedback = headersNamed(message, 'Feedback-ID')[0];
  if (feedback !== undefined && (feedback.value.split(':').length > 4 || feedback.value.includes('@')))
    findings.push(at('header_feedback_id', 'Feedback-ID', feedback.line));
  return findings;
} // prettier-ignore

/** A try-out on one's own machine has no certificate. */
function isLoopback(address: string): boolean {
  const host = URL.parse(address)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Only where there is one: a file that was rendered is signed when it leaves. */
function signature(message: RawMessage, { kind }: HeaderExpectations): RawFinding[] {
  const all = headersNamed(message, 'DKIM-Signature');
  const [first] = all;
  if (first === undefined) return [];
  const tags = all.map(({ value }) => new Map(value.split(';').map((tag) => [tag.split('=')[0]?.trim() ?? '', tag.slice(tag.indexOf('=') + 1).replaceAll(/\s/g, '').toLowerCase()])));
  const covered = tags.map((one) => (one.get('h') ?? '').split(':'));
  const findings: RawFinding[] = [];
  const weak = (what: string): void => { findings.push({ ...at('signature_weak', 'DKIM-Signature', first.line, { what }) }); };
  if (tags.some((one) => one.has('l'))) weak('l=');
  if (tags.some((one) => one.get('a') === 'rsa-sha1')) weak('a=rsa-sha1');
  if (covered.some((names) => !names.includes('from'))) weak('h= without From');
  const isCovering = covered.some((names) => names.includes('list-unsubscribe') && names.includes('list-unsubscribe-post'));
  if (kind === 'newsletter' && !isCovering) findings.push(at('unsubscribe_unsigned', 'DKIM-Signature', first.line));
  return findings;
} // prettier-ignore
