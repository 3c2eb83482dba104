import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Log } from '@app/platform';
import { AlarmListenerRepository } from './alarm-listener.repository.js';

/** Milliseconds: whoever is on call is paged by what answers at once. */
const TIMEOUT_MS = 10_000;
/** Milliseconds after a failure before it is asked again: a round comes every few seconds. */
const REST_MS = 60_000;
/** Requests of one round; more go in the next one. */
const A_ROUND = 20;
const LISTENER = 'webhook';

/** What is posted. No addresses: codes, ids, and what the alarm itself is about. */
export interface AlarmPost {
  readonly id: string;
  readonly kind: 'system' | 'desk' | 'dispatch';
  readonly code: string;
  readonly object: string;
  /** ISO 8601 */
  readonly raisedAt: string;
  /** Where it is settled. */
  readonly url: string;
}

/**
 * Posts each open alarm to ALARM_WEBHOOK_URL: at least once, told apart by `id`; an answer other than 2xx is tried again.
 * The address is the operator's own, so it may lead into the private network, and it is not followed elsewhere.
 */
@Injectable()
export class AlarmWebhook {
  private restUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly listeners: AlarmListenerRepository,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get isWanted(): boolean {
    return this.config.env.ALARM_WEBHOOK_URL !== undefined;
  }

  /** Returns how many were taken. */
  async post(alarms: readonly AlarmPost[]): Promise<number> {
    const url = this.config.env.ALARM_WEBHOOK_URL;
    if (url === undefined || alarms.length === 0 || performance.now() < this.restUntil) return 0;
    const told = await this.listeners.told(this.database, alarms.map(({ id }) => id)); // prettier-ignore
    const untold = alarms.filter(({ id }) => !told.has(`${LISTENER} ${id}`)).slice(0, A_ROUND);
    let taken = 0;
    for (const alarm of untold) {
      if (!(await this.isTaken(url, alarm))) break;
      await this.listeners.note(this.database, LISTENER, [alarm.id], this.clock.now());
      taken += 1;
    }
    return taken;
  }

  private async isTaken(url: string, alarm: AlarmPost): Promise<boolean> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Colporteur' },
        body: JSON.stringify({ ...alarm, installation: this.config.publicUrl }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (answer.ok) return true;
      this.log.warn('alarm.webhook_refused', { alarmId: alarm.id, status: answer.status });
    } catch (error) {
      // Tried again: the row that says it was told is missing.
      this.log.failure('alarm.webhook_failed', error, { alarmId: alarm.id });
    }
    this.restUntil = performance.now() + REST_MS;
    return false;
  }
}
