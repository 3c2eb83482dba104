import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { Envelope } from './mailbox-message.js';
import type { MailboxStore } from './mailbox-store.js';

/** Bytes of one message; ten times what mailbox providers show of a newsletter, attachments included. */
export const MESSAGE_SIZE_MAX = 10 * 1024 * 1024;

/** Recipients of one message; RFC 5321 §4.5.3.1.8 asks for at least as many. */
export const RECIPIENTS_MAX = 100;

/** Dialogues at once; each may hold a message of the largest size in memory. */
const CLIENTS_MAX = 50;

/** Milliseconds a dialogue may take to end by itself when the mailbox closes. */
const CLOSE_GRACE_MS = 500;

/** An SMTP reply code (RFC 5321 §4.2) for the client, carried by the error that `smtp-server` expects. */
function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function toError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

function envelopeOf(session: SMTPServerSession): Envelope {
  const { mailFrom, rcptTo } = session.envelope;
  return { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) };
}

/** Reads a message to its end, keeping nothing of one that grew too large: the client hears of it only then. */
async function receive(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (stream.sizeExceeded) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (stream.sizeExceeded) throw refusal(552, `Message larger than ${MESSAGE_SIZE_MAX} bytes`);
  return Buffer.concat(chunks);
}

/**
 * The catching side: takes any message for anybody without authentication, keeps it and sends it nowhere. Answers 250
 * only when the message is on disk.
 */
export function createMailboxSmtp(store: MailboxStore): SMTPServer {
  const server = new SMTPServer({
    name: 'mailbox.localhost',
    banner: 'Colporteur local mailbox, nothing leaves it',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MESSAGE_SIZE_MAX,
    maxClients: CLIENTS_MAX,
    closeTimeout: CLOSE_GRACE_MS,
    onRcptTo(_address, session, callback) {
      callback(session.envelope.rcptTo.length < RECIPIENTS_MAX ? null : refusal(452, 'Too many recipients'));
    },
    onData(stream, session, callback) {
      const envelope = envelopeOf(session);
      receive(stream)
        .then((raw) => store.append(raw, envelope))
        .then(
          ({ id }) => {
            callback(null, `Kept as ${id}`);
          },
          (cause: unknown) => {
            callback(toError(cause));
          },
        );
    },
  });
  return server;
}
