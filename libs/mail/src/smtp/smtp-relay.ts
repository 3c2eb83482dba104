import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { errorText } from '@app/platform';
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
  /** `smtp://user:password@host:port` or `smtps://…`; `?tls=required` refuses to go on without TLS. */
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
/** An idle connection is closed before the relay does it under our feet (Postfix: 300 s, others much less). */
const IDLE_MS = 10_000;

/**
 * A configured relay: at most `connections` SMTP dialogues at once, each connection used for many messages. Never throws
 * for what the relay or the network does; every way a dialogue can end is a {@link SubmissionOutcome}.
 */
export class SmtpRelay {
  private readonly idle: RelayConnection[] = [];
  private readonly waiting: (() => void)[] = [];
  private open = 0;

  constructor(private readonly options: RelayOptions) {}

  async submit(submission: Submission): Promise<SubmissionOutcome> {
    const deadline = submission.deadline ?? Date.now() + this.options.dialogueMs;
    await this.enter();
    try {
      if (Date.now() > deadline) return tooLate();
      const connection = await this.connection();
      if (!(connection instanceof RelayConnection)) return connection;
      const outcome = await connection.send(submission, deadline);
      if (connection.usable) this.rest(connection);
      return outcome;
    } finally {
      this.leave();
    }
  }

  /** Ends idle connections; dialogues under way end by themselves. */
  close(): void {
    for (const connection of this.idle.splice(0)) connection.quit();
  }

  private async enter(): Promise<void> {
    if (this.open >= this.options.connections) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.open += 1;
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.open -= 1;
    else next();
  }

  private async connection(): Promise<RelayConnection | SubmissionOutcome> {
    for (let rested = this.idle.pop(); rested !== undefined; rested = this.idle.pop()) {
      rested.wake();
      if (rested.usable) return rested;
    }
    const fresh = new RelayConnection(this.options);
    try {
      await fresh.connect();
      return fresh;
    } catch (error) {
      fresh.quit();
      return { kind: 'postponed', begun: false, reply: relayReply(errorText(error)) };
    }
  }

  private rest(connection: RelayConnection): void {
    this.idle.push(connection);
    connection.rest(IDLE_MS, () => {
      const place = this.idle.indexOf(connection);
      if (place >= 0) this.idle.splice(place, 1);
    });
  }
}

function tooLate(): SubmissionOutcome {
  return { kind: 'postponed', begun: false, reply: relayReply('no connection was free in time') };
}

/** One SMTP connection of Nodemailer's, with what we must know about it. */
class RelayConnection {
  private readonly smtp: SMTPConnection;
  private readonly auth: { user: string; pass: string } | undefined;
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

  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.smtp.once('error', reject);
      this.smtp.connect((failed) => {
        if (failed) {
          reject(failed);
          return;
        }
        if (this.auth === undefined || !this.smtp.allowsAuth) {
          resolve();
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

  private end(): void {
    this.broken = true;
    this.smtp.close();
  }
}
