import type { Address } from 'postal-mime';
import PostalMime from 'postal-mime';

/** Who a message was handed over for, as told in the SMTP dialogue (RFC 5321 §2.3.1), not as its headers claim. */
export interface Envelope {
  /** Empty for the null sender of a bounce. */
  from: string;
  to: string[];
}

export interface Mailbox {
  /** Empty where the header gives an address only. */
  name: string;
  address: string;
}

/** What a list of messages shows of one. */
export interface MessageSummary {
  /** Decoded; empty where there is none. */
  subject: string;
  from: Mailbox | null;
  to: Mailbox[];
}

export interface ParsedMessage extends MessageSummary {
  /** Every header in its order, unfolded, encoded words as they came. */
  headers: Array<{ name: string; value: string }>;
  html: string | null;
  text: string | null;
  attachments: Array<{ name: string; type: string }>;
  /** Why the message could not be read as MIME; its source can still be looked at. */
  problem: string | null;
}

function mailboxes(addresses: Address[] | undefined): Mailbox[] {
  return (addresses ?? []).flatMap((one) =>
    one.group === undefined ? [{ name: one.name, address: one.address }] : mailboxes(one.group),
  );
}

function unreadable(cause: unknown): ParsedMessage {
  const problem = cause instanceof Error ? cause.message : String(cause);
  return { subject: '', from: null, to: [], headers: [], html: null, text: null, attachments: [], problem };
}

/** Reads a whole message. Never throws: a message that is no MIME at all comes back with its `problem`. */
export async function parseMessage(raw: Buffer): Promise<ParsedMessage> {
  try {
    const email = await PostalMime.parse(raw);
    return {
      subject: email.subject ?? '',
      from: mailboxes(email.from === undefined ? [] : [email.from])[0] ?? null,
      to: mailboxes(email.to),
      headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
      html: email.html ?? null,
      text: email.text ?? null,
      attachments: email.attachments.map(({ filename, mimeType }) => ({ name: filename ?? '', type: mimeType })),
      problem: null,
    };
  } catch (cause) {
    return unreadable(cause);
  }
}

/** Reads the header block only: an edition's thousands of copies are listed without decoding their bodies. */
export async function summarise(raw: Buffer): Promise<MessageSummary> {
  const ends = ['\r\n\r\n', '\n\n'].map((blank) => raw.indexOf(blank)).filter((position) => position >= 0);
  const { subject, from, to } = await parseMessage(
    ends.length === 0 ? raw : Buffer.concat([raw.subarray(0, Math.min(...ends)), Buffer.from('\r\n\r\n')]),
  );
  return { subject, from, to };
}
