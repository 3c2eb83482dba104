import type { TodayEvent } from './today-event.js';

/** Events that are kept for those who lost their connection: some minutes' worth while a large edition leaves. */
const KEPT = 256;

export interface LoggedEvent {
  readonly id: string;
  readonly event: TodayEvent;
}

/**
 * What was told lately, each under an id that only this process's later ones follow. After a restart, or behind another
 * process of several, an id is unknown, and whoever comes with it is told to read everything again.
 */
export class EventLog {
  private readonly kept: LoggedEvent[] = [];
  private next = 1;

  /** `run` tells one process from another. */
  constructor(private readonly run: string) {}

  add(event: TodayEvent): LoggedEvent {
    const logged = { id: `${this.run}-${this.next}`, event };
    this.next += 1;
    this.kept.push(logged);
    if (this.kept.length > KEPT) this.kept.shift();
    return logged;
  }

  /** Those after the one with this id; undefined: it is not known, or too long ago. */
  after(id: string): readonly LoggedEvent[] | undefined {
    if (id === `${this.run}-${this.next - 1}`) return [];
    const at = this.kept.findIndex((logged) => logged.id === id);
    return at < 0 ? undefined : this.kept.slice(at + 1);
  }

  /** The id under which whoever begins to listen now goes on. */
  get latest(): string {
    return `${this.run}-${this.next - 1}`;
  }
}
