import type { Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Deadline } from './deadline.js';
import { envelopeAddress } from './envelope-address.js';
import { relayExtensions, type RelayExtensions } from './relay-extensions.js';
import { needsUtf8, RelaySession, type Envelope } from './relay-session.js';
import type { SubmissionOutcome } from './submission-outcome.js';
import { wireMessage, type WireMessage } from './wire-message.js';

/** One message for one recipient, ready to go. */
export interface Submission {
  /** Return path (VERP). */
  readonly from: string;
  readonly to: string;
  /**
   * The finished MIME message, CRLF line ends, in as many pieces as suits the caller: they leave as they are, none is
   * copied. Dots at the beginning of a line are doubled here, where there are any.
   */
  readonly message: Buffer | readonly Buffer[];
  /**
   * Milliseconds since 1970 after which the final dot may no longer leave, counting the wait for a connection. Left out:
   * the relay's dialogue time from now.
   */
  readonly deadline?: number;
}

export interface RelayOptions {
  /** `smtp://user:password@host:port` or `smtps://…`; `?tls=required` refuses to go on without TLS, `?tls=none` never asks for it. */
  readonly url: string;
  readonly connections: number;
  /** Name we greet with (EHLO). */
  readonly clientName: string;
  /** Total time of a dialogue before its final dot. */
  readonly dialogueMs: number;
  /** Further time to wait for the answer to the final dot. */
  readonly graceMs: number;
  /** After so many a connection is ended in good order; left out: 100. */
  readonly messagesPerConnection?: number;
}

/** Relays commonly end a connection after this many messages; we do so first, between two messages. */
const MESSAGES_PER_CONNECTION = 100;

/**
 * One connection to a relay. Nodemailer finds the host, connects, secures and signs in; from then on the socket is a
 * {@link RelaySession}'s, because Nodemailer's own way of sending costs several times the dialogue itself and does not
 * tell whether the final dot has left.
 */
export class RelayConnection {
  private readonly smtp: SMTPConnection;
  private readonly auth: { user: string; pass: string } | undefined;
  private session: RelaySession | undefined;
  private extensions: RelayExtensions = relayExtensions('');
  private messages = 0;
  private broken = false;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: RelayOptions) {
    const url = new URL(options.url);
    this.auth =
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
    const secure = url.protocol === 'smtps:';
    this.smtp = new SMTPConnection({
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      requireTLS: url.searchParams.get('tls') === 'required',
      ignoreTLS: url.searchParams.get('tls') === 'none',
      name: options.clientName,
      connectionTimeout: options.dialogueMs,
      greetingTimeout: options.dialogueMs,
      // Ours is the total; this only keeps a forgotten socket from living for ever.
      socketTimeout: options.dialogueMs + options.graceMs,
      socketCloseTimeout: 0,
    });
    // Also the listener that keeps an error between two messages from ending the process.
    this.smtp.on('error', () => (this.broken = true));
    this.smtp.on('end', () => (this.broken = true));
  }

  get usable(): boolean {
    const limit = this.options.messagesPerConnection ?? MESSAGES_PER_CONNECTION;
    return !this.broken && this.session?.usable === true && this.messages < limit;
  }

  /** Rejects at the deadline: a relay that takes the connection and says nothing takes no longer than one that works. */
  async connect(deadline: Deadline): Promise<void> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(
        () => { reject(new Error('the relay was not ready in time')); }, Math.max(0, deadline.left),
      ); // prettier-ignore
    });
    try {
      await Promise.race([this.open(), late]);
    } finally {
      clearTimeout(limit);
    }
  }

  private open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const ready = (): void => {
        if (this.takeOver()) resolve();
        else reject(new Error('the connection was closed'));
      };
      this.smtp.once('error', reject);
      this.smtp.connect((failed) => {
        if (failed) {
          reject(failed);
          return;
        }
        // What is said last before this point is the answer to EHLO.
        this.extensions = relayExtensions(this.smtp.lastServerResponse || '');
        if (this.auth === undefined) {
          ready();
          return;
        }
        if (!this.smtp.allowsAuth) {
          // Going on without would have every recipient refused for our own fault.
          reject(Object.assign(new Error('the relay offers no sign-in, and a user is named'), { code: 'EAUTH' }));
          return;
        }
        this.smtp.login({ credentials: this.auth }, (refused) => {
          if (refused) reject(refused);
          else ready();
        });
      });
    });
  }

  /** In the same turn in which Nodemailer hands over, so that no byte can fall between two listeners. */
  private takeOver(): boolean {
    const socket: Socket | false | null = this.smtp._socket;
    if (!socket || this.smtp.destroyed) return false;
    // Nodemailer's other listeners stay: it still notices how the connection ends.
    socket.removeAllListeners('data');
    this.session = new RelaySession(socket, this.extensions);
    return true;
  }

  send(submission: Submission, deadline: Deadline): Promise<SubmissionOutcome> {
    const to = envelopeAddress(submission.to);
    if (to === undefined) return refused('5.1.3', 'not an address an envelope can hold; nothing was offered');
    const from = envelopeAddress(submission.from);
    const message = wireMessage(submission.message);
    if (from === undefined || message === undefined)
      return unsendable('5.6.0', 'the message has a bare line end or no return path; nothing was offered');
    const envelope = { from, to };
    const unfit = this.unfit(envelope, message);
    if (unfit !== undefined) return unfit;
    if (this.session === undefined) throw new Error('send before connect');
    this.messages += 1;
    return this.session.transact(envelope, message, { deadline, graceMs: this.options.graceMs });
  }

  private unfit(envelope: Envelope, message: WireMessage): Promise<SubmissionOutcome> | undefined {
    const { smtpUtf8, eightBitMime, size } = this.extensions;
    // RFC 6531 §3.5
    if (!smtpUtf8 && needsUtf8(envelope, message))
      return refused('5.6.7', 'the relay takes no addresses outside ASCII (SMTPUTF8); nothing was offered');
    // RFC 6152 §3
    if (!message.isAscii && !eightBitMime)
      return unsendable('5.6.3', 'the relay takes no bytes outside ASCII (8BITMIME); nothing was offered');
    // RFC 1870 §6.1
    if (size !== null && size > 0 && message.bytes > size)
      return unsendable('5.3.4', `the relay takes ${size} bytes, the message has more; nothing was offered`);
    return undefined;
  }

  rest(idleMs: number, gone: () => void): void {
    this.idleTimer = setTimeout(() => {
      gone();
      this.quit();
    }, idleMs);
    this.idleTimer.unref();
  }

  wake(): void {
    clearTimeout(this.idleTimer);
  }

  quit(): void {
    this.wake();
    this.broken = true;
    if (this.session?.usable === true) this.session.quit(this.options.graceMs);
    else this.end();
  }

  /** At once, without a word. */
  end(): void {
    this.broken = true;
    this.session?.end();
    this.smtp.close();
  }
}

/**
 * An address this relay can never be offered is that one recipient's refusal: called postponed it would be tried for
 * ever, and look like a relay that is away.
 */
function refused(enhancedCode: string, text: string): Promise<SubmissionOutcome> {
  return Promise.resolve({ kind: 'refused', reply: { code: null, enhancedCode, text } });
}

/** The message's fault or the relay's, and no reader is given up for it. */
function unsendable(enhancedCode: string, text: string): Promise<SubmissionOutcome> {
  return Promise.resolve({ kind: 'postponed', begun: true, reply: { code: null, enhancedCode, text } });
}
