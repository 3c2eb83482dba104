import MailComposer from 'nodemailer/lib/mail-composer';
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
    text: 'A value for a mail header holds a line break or a control character. Remove it.',
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
  const composer = new MailComposer({
    from: { ...parts.from },
    to: { name: '', address: parts.to },
    ...(parts.replyTo === undefined ? {} : { replyTo: { ...parts.replyTo } }),
    subject: parts.subject,
    text: parts.text,
    html: parts.html,
    messageId: `<${parts.messageId}>`,
    date: parts.date,
    headers: Object.entries(parts.headers).map(([key, value]) => ({ key, value: { prepared: true, value } })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const message = composer.compile();
  return message.build();
}

// eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const UNSAFE = /[\u0000-\u0008\u000A-\u001F\u007F]/;

export function assertHeaderSafe(value: string): void {
  if (UNSAFE.test(value)) throw messageErrors.error('message.header_unsafe');
}
