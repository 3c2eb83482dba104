import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
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

/** What became of an edition, for those who answer for it. */
@Injectable()
export class ReadReport {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly reports: ReportRepository,
  ) {}

  /** @throws edition.unknown */
  async of(editionId: string): Promise<EditionReport> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const [cells, times, [sum], left] = await Promise.all([
      this.reports.cells(edition),
      this.reports.times(edition),
      this.reports.sums([editionId]),
      this.reports.left(editionId),
    ]);
    if (sum === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const isForgotten = cells.length === 0 && sum.recipients > 0;
    return { edition, sum, report: isForgotten ? null : deliveryReport(cells, times), left };
  }

  /** Of many editions at once, by id. */
  async sums(editionIds: readonly string[]): Promise<ReadonlyMap<string, EditionSum>> {
    return new Map((await this.reports.sums(editionIds)).map((sum) => [sum.editionId, sum]));
  }
}
