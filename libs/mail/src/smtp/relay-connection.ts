import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { DeadlineStream } from './deadline-stream.js';
import { judgeFailure, relayReply, type SubmissionOutcome } from './submission-outcome.js';

/** One message for one recipient, ready to go. */
export interface Submission {
  /** Return path (VERP). */
  readonly from: string;
  readonly to: string;
  /** The finished MIME message, CRLF line ends. */
  readonly message: Buffer;
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
}

/** Relays commonly end a connection after this many messages; we do so first, between two messages. */
const MESSAGES_PER_CONNECTION = 100;
/**
 * What Nodemailer writes into RCPT as it is: no angle bracket and no line end anywhere, white space in a quoted local part
 * only (RFC 5321 §4.1.2).
 */
const ENVELOPE_ADDRESS = /^(?:"(?:[^"\\<>\p{Cc}]|\\[^<>\p{Cc}])+"|[^\s<>"]+)@[^\s<>"]+$/u;

/** One SMTP connection of Nodemailer's, with what we must know about it. */
export class RelayConnection {
  private readonly smtp: SMTPConnection;
  private readonly auth: { user: string; pass: string } | undefined;
  private messages = 0;
  private broken = false;
  private idleTimer: NodeJS.Timeout | undefined;
  private takesUtf8 = false;

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
    return !this.broken && !this.smtp.destroyed && this.messages < MESSAGES_PER_CONNECTION;
  }

  /** Rejects at the deadline: a relay that takes the connection and says nothing takes no longer than one that works. */
  async connect(deadline: number): Promise<void> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      limit = setTimeout(
        () => { reject(new Error('the relay was not ready in time')); }, Math.max(0, deadline - Date.now()),
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
      this.smtp.once('error', reject);
      this.smtp.connect((failed) => {
        if (failed) {
          reject(failed);
          return;
        }
        // What is said last before this point is the answer to EHLO.
        this.takesUtf8 = /^250[ -]SMTPUTF8\b/im.test(this.smtp.lastServerResponse || '');
        if (this.auth === undefined) {
          resolve();
          return;
        }
        if (!this.smtp.allowsAuth) {
          // Going on without would have every recipient refused for our own fault.
          reject(Object.assign(new Error('the relay offers no sign-in, and a user is named'), { code: 'EAUTH' }));
          return;
        }
        this.smtp.login({ credentials: this.auth }, (refused) => {
          if (refused) reject(refused);
          else resolve();
        });
      });
    });
  }

  send(submission: Submission, deadline: number): Promise<SubmissionOutcome> {
    const unfit = this.unfit(submission.to);
    if (unfit !== undefined) return Promise.resolve(unfit);
    this.messages += 1;
    const stream = new DeadlineStream(submission.message, deadline);
    return new Promise((resolve) => {
      const limit = setTimeout(
        () => {
          this.end();
          const message = 'the relay gave no answer in time';
          resolve(judgeFailure({ message, dataBegun: stream.begun, dataFinished: stream.finished }));
        },
        Math.max(0, deadline - Date.now()) + this.options.graceMs,
      );
      const envelope = { from: submission.from, to: [submission.to], size: submission.message.length };
      this.smtp.send(envelope, stream, (error, info) => {
        clearTimeout(limit);
        if (error === null) {
          resolve({ kind: 'submitted', reply: relayReply(info.response, Number(info.response.slice(0, 3))) });
          return;
        }
        const outcome = judgeFailure({
          // Nodemailer repeats the reply in its message; the reply itself is what we keep.
          message: error.message,
          responseCode: error.rejectedErrors?.[0]?.responseCode ?? error.responseCode,
          response: error.rejectedErrors?.[0]?.response ?? error.response,
          command: error.rejectedErrors?.[0]?.command ?? error.command,
          dataBegun: stream.begun,
          dataFinished: stream.finished,
        });
        void this.recover(outcome).then(() => { resolve(outcome); }); // prettier-ignore
      });
    });
  }

  /**
   * An address this relay can never be offered is that one recipient's refusal: called postponed it would be tried for
   * ever, and look like a relay that is away.
   */
  private unfit(to: string): SubmissionOutcome | undefined {
    const refused = (enhancedCode: string, text: string): SubmissionOutcome => ({
      kind: 'refused',
      reply: { code: null, enhancedCode, text },
    });
    if (!ENVELOPE_ADDRESS.test(to)) return refused('5.1.3', 'not an address an envelope can hold; nothing was offered');
    // eslint-disable-next-line no-control-regex -- ASCII is exactly what is looked for
    if (this.takesUtf8 || /^[\u0000-\u007F]*$/.test(to)) return undefined;
    return refused(
      '5.6.7',
      'the relay takes no addresses outside ASCII (SMTPUTF8, RFC 6531 §3.5); nothing was offered',
    );
  }

  /** After a plain refusal the session goes on; after anything else it is not worth trusting. */
  private async recover(outcome: SubmissionOutcome): Promise<void> {
    const { code } = outcome.reply;
    if (code === null || code === 421 || outcome.kind === 'unknown' || this.smtp.destroyed) {
      this.end();
      return;
    }
    const clean = await new Promise<boolean>((resolve) => {
      const limit = setTimeout(() => { resolve(false); }, this.options.graceMs); // prettier-ignore
      this.smtp.reset((error) => {
        clearTimeout(limit);
        resolve(error === null);
      });
    });
    if (!clean) this.end();
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
    if (!this.smtp.destroyed) this.smtp.quit();
  }

  /** At once, without a word. */
  end(): void {
    this.broken = true;
    this.smtp.close();
  }
}
