import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { EditionRepository, editionErrors, type Edition } from '@app/editions';
import { LedgerSweepRepository, type LedgerCounts, type UncertainDelivery } from './ledger-sweep.repository.js';

export interface EditionStatus {
  readonly edition: Edition;
  readonly counts: LedgerCounts;
  /** Every delivery we cannot know the end of. */
  readonly uncertain: readonly UncertainDelivery[];
}

/** The whole truth about one edition's sending, counted from its rows. */
@Injectable()
export class ReadEditionStatus {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly ledger: LedgerSweepRepository,
  ) {}

  async read(editionId: string): Promise<EditionStatus> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const [counts, uncertain] = await Promise.all([
      this.ledger.counts(edition.id, edition.editionDate),
      this.ledger.uncertain(edition.id, edition.editionDate),
    ]);
    return { edition, counts, uncertain };
  }
}
