import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { ReadershipRepository } from './readership.repository.js';

/** Keeps the counts of a readership, so that a chart over years reads a few thousand rows and not millions. */
@Injectable()
export class CountReadership {
  constructor(
    private readonly database: Database,
    private readonly readership: ReadershipRepository,
  ) {}

  /** Exact and safe to do again; several workers wait for each other at the one row that says how far it went. */
  async count(): Promise<void> {
    while (await this.database.transaction().execute((trx) => this.readership.countOn(trx)));
  }
}
