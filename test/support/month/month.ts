import type { INestApplicationContext } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { startScriptedRelay, type ScriptedRelay } from '../scripted-relay.js';
import { MonthInstance } from './month-instance.js';
import { datesOf, dueAt, HOUR_MS, type Outage, type Slug } from './month-plan.js';
import { RelayLog, type Taken } from './relay-log.js';
import { SimulatedClock } from './simulated-clock.js';

/** Something that happens at an instant, whether or not anything runs then. */
export interface MonthEvent {
  readonly at: Date;
  readonly what?: string;
  readonly run: () => Promise<unknown>;
}

/** What a day's line says. */
export interface DayReport {
  readonly day: string;
  readonly rounds: number;
  readonly taken: readonly Taken[];
  readonly events: readonly string[];
}

/** A simulated month: one database, one relay, one clock, moved from event to event. */
export class Month {
  readonly events: MonthEvent[] = [];
  readonly outages: Outage[] = [];
  /** When something is to be made or begun. */
  private readonly minutes = new Set<number>();
  private readonly waves = new Set<number>();

  private constructor(
    readonly test: TestDatabase,
    readonly clock: SimulatedClock,
    private readonly relay: ScriptedRelay,
    private readonly instance: MonthInstance,
    readonly log: RelayLog,
  ) {}

  static async open(begin: Date): Promise<Month> {
    const relay = await startScriptedRelay();
    // The schedules' own sweep would run by the real clock: an hour is longer than the test.
    const test = await createTestDatabase({ SMTP_URL: relay.url, SWEEP_SECONDS: '3600' });
    const clock = await SimulatedClock.install(test, begin);
    const instance = await MonthInstance.open(test.config, clock);
    return new Month(test, clock, relay, instance, new RelayLog(relay));
  }

  get tools(): INestApplicationContext {
    return this.instance.tools;
  }

  /** Rounds so many hours before the first wave of each of its editions, and at every wave. */
  follow(newsletter: Slug, plan: { zones: readonly string[]; leads: readonly number[] }): void {
    for (const date of datesOf(newsletter)) {
      const instants = plan.zones.map((zone) => Number(dueAt(newsletter, date, zone)));
      for (const instant of instants) this.waves.add(instant);
      for (const lead of plan.leads) this.minutes.add(Math.min(...instants) - lead * HOUR_MS);
    }
  }

  /** Everything in (from, until], in order. */
  async run(day: string, from: Date, until: Date): Promise<DayReport> {
    const events = this.events.filter(({ at }) => at > from && at <= until);
    const restarts = this.outages.map((outage) => Number(outage.until));
    const instants = [...events.map(({ at }) => Number(at)), ...this.minutes, ...this.waves, ...restarts];
    const due = [...new Set(instants)].filter((at) => at > Number(from) && at <= Number(until)).sort((a, b) => a - b);
    const taken: Taken[] = [];
    let rounds = 0;
    for (const at of due) {
      await this.clock.set(new Date(at));
      const now = events.filter((event) => Number(event.at) === at);
      for (const event of now) await event.run();
      if (this.outages.some((outage) => at >= Number(outage.from) && at < Number(outage.until))) continue;
      const isMinute = this.minutes.has(at) || restarts.includes(at) || now.some(({ what }) => what !== undefined);
      if (!isMinute && !this.waves.has(at)) continue;
      await (isMinute ? this.instance.round() : this.instance.wave());
      rounds += 1;
      taken.push(...this.log.note(new Date(at)));
    }
    return { day, rounds, taken, events: events.flatMap(({ what }) => (what === undefined ? [] : [what])) };
  }

  async close(): Promise<void> {
    await this.instance.close();
    await this.clock.close();
    await this.test.close();
    await this.relay.close();
  }
}
