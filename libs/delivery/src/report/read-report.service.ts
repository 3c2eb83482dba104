import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { EditionRepository, editionErrors, type Edition } from '@app/editions';
import { deliveryReport, type DeliveryReport } from './delivery-report.js';
import { ReportRepository, type EditionSum } from './report.repository.js';

export type { EditionSum } from './report.repository.js';

export interface EditionReport {
  readonly edition: Edition;
  readonly sum: EditionSum;
  /** null: the ledger's rows are past their keeping, and only the sum is left. */
  readonly report: DeliveryReport | null;
  /** Readers who left by a link of this edition. */
  readonly left: number;
}

/** What counting every row of an edition gave. */
type Counted = readonly [
  Awaited<ReturnType<ReportRepository['cells']>>,
  Awaited<ReturnType<ReportRepository['times']>>,
];

interface Counting {
  readonly key: string;
  readonly counted: Promise<Counted>;
  /** milliseconds; null: not counted yet */
  until: number | null;
}

/** What is over and closed is counted again after so long: bounces and complaints still come in. */
const KEPT_MS = 5 * 60_000;
/** Reports kept at once, each of some thousands of cells at most. */
const MOST_KEPT = 32;

/** What became of an edition, for those who answer for it. */
@Injectable()
export class ReadReport {
  private readonly countings = new Map<string, Counting>();

  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly reports: ReportRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws edition.unknown */
  async of(editionId: string): Promise<EditionReport> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const [[sum], left] = await Promise.all([this.reports.sums([editionId]), this.reports.left(editionId)]);
    if (sum === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const [cells, times] = await this.counted(edition, sum);
    const isForgotten = cells.length === 0 && sum.recipients > 0;
    return { edition, sum, report: isForgotten ? null : deliveryReport(cells, times), left };
  }

  /**
   * Counting reads every row, a second or so for a million: those who look at the same time share it, and what is closed
   * is counted once in a while, not at each look.
   */
  private counted(edition: Edition, sum: EditionSum): Promise<Counted> {
    const key = JSON.stringify(sum);
    const kept = this.countings.get(edition.id);
    if (kept?.key === key && (kept.until === null || this.clock.now().getTime() < kept.until)) return kept.counted;
    const counted = Promise.all([this.reports.cells(edition), this.reports.times(edition)]);
    const counting: Counting = { key, counted, until: null };
    this.countings.delete(edition.id);
    this.countings.set(edition.id, counting);
    const [oldest] = this.countings.keys();
    if (this.countings.size > MOST_KEPT && oldest !== undefined) this.countings.delete(oldest);
    const over = (keptFor: number): void => {
      counting.until = this.clock.now().getTime() + keptFor;
    };
    // Whoever asked is told of the failure; the next one counts anew.
    counted.then(
      () => { over(sum.closedAt === null ? 0 : KEPT_MS); },
      () => { over(0); },
    ); // prettier-ignore
    return counted;
  }

  /** Of many editions at once, by id. */
  async sums(editionIds: readonly string[]): Promise<ReadonlyMap<string, EditionSum>> {
    return new Map((await this.reports.sums(editionIds)).map((sum) => [sum.editionId, sum]));
  }
}
