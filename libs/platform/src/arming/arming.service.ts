import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { DisarmedCause } from '../database/schema.js';
import { Log } from '../log.js';
import { SystemAlarms } from '../system-alarms.js';
import { readBeat, writeBeat } from './beats.js';
import { InstallationRepository, type ArmedGuard, type InstallationRecord } from './installation.repository.js';
import { JournalStore } from './journal-store.js';
import { judgeInstallation } from './judge-installation.js';

/** Another worker, or an operator, may change the row between two looks; more often than this it is no coincidence. */
const ROUNDS = 5;
/** A sign of life is told again that often while nothing may leave, so that whoever opens the log today sees it. */
const REPEAT_MS = 300_000;
/** So long the place outside may be away before operators hear of it: longer than a restart of a storage service. */
const BEHIND_MS = 300_000;

export const DISARMED_ALARM = 'installation.disarmed';
export const BEHIND_ALARM = 'journal.behind';
const OBJECT = 'installation';

/**
 * Whether this process may submit anything. A restored or copied database is told by two things it cannot know: the
 * seal of the database it was armed in, and the number of signs of life that is kept outside, which is written only
 * after its commit and read before the database's own. Of many workers none can take another's haste for a restore.
 */
@Injectable()
export class Arming {
  private seen: ArmedGuard | undefined;
  private hasLooked = false;
  private looking: Promise<void> | undefined;
  private toldAt = 0;
  private behindSince: number | undefined;
  /** True at first: an alarm of a process before this one is settled too. */
  private mayBeTold = true;

  constructor(
    private readonly database: Database,
    private readonly installations: InstallationRepository,
    private readonly journal: JournalStore,
    private readonly alarms: SystemAlarms,
    private readonly log: Log,
  ) {}

  /** What a statement that lets mail out demands of the database ({@link isArmed}). undefined: nothing may be submitted. */
  async guard(): Promise<ArmedGuard | undefined> {
    if (!this.hasLooked) await this.beat();
    return this.seen;
  }

  /**
   * Looks at the database and, where it may submit, gives a sign of life; in every sweep. While the place outside is
   * away, who has looked once goes on, and who never has submits nothing: a failure is logged, and tried again.
   */
  beat(): Promise<void> {
    this.looking ??= this.look()
      .catch((error: unknown) => {
        this.log.failure('installation.look_failed', error);
      })
      .finally(() => {
        this.looking = undefined;
      });
    return this.looking;
  }

  /** What was written outside the database came there, or did not: of the latter operators hear after five minutes. */
  async noteJournal(isWritten: boolean): Promise<void> {
    if (isWritten) {
      this.behindSince = undefined;
      if (this.mayBeTold) await this.alarms.settle(this.database, BEHIND_ALARM, OBJECT);
      this.mayBeTold = false;
      return;
    }
    this.behindSince ??= Date.now();
    if (Date.now() - this.behindSince < BEHIND_MS) return;
    await this.alarms.raise(this.database, { code: BEHIND_ALARM, object: OBJECT, detail: {} });
    this.mayBeTold = true;
  }

  private async look(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) if (await this.lookOnce()) return;
    throw new Error('the installation changed with every look');
  }

  /** False: somebody changed it meanwhile. */
  private async lookOnce(): Promise<boolean> {
    const known = await this.installations.read();
    if (known.seal === null) {
      await this.sealFresh(known);
      return false;
    }
    if (known.disarmedCause !== null) {
      this.noteDisarmed(known.disarmedCause);
      return true;
    }
    const outside = await this.outside(known.id);
    if (outside !== null) {
      const alive = await this.installations.beat(known.id, outside);
      if (alive !== undefined) {
        await this.noteArmed({ id: known.id, beat: alive.beat }, alive.aliveAt);
        return true;
      }
    }
    await this.disarmFound(known.id, outside);
    return false;
  }

  /** Read once more, after the number outside: only a database that has fewer signs of life THEN has lost some. */
  private async disarmFound(id: string, outside: number | null): Promise<void> {
    const now = await this.installations.read();
    const finding = now.id === id && now.disarmedAt === null ? judgeInstallation(now, outside) : undefined;
    if (finding === undefined) return;
    await this.database.transaction().execute(async (trx) => {
      if (!(await this.installations.disarm(trx, id, finding))) return;
      await this.alarms.raise(trx, { code: DISARMED_ALARM, object: OBJECT, detail: { cause: finding } });
    });
  }

  /** Templates share their id with every database made from them, so a database begins with one of its own. */
  private async sealFresh(known: InstallationRecord): Promise<void> {
    const id = randomUUID();
    // Outside first: whoever is sealed and unknown there has lost its journal.
    await writeBeat(this.journal, id, { beat: 0, aliveAt: known.now });
    if (await this.installations.sealFresh(id)) this.log.info('installation.sealed', { installationId: id });
  }

  /** Signs of life known elsewhere than in the database; null: the journal knows nothing of this installation. */
  private async outside(id: string): Promise<number | null> {
    const own = this.seen?.id === id ? this.seen.beat : undefined;
    try {
      const found = await readBeat(this.journal, id);
      return found === undefined ? null : Math.max(found.beat, own ?? 0);
    } catch (error) {
      if (own === undefined) throw error;
      this.log.failure('journal.unreadable', error);
      return own;
    }
  }

  private async noteArmed(guard: ArmedGuard, aliveAt: Date): Promise<void> {
    if (this.seen === undefined && this.hasLooked) this.log.info('installation.armed', { installationId: guard.id });
    this.seen = guard;
    this.hasLooked = true;
    try {
      await writeBeat(this.journal, guard.id, { beat: guard.beat, aliveAt });
    } catch (error) {
      // The number known outside is an older one: a restore would be seen a little less well, and mail goes out.
      this.log.failure('journal.unwritable', error);
      await this.noteJournal(false);
      return;
    }
    await this.noteJournal(true);
  }

  private noteDisarmed(cause: DisarmedCause): void {
    const isNews = this.seen !== undefined || !this.hasLooked;
    this.seen = undefined;
    this.hasLooked = true;
    if (!isNews && Date.now() - this.toldAt < REPEAT_MS) return;
    this.toldAt = Date.now();
    this.log.error('installation.disarmed', {
      cause,
      what: 'nothing is submitted until an operator runs: colporteur arm --dry-run, then colporteur arm',
    });
  }
}
