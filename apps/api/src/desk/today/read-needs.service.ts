import { Injectable } from '@nestjs/common';
import { RunningSendings } from '@app/delivery';
import { AlarmRepository, type SourceRecord } from '@app/dispatches';
import { DeskAlarms, TakeDown } from '@app/editions';
import { Clock, Database, SystemAlarms } from '@app/platform';
import { InactivityRounds, SteerImports } from '@app/subscribers';
import type { Need, TodayAnswer } from './today-answers.js';
import {
  approvalNeeds,
  deskAlarmNeed,
  dispatchAlarmNeed,
  inOrder,
  MAX_NEEDS,
  need,
  systemAlarmNeed,
  takedownNeed,
  uncertainNeed,
} from './today-needs.js';

/** Imports and takedowns that are looked at for one that is not finished: nobody has more under way. */
const LATEST = 20;
/** An import that stands still so long was left: one that goes on says so every few seconds. */
const LEFT_MINUTES = 15;

/** What needs a person, from everywhere something may be waiting. */
@Injectable()
export class ReadNeeds {
  constructor(
    private readonly database: Database,
    private readonly deskAlarms: DeskAlarms,
    private readonly dispatchAlarms: AlarmRepository,
    private readonly systemAlarms: SystemAlarms,
    private readonly sendings: RunningSendings,
    private readonly takedowns: TakeDown,
    private readonly imports: SteerImports,
    private readonly rounds: InactivityRounds,
    private readonly clock: Clock,
  ) {}

  /** The most pressing first. */
  async read(newsletters: TodayAnswer['newsletters'], sources: readonly SourceRecord[]): Promise<Need[]> {
    const [desk, dispatches, system, uncertain, takedowns, imports, rounds] = await Promise.all([
      this.deskAlarms.open(MAX_NEEDS),
      this.dispatchAlarms.open(MAX_NEEDS),
      this.systemAlarms.open(this.database, MAX_NEEDS),
      this.sendings.uncertain(),
      this.takedowns.list(LATEST),
      this.unfinishedImports(),
      this.rounds.list(),
    ]);
    const sourceOf = new Map(sources.map((source) => [source.id, source]));
    return inOrder([
      ...approvalNeeds(newsletters),
      ...desk.map(deskAlarmNeed),
      ...dispatches.map((alarm) => dispatchAlarmNeed(alarm, sourceOf.get(alarm.sourceId ?? ''))),
      ...system.map(systemAlarmNeed),
      ...uncertain.map(uncertainNeed),
      ...takedowns.filter(({ doneAt }) => doneAt === null).map(takedownNeed),
      ...imports,
      ...rounds
        .filter(({ state }) => state === 'proposed')
        .map(({ id, newsletterId, proposedAt: since, inactive, readers }) =>
          need({
            code: 'inactivity.proposed',
            object: { kind: 'inactivity_round', id, name: null },
            since,
            newsletterId,
            detail: { inactive, readers },
            path: '/subscribers',
          }),
        ),
    ]);
  }

  private async unfinishedImports(): Promise<Need[]> {
    const before = this.clock.now().getTime() - LEFT_MINUTES * 60_000;
    const latest = await this.imports.list(LATEST);
    return latest
      .filter(({ state, startedAt }) => (state === 'reading' || state === 'applying') && startedAt.getTime() < before)
      .map(({ id, newsletterId, startedAt: since }) =>
        need({
          code: 'import.unfinished',
          object: { kind: 'import', id, name: null },
          since,
          newsletterId,
          path: '/subscribers',
        }),
      );
  }
}
