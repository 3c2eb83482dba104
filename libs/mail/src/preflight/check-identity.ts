import { isFreeMail } from '../authentication/free-mail.js';
import { registeredDomain } from '../authentication/registry-suffixes.js';
import { decodeWords } from './encoded-words.js';
import type { RawFinding } from './finding.js';
import { atHeader as at } from './header-place.js';
import { mailboxesIn, type ListedMailbox } from './mailbox-list.js';
import { headersNamed, type RawHeader, type RawMessage } from './raw-message.js';
import { signaturesOf } from './check-signature.js';

const DAY = 86_400_000;
/** A clock may be wrong by less; SpamAssassin's DATE_IN_FUTURE rules begin at three hours. */
const FUTURE = DAY;
/** Mail programs sort by it: what is older stands where nobody looks. Files are kept for some time before. */
const PAST = 366 * DAY;

export interface IdentityExpectations {
  readonly kind: 'newsletter' | 'notice';
  readonly now: Date;
}

/** Who sends a finished message to whom, when, and under what name it goes. */
export function checkIdentity(message: RawMessage, expected: IdentityExpectations): RawFinding[] {
  return [...sender(message), ...recipients(message, expected), ...messageId(message), ...date(message, expected)];
}

function only(message: RawMessage, name: string): RawHeader | undefined {
  return headersNamed(message, name)[0];
}

function sender(message: RawMessage): RawFinding[] {
  const findings: RawFinding[] = [];
  for (const name of ['Reply-To', 'Sender']) {
    const header = only(message, name);
    if (header !== undefined && !isList(mailboxesIn(header.value))) findings.push(at('header_malformed', name, header.line));
  }
  const version = only(message, 'MIME-Version');
  if (version !== undefined && !/^1\.0\b/.test(version.value.replace(/^\([^()]{0,100}\)\s{0,5}/, '')))
    findings.push(at('header_malformed', 'MIME-Version', version.line));
  const from = only(message, 'From');
  if (from === undefined) return findings;
  const senders = mailboxesIn(from.value);
  const [mailbox] = senders;
  if (mailbox === undefined || !isList(senders)) return [...findings, at('header_malformed', 'From', from.line)];
  if (senders.length > 1)
    findings.push(at(only(message, 'Sender') === undefined ? 'sender_several' : 'from_several', 'From', from.line, { count: senders.length }));
  if (mailbox.name === '') findings.push(at('sender_unnamed', 'From', from.line));
  if (isFreeMail(mailbox.domain)) findings.push(at('header_free_mail', 'From', from.line, { domain: mailbox.domain }));
  const unsafe = unsafeIn(decodeWords(mailbox.name));
  if (unsafe !== undefined) findings.push(at('sender_unsafe', 'From', from.line, { what: unsafe }));
  if (isDisguised(mailbox)) findings.push(at('sender_disguised', 'From', from.line, { domain: mailbox.domain }));
  return findings;
} // prettier-ignore

/** Signs nobody sees, and such as turn the direction of what follows; isolates that are closed turn nothing else. */
function unsafeIn(name: string): string | undefined {
  const found = UNSEEN_SIGNS.exec(name)?.[0] ?? (WITHOUT_BLANKS.test(name) ? undefined : /\u200b/.exec(name)?.[0]);
  const sign = found ?? (isBalanced(name) ? undefined : /[\u202a-\u202c\u2066-\u2069]/.exec(name)?.[0]);
  return sign === undefined ? undefined : `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
} // prettier-ignore

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN_SIGNS = /[\u0000-\u001f\u007f-\u009f\u00ad\u115f\u1160\u180e\u2028\u2029\u202d\u202e\u2060-\u2064\u206a-\u206f\u3164\ufeff\ufff9-\ufffb]/; // prettier-ignore
/** Scripts that write no blanks may mark where words end (U+200B). */
const WITHOUT_BLANKS = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Embeddings and isolates, each closed by its own kind (UAX #9 §3.1.2). */
function isBalanced(name: string): boolean {
  const open: string[] = [];
  for (const sign of name) {
    if (/[\u202a\u202b]/.test(sign)) open.push('\u202c');
    else if (/[\u2066-\u2068]/.test(sign)) open.push('\u2069');
    else if (/[\u202c\u2069]/.test(sign) && open.pop() !== sign) return false;
  }
  return open.length === 0;
}

/** A name that is an address of somebody else's: phones show nothing but the name. */
function isDisguised({ name, domain }: ListedMailbox): boolean {
  const shown = /[^\s@"<>]{1,64}@([a-z0-9.-]{1,255})/i.exec(decodeWords(name))?.[1]?.toLowerCase();
  return shown !== undefined && !isRelated(shown, domain);
}

/** Each copy is one reader's (STANDARDS H4): whoever stands beside them would be shown to everybody. */
function recipients(message: RawMessage, { kind }: IdentityExpectations): RawFinding[] {
  const findings: RawFinding[] = [];
  const named = new Set<string>();
  for (const name of ['To', 'Cc']) {
    const header = only(message, name);
    if (header === undefined) continue;
    const all = mailboxesIn(header.value);
    // A group may be empty: "undisclosed-recipients:;".
    const isEmpty = all.length === 0 && !/:\s*;$/.test(header.value.trim());
    if (isEmpty || all.includes(undefined)) findings.push(at('header_malformed', name, header.line));
    for (const mailbox of all) if (mailbox !== undefined) named.add(mailbox.address.toLowerCase());
  }
  if (kind === 'newsletter' && named.size > 1)
    findings.push(at('recipients_shown', 'To', only(message, 'To')?.line, { count: named.size }));
  return findings;
}

function messageId(message: RawMessage): RawFinding[] {
  const header = only(message, 'Message-ID');
  if (header === undefined) return [];
  const domain = /^<[^\s<>@]{1,250}@([^\s<>@]{1,255})>$/.exec(header.value)?.[1]?.toLowerCase();
  if (domain === undefined) return [at('header_malformed', 'Message-ID', header.line)];
  const mailboxes = ['From', 'Sender', 'Reply-To'].flatMap((name) => mailboxesIn(only(message, name)?.value ?? ''));
  const own = [...mailboxes.map((one) => one?.domain), ...signaturesOf(message).map(({ tags }) => tags.get('d'))];
  const known = own.filter((name) => name !== undefined && name !== '');
  if (known.length === 0 || known.some((name) => isRelated(domain, name ?? ''))) return [];
  return [at('message_id_foreign', 'Message-ID', header.line, { domain })];
} // prettier-ignore

function date(message: RawMessage, { now }: IdentityExpectations): RawFinding[] {
  const header = only(message, 'Date');
  if (header === undefined) return [];
  const found = DATE.exec(header.value);
  const [, weekday, day = '', month = '', year = '', time = ''] = found ?? [];
  const written = Date.parse(`${day} ${month} ${year} 00:00:00 +0000`);
  // Date.parse makes 3 March of 31 February.
  const isDay = found !== null && new Date(written).getUTCDate() === Number(day);
  const instant = Date.parse(`${day} ${month} ${year} ${time.replace(/\bUT\b/i, 'UTC')}`);
  if (!isDay || Number.isNaN(instant)) return [at('header_malformed', 'Date', header.line)];
  if (instant > now.getTime() + FUTURE) return [at('date_future', 'Date', header.line, { date: header.value })];
  if (instant < now.getTime() - PAST) return [at('date_past', 'Date', header.line, { date: header.value })];
  const isThatDay = weekday === undefined || DAYS[new Date(written).getUTCDay()] === weekday.toLowerCase();
  return isThatDay ? [] : [at('date_weekday', 'Date', header.line, { date: header.value })];
} // prettier-ignore

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** RFC 5322 §3.3, with the day of the week left out or not, and zones by number or as GMT. */
const DATE = /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),\s{0,5})?(\d{1,2})\s{1,5}(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,5}(\d{4})\s{1,5}(\d{2}:\d{2}(?::\d{2})?\s{1,5}(?:[+-]\d{4}|GMT|UT|UTC|Z))(?:\s{0,5}\([^()]{0,60}\))?$/i; // prettier-ignore

function isList(all: readonly (ListedMailbox | undefined)[]): boolean {
  return all.length > 0 && !all.includes(undefined);
}

/** Of one organization, by the registered domain (RFC 7489 §3.2). */
function isRelated(one: string, other: string): boolean {
  return one.includes('.') && registeredDomain(one) === registeredDomain(other);
}
