import { Injectable } from '@nestjs/common';
import { callWords, NoticeOutbox, type DeskCallWords } from '@app/mail';
import { Clock, Config, Database, Log, type Db } from '@app/platform';
import { holds, type Right, type RightsSubject } from '../rights.js';
import type { AlarmSender } from '../tell-admins.service.js';
import { AlarmListenerRepository, type AlarmListener } from './alarm-listener.repository.js';

const MINUTE_MS = 60_000;
/** Between two mails to one operator: what comes up meanwhile is in the next one. */
export const CALLS_APART_MINUTES = 15;
/** A call that could not leave for so long is no longer one. */
const USEFUL_HOURS = 6;
/** Named one by one in a mail; how many there are stands in its subject. */
const NAMED = 8;
/** Who was told is kept so long (docs/retention.md): an alarm that is open longer may be told again. */
const TOLD_DAYS = 365;

/** An open alarm that somebody must be told of. */
export interface DeskCall extends DeskCallWords {
  readonly alarmId: string;
  /** What one must be allowed to do to settle it … */
  readonly right: Right;
  /** … for this newsletter; null: everywhere. */
  readonly subject: RightsSubject | null;
  /** Where it is settled, within the operators' application. */
  readonly path: string;
}

/**
 * Calls those who may act: each operator is told of each alarm once, of several in one mail, and not more often than
 * every quarter of an hour. What was settled meanwhile is not among `calls` any more, and told to nobody.
 */
@Injectable()
export class TellDesk {
  constructor(
    private readonly database: Database,
    private readonly listeners: AlarmListenerRepository,
    private readonly outbox: NoticeOutbox,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** `sender` is asked only when there is somebody to tell. Returns how many mails are owed now. */
  async tell(calls: readonly DeskCall[], sender: () => Promise<AlarmSender | undefined>): Promise<number> {
    if (calls.length === 0) return 0;
    const from = await sender();
    if (from === undefined) return 0;
    const owed = await this.database.transaction().execute(async (trx) => {
      if (!(await this.listeners.lock(trx))) return [];
      return this.oweAll(trx, calls, from);
    });
    await this.outbox.ring(...owed);
    return owed.length;
  }

  wants(operatorId: string): Promise<boolean> {
    return this.listeners.wants(this.database, operatorId);
  }

  setWants(operatorId: string, wants: boolean): Promise<void> {
    return this.listeners.setWants(this.database, operatorId, wants);
  }

  /** Keeps docs/retention.md. Returns how many rows went. */
  forget(): Promise<number> {
    return this.listeners.forget(this.database, new Date(this.clock.now().getTime() - TOLD_DAYS * 24 * 60 * MINUTE_MS));
  }

  private async oweAll(trx: Db, calls: readonly DeskCall[], sender: AlarmSender): Promise<string[]> {
    const now = this.clock.now();
    const quietSince = new Date(now.getTime() - CALLS_APART_MINUTES * MINUTE_MS);
    const [listeners, told] = [
      await this.listeners.callable(trx, quietSince),
      await this.listeners.told(trx, calls.map(({ alarmId }) => alarmId)),
    ]; // prettier-ignore
    const owed: string[] = [];
    for (const listener of listeners) {
      const { operatorId, held } = listener;
      const its = calls
        .filter(({ alarmId }) => !told.has(`${operatorId} ${alarmId}`))
        .filter(({ right, subject }) => holds(held, right, subject ?? undefined));
      if (its.length === 0) continue;
      const id = await this.owe(trx, { listener, calls: its, sender });
      if (id !== undefined) owed.push(id);
      await this.listeners.note(trx, operatorId, its.map(({ alarmId }) => alarmId), now); // prettier-ignore
      this.log.info('desk.called', { operatorId, alarms: its.length });
    }
    return owed;
  }

  private owe(
    trx: Db,
    given: { listener: AlarmListener; calls: readonly DeskCall[]; sender: AlarmSender },
  ): Promise<string | undefined> {
    const { listener, calls, sender } = given;
    const { operatorId, address, locale } = listener;
    const [first] = calls;
    if (first === undefined) return Promise.resolve(undefined);
    const what = calls.slice(0, NAMED).map((call) => callWords(call, locale));
    const path = calls.length === 1 ? first.path : '/';
    return this.outbox.owe(trx, {
      kind: 'desk_alarms',
      address,
      locale,
      recipientId: operatorId,
      subjectId: first.alarmId,
      content: {
        ...sender,
        values: { what, first: what[0] ?? '', count: calls.length },
        actionUrl: `${this.config.publicUrl}/admin${path}`,
      },
      usefulUntil: new Date(this.clock.now().getTime() + USEFUL_HOURS * 60 * MINUTE_MS),
    });
  }
}
