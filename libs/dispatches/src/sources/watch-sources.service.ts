import { Injectable } from '@nestjs/common';
import { Clock, Database, Log } from '@app/platform';
import { AlarmRepository } from '../alarms/alarm.repository.js';
import { HealthRepository, type SourceArrivals } from './health.repository.js';
import { habitSpan, isSilent, rhythmOf, type Rhythm } from './rhythm.js';

const PAGE = 200;
const SILENT = 'source.silent';
/** Before every id. */
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Learns the rhythm of every active source and tells the desk when one has fallen silent against it. */
@Injectable()
export class WatchSources {
  constructor(
    private readonly database: Database,
    private readonly health: HealthRepository,
    private readonly alarms: AlarmRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** One round over all of them. */
  async look(): Promise<void> {
    let page: SourceArrivals[] = [];
    do {
      page = await this.health.arrivals(page.at(-1)?.id ?? NO_ID, PAGE);
      for (const source of page) await this.lookAt(source);
    } while (page.length === PAGE);
  }

  private async lookAt(source: SourceArrivals): Promise<void> {
    const rhythm = rhythmOf(source.arrivals);
    const [last] = source.arrivals;
    if (rhythm === undefined || last === undefined) return;
    if (rhythm.usualGapSeconds !== source.usualGapSeconds)
      await this.health.keepRhythm(this.database, source.id, rhythm.usualGapSeconds);
    // A source that cannot be read has its own alarm; what it says meanwhile nobody knows.
    if (source.isFailing) return;
    if (await this.isSilent(source, rhythm, last)) await this.raise(source, rhythm, last);
    else await this.settle(source);
  }

  private async isSilent(source: SourceArrivals, rhythm: Rhythm, last: Date): Promise<boolean> {
    const now = this.clock.now();
    if (!isSilent(rhythm, last, now)) return false;
    const habit = habitSpan(rhythm, last, now);
    return habit === undefined || !(await this.health.wasQuiet(source.id, habit));
  }

  private async raise(source: SourceArrivals, rhythm: Rhythm, last: Date): Promise<void> {
    const detail = { slug: source.slug, since: last.toISOString(), ...rhythm };
    const isNew = await this.alarms.raise(this.database, { code: SILENT, sourceId: source.id, detail });
    if (isNew) this.log.warn(SILENT, { sourceId: source.id, ...detail });
  }

  private async settle(source: SourceArrivals): Promise<void> {
    const settled = await this.alarms.settle(this.database, [SILENT], { sourceId: source.id });
    if (settled > 0) this.log.info('source.speaks_again', { sourceId: source.id });
  }
}
