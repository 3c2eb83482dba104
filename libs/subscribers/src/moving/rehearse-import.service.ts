import { Injectable } from '@nestjs/common';
import { newId } from '@app/platform';
import {
  addTo,
  countsOf,
  readLists,
  setOf,
  tellRefused,
  total,
  understood,
  type ImportResult,
  type ImportRun,
} from './import-run.js';
import { StagingRepository, copyLine } from './staging.repository.js'; // prettier-ignore

/** A dry run: everything an import does, but in a table that only this connection sees, and nobody becomes a reader. */
@Injectable()
export class RehearseImport {
  constructor(private readonly staging: StagingRepository) {}

  async rehearse(run: ImportRun): Promise<ImportResult> {
    const { db } = run.bulk;
    const importId = newId();
    await this.staging.pretend(db);
    const read = await readLists(run, {
      after: Number.NEGATIVE_INFINITY,
      write: (row) => copyLine(importId, row),
      save: ({ lines }) => this.staging.copyIn(run.bulk, lines),
    });
    await db.transaction().execute((trx) => this.staging.settleDuplicates(trx, importId));
    const outcomes = await this.staging.outcomes(db, importId);
    let from = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const to = await this.staging.endOfSet(db, importId, from);
      if (to === undefined) break;
      const set = setOf(run, { id: importId, attestedBy: run.request.operatorId }, [from, to]);
      addTo(outcomes, await db.transaction().execute((trx) => this.staging.judge(trx, set)));
      run.watch.onProgress?.('applying', total(outcomes));
      from = to;
    }
    await tellRefused(run, this.staging, importId);
    return { state: 'dry_run', ...understood(run), counts: countsOf(read, outcomes), report: null };
  }
}
