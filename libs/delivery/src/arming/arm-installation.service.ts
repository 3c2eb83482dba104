import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit,
  Database,
  DISARMED_ALARM,
  InstallationRepository,
  JournalStore,
  Log,
  SystemAlarms,
  isCatalogueError,
  judgeInstallation,
  noteSuccessor,
  readBeat,
  writeBeat,
  type DisarmedCause,
  type InstallationRecord,
  type OutsideBeat,
} from '@app/platform';
import { NoticeOutbox } from '@app/mail';
import { ReplayWithdrawals, type JournalEntry, type ReplayedWithdrawals } from '@app/subscribers';
import { armingErrors } from './arming.errors.js';
import { UnknownRowsRepository } from './unknown-rows.repository.js';

const OBJECT = 'installation';

/** A worker gives a sign of life in every sweep; what was owed so long after the last one was owed after the backup. */
const NOTICE_MARGIN_MS = 300_000;

/** A time this database knows nothing of. */
export interface UnknownTime {
  readonly began: Date;
  readonly ended: Date;
}

export interface ArmingFindings {
  readonly installationId: string;
  /** null: it is armed, and nothing speaks against it. */
  readonly cause: DisarmedCause | null;
  readonly disarmedAt: Date | null;
  /** The last sign of life in this database; after it, what it is a backup of went on. */
  readonly aliveAt: Date;
  /** The last one that the journal knows of; null: it knows nothing of this installation. */
  readonly outside: OutsideBeat | null;
  readonly now: Date;
  /** null: an operator disarmed it, and nothing is unknown. */
  readonly unknown: UnknownTime | null;
  /** Rows that would be, or were, called uncertain. */
  readonly uncertain: number;
  /** Notices that would be, or were, given up. */
  readonly notices: number;
  /** Withdrawals of that time that the journal holds. */
  readonly withdrawals: number;
  /** What nothing else keeps here, and would leave: copies of editions being sent, at once or at their hour, and notices. */
  readonly waiting: { readonly deliveries: number; readonly editions: number; readonly notices: number };
}

export interface ArmBy {
  readonly operatorId: string | null;
  readonly withoutJournal: boolean;
  /** What whoever arms it was told; left out: it is armed whatever is found. */
  readonly cause?: DisarmedCause;
}

export interface Armed extends ArmingFindings {
  readonly replayed: ReplayedWithdrawals;
}

interface Found {
  readonly record: InstallationRecord;
  readonly findings: ArmingFindings;
  readonly entries: readonly JournalEntry[];
  /** Of this database's kind, not a copy: what it was before is gone. */
  readonly isInPlace: boolean;
}

/** A database that was restored or copied may submit again, once everything is done again and said that it forgot. */
@Injectable()
export class ArmInstallation {
  constructor(
    private readonly database: Database,
    private readonly installations: InstallationRepository,
    private readonly journal: JournalStore,
    private readonly withdrawals: ReplayWithdrawals,
    private readonly rows: UnknownRowsRepository,
    private readonly outbox: NoticeOutbox,
    private readonly alarms: SystemAlarms,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /** What arming would do. Changes nothing. @throws journal.damaged, files.unavailable, files.misconfigured */
  async look(by: { readonly withoutJournal: boolean }): Promise<ArmingFindings> {
    return (await this.find(by.withoutJournal)).findings;
  }

  /**
   * Withdrawals first, so that whatever fails later has forgotten nobody's; then, in one transaction, what is unknown and
   * the right to submit. undefined: it is armed.
   *
   * @throws arming.journal_missing unless `withoutJournal`, arming.changed, journal.damaged, files.unavailable
   */
  async arm(by: ArmBy): Promise<Armed | undefined> {
    const found = await this.find(by.withoutJournal);
    const { record, findings } = found;
    if (findings.cause === null) return undefined;
    if (by.cause !== undefined && by.cause !== findings.cause) throw armingErrors.error('arming.changed');
    if (findings.outside === null && !by.withoutJournal) throw armingErrors.error('arming.journal_missing');
    const replayed = await this.withdrawals.replay(found.entries);
    const armed = { id: randomUUID(), beat: Math.max(record.beat, findings.outside?.beat ?? 0) + 1 };
    await this.writeOutside(found, armed);
    const done = await this.database.transaction().execute(async (trx) => {
      const now = await this.installations.lock(trx);
      if (now.id !== record.id || now.disarmedAt?.getTime() !== record.disarmedAt?.getTime())
        throw armingErrors.error('arming.changed');
      const { unknown, aliveAt } = findings;
      const uncertain = unknown === null ? 0 : await this.rows.declareUncertain(trx, unknown.ended);
      const notices = unknown === null ? 0 : await this.outbox.giveUpBefore(trx, noticesBefore(aliveAt));
      if (unknown !== null) await this.installations.addUnknownTime(trx, { ...unknown, armedBy: by.operatorId });
      await this.installations.arm(trx, armed);
      await this.alarms.settle(trx, DISARMED_ALARM, OBJECT);
      const counts = { cause: findings.cause, uncertain, notices, replayed };
      await this.audit.append(trx, {
        operatorId: by.operatorId,
        action: 'installation.armed',
        object: `${OBJECT}:${armed.id}`,
        detail: counts,
      });
      this.log.info('installation.armed', { installationId: armed.id, cause: findings.cause, uncertain, notices });
      return { ...findings, uncertain, notices, replayed };
    });
    if (found.isInPlace) await this.outdate(record, armed.beat);
    return done;
  }

  /** The emergency stop: nothing that is not under way already leaves, neither editions nor notices. False: it was so. */
  async disarm(operatorId: string | null): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const { id } = await this.installations.lock(trx);
      if (!(await this.installations.disarm(trx, id, 'operator'))) return false;
      await this.alarms.raise(trx, { code: DISARMED_ALARM, object: OBJECT, detail: { cause: 'operator' } });
      await this.audit.append(trx, { operatorId, action: 'installation.disarmed', object: `${OBJECT}:${id}` });
      this.log.warn('installation.disarmed', { cause: 'operator' });
      return true;
    });
  }

  private async find(withoutJournal: boolean): Promise<Found> {
    const first = await this.installations.read();
    const outside = await this.outside(first.id, withoutJournal);
    const record = await this.installations.read();
    const finding = judgeInstallation(record, outside?.beat ?? null);
    const cause = finding ?? record.disarmedCause;
    const isInPlace = record.seal === record.currentSeal;
    // Nothing leaves a database that is disarmed; of a copy nobody knows how long what it was copied from went on.
    const ended = isInPlace ? (record.disarmedAt ?? record.now) : record.now;
    const isUnknown = finding !== undefined || (cause !== null && cause !== 'operator');
    const unknown = isUnknown ? { began: record.aliveAt, ended } : null;
    const entries = unknown === null ? [] : await this.entries(record, withoutJournal);
    const notices = unknown === null ? 0 : await this.outbox.countOwedBefore(noticesBefore(record.aliveAt));
    const owed = await this.outbox.countOwedBefore(record.now);
    const copies = await this.rows.waiting(this.database, unknown?.ended ?? null);
    return {
      record,
      entries,
      isInPlace,
      findings: {
        installationId: record.id,
        cause,
        disarmedAt: record.disarmedAt,
        aliveAt: record.aliveAt,
        outside,
        now: record.now,
        unknown,
        uncertain: unknown === null ? 0 : await this.rows.count(this.database, unknown.ended),
        notices,
        withdrawals: entries.length,
        waiting: { ...copies, notices: Math.max(0, owed - notices) },
      },
    };
  }

  /** null: the journal knows nothing of this installation, or may be disregarded and cannot be read. */
  private async outside(id: string, withoutJournal: boolean): Promise<OutsideBeat | null> {
    try {
      return (await readBeat(this.journal, id)) ?? null;
    } catch (error) {
      if (!withoutJournal || !isCatalogueError(error)) throw error;
      this.log.failure('journal.disregarded', error);
      return null;
    }
  }

  private async entries({ id, aliveAt }: InstallationRecord, withoutJournal: boolean): Promise<JournalEntry[]> {
    try {
      return await this.withdrawals.find(id, aliveAt);
    } catch (error) {
      if (!withoutJournal || !isCatalogueError(error)) throw error;
      this.log.failure('journal.disregarded', error);
      return [];
    }
  }

  /** Before the commit: who is armed and unknown outside has lost its journal. */
  private async writeOutside({ record }: Found, armed: { id: string; beat: number }): Promise<void> {
    const beat = { beat: armed.beat, aliveAt: record.now };
    await writeBeat(this.journal, armed.id, beat);
    await noteSuccessor(this.journal, record.id, armed.id);
  }

  /**
   * A backup of the former installation that was taken at its last sign of life is told by this too. After the commit,
   * because without it the former one would look restored.
   */
  private async outdate({ id, now }: InstallationRecord, beat: number): Promise<void> {
    try {
      await writeBeat(this.journal, id, { beat, aliveAt: now });
    } catch (error) {
      // Armed it is all the same; only the youngest of all backups could be taken for the database itself.
      this.log.failure('journal.unwritable', error);
    }
  }
}

function noticesBefore(aliveAt: Date): Date {
  return new Date(aliveAt.getTime() + NOTICE_MARGIN_MS);
}
