import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '@app/platform';
import { NoticeOutbox } from '@app/mail';
import { subscriberErrors } from '../subscribers.errors.js';
import type { JudgedSignUp } from './judged-sign-up.js';
import { WriteNewReaders } from './write-new-readers.service.js';
import { WriteSignUp } from './write-sign-up.service.js';

/** Rows of one commit: the more, the cheaper each; so many are written in some 20 ms, which nobody notices. */
const MOST_TOGETHER = 200;
/** The careful way at once: each takes a connection of the pool, which others want too. */
const CAREFUL_AT_ONCE = 3;
/** Notices to ring for, at most: of more the sweeper tells the queue (`NoticeOutbox.ringDue`). */
const MOST_UNRUNG = 1_000;
/** Half a minute's worth on a small machine. Who comes then would wait longer than they would stay. */
const MOST_WAITING = 20_000;

interface Waiting {
  readonly signUp: JudgedSignUp;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sign-ups that arrive together are written together: a set begins when the one before it has ended, so that nobody
 * waits for company. Each caller hears of the commit, and all callers of a set at once, so that the time an answer takes
 * says nothing about whether its address was known. One bad entry costs no other: what the set-based way does not take,
 * or cannot, goes the careful way one by one.
 */
@Injectable()
export class WriteTogether implements OnModuleDestroy {
  private waiting: Waiting[] = [];
  private isWriting = false;
  private unrung: string[] = [];
  private ringing: Promise<void> | undefined;

  constructor(
    private readonly newReaders: WriteNewReaders,
    private readonly carefully: WriteSignUp,
    private readonly outbox: NoticeOutbox,
    private readonly log: Log,
  ) {}

  write(signUp: JudgedSignUp): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(subscriberErrors.error('sign_up.busy'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ signUp, resolve, reject });
      if (!this.isWriting) void this.work();
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.ringing;
  }

  /** Beside the writing, and no answer waits for it: what is committed leaves, whether or not the queue hears of it now. */
  private ring(noticeIds: readonly string[]): void {
    this.unrung.push(...noticeIds.slice(0, MOST_UNRUNG - this.unrung.length));
    if (this.unrung.length > 0) this.ringing ??= this.ringAll();
  }

  private async ringAll(): Promise<void> {
    try {
      while (this.unrung.length > 0) await this.outbox.ring(...this.unrung.splice(0));
    } catch (error) {
      this.log.failure('sign_up.ring_failed', error);
    }
    // In the same breath as the last look at what is unrung, so that nothing falls between two rounds.
    this.ringing = undefined;
  }

  /** Never rejects: whatever goes wrong is told to those it concerns. */
  private async work(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.writeSet(this.waiting.splice(0, MOST_TOGETHER));
    this.isWriting = false;
  }

  private async writeSet(set: readonly Waiting[]): Promise<void> {
    const failures = new Map<Waiting, unknown>();
    try {
      const { written, noticeIds } = await this.writeNew(set);
      const rest = set.filter(({ signUp }) => !written.has(signUp));
      const more = await this.writeCarefully(rest, failures);
      this.ring([...noticeIds, ...more.filter((id) => id !== undefined)]);
    } catch (error) {
      // The database is away: nothing was written, and one by one would only take longer to find out.
      for (const one of set) failures.set(one, error);
    }
    for (const one of set) {
      if (failures.has(one)) one.reject(failures.get(one));
      else one.resolve();
    }
  }

  private async writeNew(set: readonly Waiting[]): ReturnType<WriteNewReaders['write']> {
    try {
      return await this.newReaders.write(set.map(({ signUp }) => signUp));
    } catch (error) {
      if (!isAboutRows(error)) throw error;
      this.log.failure('sign_up.set_refused', error, { count: set.length });
      return { written: new Set(), noticeIds: [] };
    }
  }

  private async writeCarefully(
    rest: readonly Waiting[],
    failures: Map<Waiting, unknown>,
  ): Promise<(string | undefined)[]> {
    const left = [...rest];
    const noticeIds: (string | undefined)[] = [];
    const one = async (): Promise<void> => {
      for (let entry = left.shift(); entry !== undefined; entry = left.shift()) {
        try {
          noticeIds.push(await this.carefully.write(entry.signUp));
        } catch (error) {
          failures.set(entry, error);
        }
      }
    };
    await Promise.all(Array.from({ length: CAREFUL_AT_ONCE }, one));
    return noticeIds;
  }
}

/**
 * PostgreSQL's classes (appendix A) for what single rows can cause: data exception, integrity violation, and a deadlock
 * with another transaction.
 */
function isAboutRows(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^(?:22|23|40)...$/.test(code);
}
