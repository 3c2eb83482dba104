import { Injectable } from '@nestjs/common';
import { alarmWords, NoticeOutbox, type NoticeContent } from '@app/mail';
import { Clock, Config, Database, Log, SystemAlarms, type Db, type SystemAlarm } from '@app/platform';
import { OperatorsRepository, type OperatorRow } from './operators.repository.js';

/** In whose name operators are written to. */
export type AlarmSender = Pick<NoticeContent, 'from' | 'brand'>;

/** An alarm of the day before yesterday is the log's matter. */
const USEFUL_HOURS = 24;
/** One round's worth; more are told in the next one. */
const ALARMS_A_ROUND = 20;

/**
 * System alarms, by mail to every administrator: once when one begins, once when it is over. What complains about a
 * relay goes by another one where there is one.
 */
@Injectable()
export class TellAdmins {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly alarms: SystemAlarms,
    private readonly outbox: NoticeOutbox,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * `sender` is asked only when there is something to tell; undefined: nobody can be written to yet, and the alarms wait.
   * Returns how many mails are owed now.
   */
  async tell(sender: () => Promise<AlarmSender | undefined>): Promise<number> {
    if (!(await this.alarms.hasUntold(this.database))) return 0;
    const from = await sender();
    if (from === undefined) return 0;
    const owed = await this.database.transaction().execute((trx) => this.oweAll(trx, from));
    await this.outbox.ring(...owed);
    return owed.length;
  }

  private async oweAll(trx: Db, sender: AlarmSender): Promise<string[]> {
    const alarms = await this.alarms.takeUntold(trx, ALARMS_A_ROUND);
    const admins = await this.operators.admins(trx);
    const owed: string[] = [];
    for (const alarm of alarms) {
      const fields = { alarmId: alarm.id, code: alarm.code, object: alarm.object, admins: admins.length };
      // Also where nobody can be mailed: whoever watches the log hears of it.
      if (alarm.settledAt === null) this.log.failure('alarm.raised', new Error(alarm.code), fields);
      else this.log.info('alarm.settled', fields);
      for (const admin of admins) {
        const id = await this.owe(trx, { alarm, admin, sender });
        if (id !== undefined) owed.push(id);
      }
    }
    return owed;
  }

  private owe(
    trx: Db,
    { alarm, admin, sender }: { alarm: SystemAlarm; admin: OperatorRow; sender: AlarmSender },
  ): Promise<string | undefined> {
    return this.outbox.owe(trx, {
      kind: alarm.settledAt === null ? 'alarm' : 'alarm_settled',
      address: admin.address,
      locale: admin.locale,
      recipientId: admin.id,
      subjectId: alarm.id,
      content: {
        ...sender,
        values: { ...alarmWords(alarm, admin.locale) },
        actionUrl: `${this.config.publicUrl}/admin/`,
      },
      usefulUntil: new Date(this.clock.now().getTime() + USEFUL_HOURS * 3_600_000),
      ...(alarm.transport !== null && alarm.settledAt === null && { avoidTransport: alarm.transport }),
    });
  }
}
