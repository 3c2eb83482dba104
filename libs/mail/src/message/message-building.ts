import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { defineErrors } from '@app/platform';

/** A message before it becomes bytes. */
export interface MessageParts {
  readonly from: Mailbox;
  readonly to: string;
  readonly replyTo?: Mailbox | undefined;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Without angle brackets. Unique per copy, its right side our domain. */
  readonly messageId: string;
  readonly date: Date;
  /** Further headers in order; each at most once. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export const messageErrors = defineErrors({
  'message.header_unsafe': {
    kind: 'invalid',
    text: 'A mail header cannot be written as it stands: a line break, a control character, a name that is not free, or too long for a line. Change it.',
  },
  'message.link_unsafe': {
    kind: 'invalid',
    text: 'A reader’s link cannot stand in a mail as it is: it is too long, or has characters that must be escaped. PUBLIC_URL may have letters, digits and the punctuation of plain addresses only.',
  },
});

/** Set on everything we send: nobody's out-of-office should answer (RFC 3834 §5; the last is Microsoft's). */
export const automatedHeaders: Readonly<Record<string, string>> = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
};

/**
 * The finished MIME message (multipart/alternative: text first, HTML last, UTF-8), CRLF line ends. Refuses any header
 * value with a line break or control character rather than guessing what was meant (STANDARDS H7).
 */
export async function buildMessage(parts: MessageParts): Promise<Buffer> {
  return composed(parts).build();
}

/** The lines of its head, each with what was folded under it and without its line end: as {@link buildMessage} writes them. */
export function headerLines(parts: MessageParts): string[] {
  return composed(parts)
    .buildHeaders()
    .split(/\r\n(?![ \t])/);
}

function composed(parts: MessageParts): MimeNode {
  const values = [
    parts.from.name,
    parts.from.address,
    parts.to,
    parts.subject,
    parts.messageId,
    ...Object.values(parts.headers),
  ];
  if (parts.replyTo !== undefined) values.push(parts.replyTo.name, parts.replyTo.address);
  for (const value of values) assertHeaderSafe(value);
  assertFurtherHeaders(parts.headers);
  const composer = new MailComposer({
    from: { ...parts.from },
    to: { name: '', address: parts.to },
    ...(parts.replyTo === undefined ? {} : { replyTo: { ...parts.replyTo } }),
    subject: parts.subject,
    text: wireLines(parts.text),
    html: wireLines(parts.html),
    messageId: `<${parts.messageId}>`,
    date: parts.date,
    headers: Object.entries(parts.headers).map(([key, value]) => ({
      key,
      value: { prepared: true, foldLines: true, value },
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile();
}

/** Besides C0 and DEL the C1 controls and Unicode's own line ends, which some readers of headers break lines at. */
// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const UNSAFE = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u2028\u2029]/;

export function assertHeaderSafe(value: string): void {
  if (UNSAFE.test(value)) throw messageErrors.error('message.header_unsafe');
}

/** Written from the other parts, each exactly once (RFC 5322 §3.6). */
const TAKEN = /^(from|sender|to|cc|bcc|reply-to|subject|date|message-id|mime-version|content-.*)$/i;
/** RFC 5322 §2.1.1, without the line end. */
const LINE_OCTETS = 998;

/** They go out as they are, folded where they have blanks and are long, and never encoded. */
function assertFurtherHeaders(headers: Readonly<Record<string, string>>): void {
  const names = Object.keys(headers);
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  const isFit = ([name, value]: [string, string]): boolean =>
    /^[A-Za-z][A-Za-z0-9-]*$/.test(name) &&
    !TAKEN.test(name) &&
    /^[\t\u0020-\u007E]*$/.test(value) &&
    name.length + 2 + value.length <= LINE_OCTETS;
  if (distinct.size !== names.length || !Object.entries(headers).every(isFit))
    throw messageErrors.error('message.header_unsafe', { headers: names });
}

/** A bare CR or LF is a line end to some servers and not to others: that is how mail is smuggled (STANDARDS H6). */
export function wireLines(content: string): string {
  return content.replaceAll('\0', '').replaceAll(/\r\n|\r|\n/g, '\r\n');
}
