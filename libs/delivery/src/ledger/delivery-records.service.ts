import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Db } from '@app/platform';
import { ReaderRecords, type ReaderRecordKeeper } from '@app/subscribers';
import { DeliveryRecordsRepository } from './delivery-records.repository.js';

/** What the ledger knows about one reader: part of what they may see, and of what they may have erased. */
@Injectable()
export class DeliveryRecords implements OnModuleInit, ReaderRecordKeeper {
  readonly name = 'deliveries';

  constructor(
    private readonly readers: ReaderRecords,
    private readonly deliveries: DeliveryRecordsRepository,
  ) {}

  onModuleInit(): void {
    this.readers.register(this);
  }

  async record(db: Db, subscriberId: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.deliveries.of(db, subscriberId)).map((delivery) => ({ ...delivery }));
  }

  erase(db: Db, subscriberId: string): Promise<void> {
    return this.deliveries.erase(db, subscriberId);
  }
}
