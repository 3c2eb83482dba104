import { Injectable } from '@nestjs/common';
import type { TodayEdition } from '@app/editions';
import { expectedPercent, judgeWave, type TimedWave } from './on-time.js';
import { countsOf, expectedEnd, rateSince, type LedgerCounts, type WaveProgress } from './progress.js';
import {
  SendingsRepository,
  type OpenUncertain,
  type SendingRow,
  type SendingWave,
  type SentCount,
} from './sendings.repository.js';

const MINUTE_MS = 60_000;

/** "95 % by 07:15", for the wave under way that is furthest from it. */
export interface SendingTarget {
  readonly at: Date;
  readonly percent: number;
  /** Of that wave, expected to be done at that instant. */
  readonly expectedPercent: number;
  /** null: nothing was measured yet. */
  readonly verdict: 'behind' | 'kept' | null;
}

export interface Sending {
  readonly counts: LedgerCounts;
  /** Earliest first. */
  readonly waves: readonly WaveProgress[];
  /** Over the last five minutes; null: not for long enough yet. */
  readonly messagesPerMinute: number | null;
  /** At that rate; null: nothing is owed, or nothing leaves. */
  readonly expectedEnd: Date | null;
  /** null: its newsletter names none. */
  readonly target: SendingTarget | null;
}

/** What a newsletter promises itself. */
export interface OnTimeRule {
  readonly targetMinutes: number | null;
  readonly targetPercent: number;
}

type Timed = Pick<TodayEdition, 'id' | 'newsletterId' | 'slot' | 'startLeadMinutes'>;

/** How far everything is that is being sent now; the same four statements however many editions there are. */
@Injectable()
export class RunningSendings {
  constructor(private readonly sendings: SendingsRepository) {}

  /** By edition; without those that are not being sent. */
  async of(editions: readonly Timed[], ruleOf: (newsletterId: string) => OnTimeRule): Promise<Map<string, Sending>> {
    const ids = editions.map(({ id }) => id);
    if (ids.length === 0) return new Map();
    const [rows, waves, notes] = await Promise.all([
      this.sendings.counts(),
      this.sendings.waves(ids),
      this.sendings.notes(ids),
    ]);
    const [rowsOf, wavesOf] = [Map.groupBy(rows, key), Map.groupBy(waves, key)];
    const noteOf = new Map(notes.map((note) => [note.editionId, note]));
    return new Map(
      editions.map((edition) => {
        const known = { rows: rowsOf.get(edition.id) ?? [], waves: wavesOf.get(edition.id) ?? [] };
        return [edition.id, sendingOf(edition, { ...known, note: noteOf.get(edition.id) }, ruleOf(edition.newsletterId))];
      }),
    );
  } // prettier-ignore

  /** The sums alone, by edition: what is asked every second while somebody watches. */
  async counts(): Promise<Map<string, LedgerCounts>> {
    const rows = await this.sendings.counts();
    return new Map([...Map.groupBy(rows, key)].map(([editionId, its]) => [editionId, countsOf(its)]));
  }

  /** Of editions that are over. */
  async sent(editionIds: readonly string[]): Promise<Map<string, SentCount>> {
    if (editionIds.length === 0) return new Map();
    return new Map((await this.sendings.sent(editionIds)).map((count) => [count.editionId, count]));
  }

  /** Deliveries that wait for a person to say what became of them. */
  uncertain(): Promise<OpenUncertain[]> {
    return this.sendings.uncertain();
  }
}

type Known = {
  readonly rows: readonly SendingRow[];
  readonly waves: readonly SendingWave[];
  readonly note: { readonly notedAt: Date; readonly settled: number; readonly now: Date } | undefined;
};

function sendingOf(edition: Timed, { rows, waves: known, note }: Known, rule: OnTimeRule): Sending {
  const counts = countsOf(rows);
  const waves = known.map((wave) => ({ ...wave, counts: countsOf(rows, wave.dueAt) }));
  const rate = rateSince(note, counts);
  const now = note?.now ?? new Date();
  return {
    counts,
    waves,
    messagesPerMinute: rate,
    expectedEnd: expectedEnd(waves, rate, now),
    target: edition.slot === null ? null : targetOf(edition, { waves, rate, now }, rule),
  };
}

function targetOf(
  { id, newsletterId, startLeadMinutes }: Timed,
  { waves, rate, now }: { waves: readonly WaveProgress[]; rate: number | null; now: Date },
  { targetMinutes, targetPercent: percent }: OnTimeRule,
): SendingTarget | null {
  if (targetMinutes === null) return null;
  const timed = waves
    .filter(({ dueAt, isSeed }) => !isSeed && dueAt <= now)
    .map(({ dueAt, counts }): TimedWave => {
      const done = counts.submitted + counts.rejected + counts.skipped + counts.uncertain;
      const targetAt = new Date(dueAt.getTime() + (startLeadMinutes + targetMinutes) * MINUTE_MS);
      return { editionId: id, newsletterId, size: counts.recipients, done, targetAt, percent, perMinute: rate };
    });
  const judged = timed.map((wave) => ({ wave, verdict: judgeWave(wave, now) ?? null }));
  const worst = judged.find(({ verdict }) => verdict === 'behind') ?? judged.at(-1);
  if (worst === undefined) return null;
  return { at: worst.wave.targetAt, percent, expectedPercent: expectedPercent(worst.wave, now), verdict: worst.verdict };
} // prettier-ignore

function key({ editionId }: { readonly editionId: string }): string {
  return editionId;
}
