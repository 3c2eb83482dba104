import { Injectable } from '@nestjs/common';
import { Audit, Database, type Db } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import { DeskAlarmRepository, type DeskAlarm } from './desk-alarm.repository.js';

/** What somebody at the desk must look at. */
@Injectable()
export class DeskAlarms {
  constructor(
    private readonly database: Database,
    private readonly alarms: DeskAlarmRepository,
    private readonly audit: Audit,
  ) {}

  /** The newest of those that are open, oldest first. */
  open(limit: number): Promise<DeskAlarm[]> {
    return this.alarms.open(limit);
  }

  /** For a higher floor; false: it is raised already. */
  raise(db: Db, alarm: Parameters<DeskAlarmRepository['raise']>[1]): Promise<boolean> {
    return this.alarms.raise(db, alarm);
  }

  /** What a higher floor raised it for is over. */
  settleOf(editionId: string, code: string): Promise<void> {
    return this.alarms.settleOf(this.database, editionId, code);
  }

  /** Whose it is, by id. @throws `desk_alarm.unknown` */
  async newsletterOf(id: string): Promise<string> {
    const newsletterId = await this.alarms.newsletterOf(id);
    if (newsletterId === undefined) throw editionErrors.error('desk_alarm.unknown', { id });
    return newsletterId;
  }

  /**
   * Somebody looked. False: somebody had already.
   *
   * @throws `desk_alarm.unknown`
   */
  async settle(id: string, by: string | null): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const settled = await this.alarms.settle(trx, id);
      if (settled === undefined) throw editionErrors.error('desk_alarm.unknown', { id });
      if (settled) await this.audit.append(trx, { operatorId: by, action: 'desk_alarm.settled', object: `desk_alarm:${id}` });
      return settled;
    });
  } // prettier-ignore
}
