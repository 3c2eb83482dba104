import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Db } from '@app/platform';
import { ReaderRecords, type ReaderRecordKeeper } from '@app/subscribers';
import { BounceRepository } from './bounce.repository.js';

/** The bounces about one reader: part of what they may see, and of what they may have erased. */
@Injectable()
export class BounceRecords implements OnModuleInit, ReaderRecordKeeper {
  readonly name = 'bounces';

  constructor(
    private readonly readers: ReaderRecords,
    private readonly bounces: BounceRepository,
  ) {}

  onModuleInit(): void {
    this.readers.register(this);
  }

  async record(db: Db, subscriberId: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.bounces.of(db, subscriberId)).map((bounce) => ({ ...bounce }));
  }

  /** The status stays, as the count of an edition's bounces; the diagnostic is a foreign server's words about somebody. */
  erase(db: Db, subscriberId: string): Promise<void> {
    return this.bounces.forgetDiagnostics(db, subscriberId);
  }
}
