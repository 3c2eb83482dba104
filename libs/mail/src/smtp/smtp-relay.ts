import { errorText } from '@app/platform';
import { Deadline } from './deadline.js';
import { RelayConnection, type RelayOptions, type Submission } from './relay-connection.js';
import { relayTrouble } from './relay-trouble.js';
import { relayReply, type SubmissionOutcome } from './submission-outcome.js';

export type { RelayOptions, Submission };

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
  private isClosed = false;

  constructor(private readonly options: RelayOptions) {}

  async submit(submission: Submission): Promise<SubmissionOutcome> {
    const deadline = new Deadline(submission.deadline ?? Date.now() + this.options.dialogueMs);
    if (!(await this.enter(deadline))) return tooLate();
    try {
      if (deadline.left < 0) return tooLate();
      const connection = await this.connection(deadline);
      if (!(connection instanceof RelayConnection)) return connection;
      const outcome = await connection.send(submission, deadline);
      if (connection.usable && !this.isClosed) this.rest(connection);
      else connection.quit();
      return outcome;
    } finally {
      this.leave();
    }
  }

  /** Ends idle connections; dialogues under way end by themselves. */
  close(): void {
    this.isClosed = true;
    for (const connection of this.idle.splice(0)) connection.quit();
  }

  /** False when no place was free before the deadline. */
  private enter(deadline: Deadline): Promise<boolean> {
    if (this.open < this.options.connections) {
      this.open += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const turn = (): void => {
        clearTimeout(limit);
        resolve(true);
      };
      const limit = setTimeout(
        () => {
          this.waiting.splice(this.waiting.indexOf(turn), 1);
          resolve(false);
        },
        Math.max(0, deadline.left),
      );
      this.waiting.push(turn);
    });
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.open -= 1;
    else next();
  }

  private async connection(deadline: Deadline): Promise<RelayConnection | SubmissionOutcome> {
    for (let rested = this.idle.pop(); rested !== undefined; rested = this.idle.pop()) {
      rested.wake();
      if (rested.usable) return rested;
    }
    let fresh: RelayConnection | undefined;
    try {
      fresh = new RelayConnection(this.options);
      await fresh.connect(deadline);
      return fresh;
    } catch (error) {
      fresh?.end();
      return { kind: 'postponed', begun: false, reply: relayReply(errorText(error)), trouble: relayTrouble(error) };
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
