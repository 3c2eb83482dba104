import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Database, Log, type Db } from '@app/platform';
import { DeskAlarms, ReaderMornings, type Newsletter } from '@app/editions';
import { expectedPercent, judgeWave, startLeadMinutes, type TimedWave } from './on-time.js';
import { OnTimeRepository } from './on-time.repository.js';
import { PaceRepository } from './pace.repository.js';

const BEHIND = 'edition.behind_target';

/** Keeps an eye on how fast editions leave: begins them early enough, and calls the desk where they slip. */
@Injectable()
export class OnTime implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly times: OnTimeRepository,
    private readonly pace: PaceRepository,
    private readonly mornings: ReaderMornings,
    private readonly alarms: DeskAlarms,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.mornings.registerLead((db, newsletter) => this.lead(db, newsletter));
  }

  /** The sweeper's round. */
  async look(): Promise<void> {
    await this.pace.note();
    await this.times.noteRates();
    const byEdition = Map.groupBy(await this.times.waves(), ({ editionId }) => editionId);
    for (const [editionId, waves] of byEdition) await this.judge(editionId, waves);
  }

  private async judge(editionId: string, waves: readonly TimedWave[]): Promise<void> {
    const now = this.clock.now();
    const verdicts = waves.map((wave) => judgeWave(wave, now));
    const behind = waves.find((_, at) => verdicts[at] === 'behind');
    if (behind === undefined) {
      if (verdicts.every((verdict) => verdict === 'kept')) await this.alarms.settleOf(editionId, BEHIND);
      return;
    }
    const { newsletterId, percent, targetAt } = behind;
    const detail = { targetAt: targetAt.toISOString(), percent, expected: expectedPercent(behind, now) };
    if (await this.alarms.raise(this.database, { newsletterId, editionId, code: BEHIND, detail }))
      this.log.warn(BEHIND, { editionId, ...detail });
  }

  private async lead(db: Db, newsletter: Newsletter): Promise<number> {
    const { targetMinutes, targetPercent: percent } = newsletter;
    if (targetMinutes === null) return 0;
    return startLeadMinutes({ ...(await this.times.measured(db, newsletter.id)), percent, targetMinutes });
  }
}
