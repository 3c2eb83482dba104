import { hasBrokenWord, decodeWords } from './encoded-words.js';
import type { RawFinding } from './finding.js';
import { atHeader as at } from './header-place.js';
import { headersNamed, type RawHeader, type RawMessage } from './raw-message.js';

/** Exactly one of each (RFC 5322 §3.6; STANDARDS H4). `Content-Type` is there where MIME-Version is. */
const ONCE = ['From', 'To', 'Date', 'Subject', 'Message-ID', 'MIME-Version'];
/** At most one of each (RFC 5322 §3.6; RFC 2369 §3; RFC 8058). */
const AT_MOST_ONCE = [
  'Sender', 'Reply-To', 'Cc', 'In-Reply-To', 'References', 'Content-Type', 'Content-Transfer-Encoding', 'Return-Path',
  'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Help', 'List-Subscribe', 'List-Post', 'List-Owner', 'List-Archive',
  'Precedence', 'Auto-Submitted', 'Feedback-ID',
]; // prettier-ignore
/** Written on the way or made of anything: no encoded word is looked for in them. */
const OPAQUE = /^(?:received|dkim-|domainkey-|arc-|authentication-results|x-google-|x-gm-|x-ms-|x-microsoft-)/i;
/** They ask the reader's program to say that the mail was read: RFC 8098 §2.1, and its forerunners. */
const RECEIPTS = ['Disposition-Notification-To', 'Return-Receipt-To', 'X-Confirm-Reading-To', 'Read-Receipt-To'];

/** The head of a finished message, whoever sends it and whatever for. */
export function checkHeaders(message: RawMessage): RawFinding[] {
  const cut: RawFinding[] = message.isHeadCut ? [{ name: 'head_too_large', where: { part: 'headers' } }] : [];
  return [...cut, ...numbers(message), ...message.headers.flatMap(shape), ...unwanted(message)];
}

/** Mail to many says so somewhere; what says that it is automatic and nothing of a list answers one person's act. */
export function kindOf(message: RawMessage): 'newsletter' | 'notice' {
  const has = (name: string): boolean => headersNamed(message, name).length > 0;
  const isList = ['List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID', 'Precedence', 'List-Help'].some(has);
  return !isList && has('Auto-Submitted') ? 'notice' : 'newsletter';
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
  if (OPAQUE.test(name)) return findings;
  const isSafe = !UNSAFE.test(value) && (/^subject$/i.test(name) || !UNSAFE.test(decodeWords(value)));
  if (!isSafe) findings.push(at('header_malformed', shown, line));
  if (hasBrokenWord(value)) findings.push(at('encoded_word', shown, line));
  return findings;
}

/** What an encoded word hides is written out again by whoever answers or passes the mail on. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

function unwanted(message: RawMessage): RawFinding[] {
  const found = (name: string): RawHeader | undefined => headersNamed(message, name)[0];
  const findings: RawFinding[] = [];
  for (const name of ['Bcc', 'Resent-Bcc']) {
    const header = found(name);
    if (header !== undefined) findings.push(at('header_bcc', name, header.line));
  }
  for (const name of RECEIPTS) {
    const header = found(name);
    if (header !== undefined) findings.push(at('receipt_asked', name, header.line));
  }
  // What was delivered already has one by rights, and says so.
  const returnPath = found('Return-Path');
  if (returnPath !== undefined && found('Received') === undefined && found('Delivered-To') === undefined)
    findings.push(at('return_path_written', 'Return-Path', returnPath.line));
  return findings;
}
