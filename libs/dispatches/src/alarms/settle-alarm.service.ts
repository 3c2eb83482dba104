import { Injectable } from '@nestjs/common';
import { Audit, Database, Log } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import { AlarmRepository } from './alarm.repository.js';

/** Somebody at the desk has looked at it. A cause that is still there raises it again when it is next seen. */
@Injectable()
export class SettleAlarm {
  constructor(
    private readonly database: Database,
    private readonly alarms: AlarmRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /**
   * Returns false where it was settled already.
   *
   * @throws CatalogueError `alarm.unknown`
   */
  async settle(alarmId: string, operatorId: string): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const settled = await this.alarms.settleOne(trx, alarmId);
      if (settled === undefined) throw dispatchErrors.error('alarm.unknown', { alarmId });
      if (!settled.wasOpen) return false;
      const { code } = settled;
      await this.audit.append(trx, {
        operatorId,
        action: 'alarm.settled',
        object: `alarm:${alarmId}`,
        detail: { code },
      });
      this.log.info('alarm.settled', { alarmId, operatorId, code });
      return true;
    });
  }
}
