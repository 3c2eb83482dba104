import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RunningSendings } from '@app/delivery';
import { AlarmRepository } from '@app/dispatches';
import { DeskAlarms, TodayEditionRepository } from '@app/editions';
import { Clock, Database, InstallationRepository, SystemAlarms } from '@app/platform';
import { SHOWN_HOURS } from './read-today.service.js';
import type { ProgressEvent, TodayEvent } from './today-event.js';
import { MAX_NEEDS } from './today-needs.js';

type Marks = Readonly<Record<'editions' | 'needs', string>>;

/** Finds out what changed since it looked last. Asked by one timer a process, however many listen. */
@Injectable()
export class WatchToday {
  private marks: Marks | undefined;
  private progress = new Map<string, ProgressEvent>();

  constructor(
    private readonly database: Database,
    private readonly editions: TodayEditionRepository,
    private readonly sendings: RunningSendings,
    private readonly deskAlarms: DeskAlarms,
    private readonly dispatchAlarms: AlarmRepository,
    private readonly systemAlarms: SystemAlarms,
    private readonly installation: InstallationRepository,
    private readonly clock: Clock,
  ) {}

  /** Nothing the first time: whoever listens has just read everything. */
  async look(): Promise<TodayEvent[]> {
    const [marks, progress] = await Promise.all([this.readMarks(), this.readProgress()]);
    const before = { marks: this.marks, progress: this.progress };
    this.marks = marks;
    this.progress = progress;
    if (before.marks === undefined) return [];
    const about = (['editions', 'needs'] as const).filter((part) => marks[part] !== before.marks?.[part]);
    const moved = [...progress.values()].filter((event) => isOther(before.progress.get(event.editionId), event));
    return [
      ...moved.map((data): TodayEvent => ({ type: 'progress', data })),
      ...(about.length > 0 ? [{ type: 'today' as const, data: { about } }] : []),
    ];
  }

  /** How far everything is, for whoever comes in between. */
  present(): TodayEvent[] {
    return [...this.progress.values()].map((data) => ({ type: 'progress', data }));
  }

  /** Nobody listens any more: what is found after a while is no news. */
  forget(): void {
    this.marks = undefined;
    this.progress = new Map();
  }

  private async readMarks(): Promise<Marks> {
    const since = new Date(this.clock.now().getTime() - SHOWN_HOURS * 3_600_000);
    const [editions, desk, dispatches, system, { disarmedAt }] = await Promise.all([
      this.editions.mark(since),
      this.deskAlarms.open(MAX_NEEDS),
      this.dispatchAlarms.open(MAX_NEEDS),
      this.systemAlarms.open(this.database, MAX_NEEDS),
      this.installation.read(),
    ]);
    const needs = [...desk, ...dispatches, ...system].map(({ id }) => id);
    return { editions, needs: hash([String(disarmedAt), ...needs]) };
  }

  private async readProgress(): Promise<Map<string, ProgressEvent>> {
    const at = this.clock.now().toISOString();
    const counts = await this.sendings.counts();
    return new Map(
      [...counts].map(([editionId, { recipients, submitted, rejected, skipped, uncertain, deferred }]) => [
        editionId,
        { editionId, recipients, submitted, rejected, skipped, uncertain, deferred, at },
      ]),
    );
  }
}

function isOther(before: ProgressEvent | undefined, now: ProgressEvent): boolean {
  if (before === undefined) return true;
  const figures = ['recipients', 'submitted', 'rejected', 'skipped', 'uncertain', 'deferred'] as const;
  return figures.some((figure) => before[figure] !== now[figure]);
}

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('base64');
}
