import { Injectable } from '@nestjs/common';
import { Database, type EditionState, type SkipCause } from '@app/platform';
import { CorrectionRepository, EditionRepository, editionErrors, type Edition } from '@app/editions';
import { WaveRepository } from '../audience/wave.repository.js';
import { PaceRepository } from './pace.repository.js';
import { countsOf, expectedEnd, rateSince, type LedgerCounts, type WaveProgress } from './progress.js';
import { WaysRepository, type WayCount } from './ways.repository.js';
import { ProgressRepository, type CorrectionProof, type UncertainDelivery } from './progress.repository.js';

/** Uncertain deliveries that are listed one by one; `counts.uncertain` tells how many there are. */
const UNCERTAIN_SHOWN = 100;

/** The rate is that of so many minutes. */
const RATE_MINUTES = 5;

export interface EditionStatus {
  readonly edition: Edition;
  readonly state: EditionState;
  /** The current one; null: not frozen yet. */
  readonly revision: number | null;
  readonly counts: LedgerCounts;
  /** Why rows were skipped. */
  readonly skipped: Readonly<Partial<Record<SkipCause, number>>>;
  /** Earliest first; empty until the audience is frozen. */
  readonly waves: readonly WaveProgress[];
  /** Over the last five minutes; null: not being sent, or not for long enough. */
  readonly messagesPerMinute: number | null;
  /** At that rate; null: nothing is owed, or nothing leaves. */
  readonly expectedEnd: Date | null;
  /** Deliveries we cannot know the end of, oldest first, a hundred at most. */
  readonly uncertain: readonly UncertainDelivery[];
  /** Of a correction; null for any other kind. */
  readonly correction: CorrectionProof | null;
}

/** The whole truth about one edition's sending. */
@Injectable()
export class ReadEditionStatus {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly corrections: CorrectionRepository,
    private readonly progress: ProgressRepository,
    private readonly waves: WaveRepository,
    private readonly pace: PaceRepository,
    private readonly byWay: WaysRepository,
  ) {}

  /** @throws edition.unknown */
  async read(editionId: string): Promise<EditionStatus> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const [rows, known, note, corrects, uncertain, skipped] = await Promise.all([
      this.progress.counts(edition),
      this.waves.of(this.database, edition.id),
      this.pace.since(this.database, edition.id, RATE_MINUTES),
      this.corrections.of(this.database, edition.id),
      this.progress.uncertain(edition, UNCERTAIN_SHOWN),
      this.progress.skipped(edition),
    ]);
    const counts = countsOf(rows);
    const waves = known.map((wave) => ({ ...wave, counts: countsOf(rows, wave.dueAt) }));
    const rate = edition.state === 'sending' ? rateSince(note, counts) : null;
    return {
      edition,
      state: edition.state,
      revision: edition.currentRevision,
      counts,
      skipped: Object.fromEntries(skipped.map(({ cause, count }) => [cause, count])),
      waves,
      messagesPerMinute: rate,
      expectedEnd: note === undefined ? null : expectedEnd(waves, rate, note.now),
      uncertain,
      correction: corrects === undefined ? null : await this.progress.correction(edition, corrects),
    };
  }

  /** By transport and provider. @throws edition.unknown */
  async ways(editionId: string): Promise<readonly WayCount[]> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return this.byWay.of(edition);
  }
}
