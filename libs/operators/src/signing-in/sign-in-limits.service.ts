import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, TokenSigner } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { failuresLeft, FORGIVEN_AFTER_HOURS, waitSeconds } from './back-off.js';
import { SignInFailureRepository, type FailureRow } from './sign-in-failure.repository.js';

/** Something tries are counted by. */
export interface Counter {
  /** What is counted, in its own words; stored as a keyed hash only. */
  readonly name: string;
  /** Tries that may go wrong before one waits. */
  readonly free: number;
  /** Whether one good try makes the earlier ones forgotten; else it takes back itself alone. */
  readonly isForgiving: boolean;
}

/**
 * Back-off. A try is counted as gone wrong before anything is looked at, and taken back when it was right: a hundred
 * guesses at the same moment count as a hundred.
 */
@Injectable()
export class SignInLimits {
  private readonly key: Buffer;

  constructor(
    private readonly database: Database,
    private readonly failures: SignInFailureRepository,
    private readonly clock: Clock,
    signer: TokenSigner,
  ) {
    this.key = signer.stableKey('sign-in-failures');
  }

  /** Counts one try, unless one of the counters still waits. @throws sign_in.too_many with `retryAfterSeconds` */
  async count(counters: readonly Counter[]): Promise<void> {
    const now = this.clock.now();
    const free = new Map(counters.map((counter) => [this.keyOf(counter).toString('hex'), counter.free]));
    await this.database.transaction().execute(async (tx) => {
      const rows = await this.failures.take(tx, this.keysOf(counters), now);
      const until = Math.max(...rows.map(({ locked_until }) => locked_until?.getTime() ?? 0));
      if (until > now.getTime()) {
        const retryAfterSeconds = Math.ceil((until - now.getTime()) / 1000);
        throw operatorErrors.error('sign_in.too_many', { retryAfterSeconds });
      }
      await this.failures.write(tx, rows.map((row) => oneMore(row, free.get(row.key.toString('hex')) ?? 0, now))); // prettier-ignore
    });
  }

  /** The try that was counted went well. Each counter by itself: two statements never wait for each other's rows. */
  async forgive(counters: readonly Counter[]): Promise<void> {
    for (const counter of counters) {
      if (counter.isForgiving) await this.failures.forget(this.database, this.keyOf(counter));
      else await this.failures.takeBack(this.database, this.keyOf(counter));
    }
  }

  /** The try that was counted was never made. */
  async takeBack(counters: readonly Counter[]): Promise<void> {
    for (const counter of counters) await this.failures.takeBack(this.database, this.keyOf(counter));
  }

  /** Counters that nobody has added to for as long as it takes to begin anew. */
  forgetOld(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - FORGIVEN_AFTER_HOURS * 3_600_000);
    return this.failures.forgetBefore(this.database, before);
  }

  private keysOf(counters: readonly Counter[]): Buffer[] {
    return counters.map((counter) => this.keyOf(counter)).sort((one, other) => Buffer.compare(one, other));
  }

  private keyOf({ name }: Counter): Buffer {
    return createHmac('sha256', this.key).update(name).digest();
  }
}

function oneMore(row: FailureRow, free: number, now: Date): FailureRow {
  const failures = failuresLeft(row.failures, now.getTime() - row.last_at.getTime()) + 1;
  const wait = waitSeconds(failures, free);
  const locked_until = wait === 0 ? null : new Date(now.getTime() + wait * 1000);
  return { key: row.key, failures, last_at: now, locked_until };
}
