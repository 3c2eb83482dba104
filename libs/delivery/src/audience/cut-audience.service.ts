import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import type { Edition, Newsletter } from '@app/editions';
import type { ChosenCut } from './audience.repository.js';

/** Asks editions for a cut for each choice that readers of the audience made. */
@Injectable()
export class CutAudience {
  /** Choices that are not named get everything. */
  of(
    _trx: Db,
    _given: { edition: Edition; newsletter: Newsletter; activeSince?: Date | undefined },
  ): Promise<ChosenCut[]> {
    return Promise.resolve([]);
  }
}
