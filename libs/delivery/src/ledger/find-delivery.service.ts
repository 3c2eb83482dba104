import { Injectable } from '@nestjs/common';
import { EditionRepository } from '@app/editions';

/** Names one row of the ledger. */
export interface DeliveryKey {
  readonly editionId: string;
  readonly editionDate: string;
  readonly subscriberId: string;
}

/** From the mark in a return path or Message-ID to the row it is about. */
@Injectable()
export class FindDelivery {
  constructor(private readonly editions: EditionRepository) {}

  async byMark(mark: { editionNumber: number; subscriberId: string }): Promise<DeliveryKey | undefined> {
    const edition = await this.editions.byNumber(mark.editionNumber);
    if (edition === undefined) return undefined;
    return { editionId: edition.id, editionDate: edition.editionDate, subscriberId: mark.subscriberId };
  }
}
