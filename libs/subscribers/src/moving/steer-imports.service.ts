import { Injectable } from '@nestjs/common';
import { Audit, Database, TokenSigner } from '@app/platform';
import { isGenuine, type ImportReport } from './import-report.js';
import { ImportRepository, type ImportRecord } from './import.repository.js';
import { movingErrors } from './moving.errors.js';
import { StagingRepository } from './staging.repository.js';
import { CohortRepository, type Cohort } from './cohort.repository.js';

/** What an operator does with imports that were begun: look, release a cohort, cancel, check a report. */
@Injectable()
export class SteerImports {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly staging: StagingRepository,
    private readonly cohorts: CohortRepository,
    private readonly audit: Audit,
    private readonly tokens: TokenSigner,
  ) {}

  list(limit: number): Promise<ImportRecord[]> {
    return this.imports.latest(limit);
  }

  /** @throws import.unknown */
  async show(id: string): Promise<ImportRecord & { readonly cohortSizes: readonly Cohort[] }> {
    const found = await this.imports.byId(id);
    if (found === undefined) throw movingErrors.error('import.unknown', { importId: id });
    return { ...found, cohortSizes: await this.cohorts.sizes(this.database, id) };
  }

  /** Lets one cohort in; returns how many readers were held. @throws import.unknown, import.no_cohort */
  async release(id: string, cohort: number, operatorId: string | null): Promise<number> {
    const { cohorts } = await this.show(id);
    if (cohorts === null || cohort < 1 || cohort > cohorts)
      throw movingErrors.error('import.no_cohort', { importId: id, cohort, cohorts });
    return this.database.transaction().execute(async (trx) => {
      const released = await this.cohorts.release(trx, id, cohort);
      const detail = { cohort, released };
      await this.audit.append(trx, { operatorId, action: 'readers.cohort_released', object: `import:${id}`, detail });
      return released;
    });
  }

  /** What is applied stays: those readers are in. Returns false where the import was over. @throws import.unknown */
  async cancel(id: string, operatorId: string | null): Promise<boolean> {
    await this.show(id);
    return this.database.transaction().execute(async (trx) => {
      if (!(await this.imports.giveUp(trx, id))) return false;
      await this.staging.empty(trx, id);
      await this.audit.append(trx, { operatorId, action: 'readers.import_cancelled', object: `import:${id}` });
      return true;
    });
  }

  /** Whether this installation made the report and nobody changed it since. @throws import.report_unreadable */
  verify(text: string): { readonly isGenuine: boolean; readonly report: Readonly<Record<string, unknown>> } {
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch (error) {
      throw movingErrors.error('import.report_unreadable', {}, { cause: error });
    }
    if (typeof document !== 'object' || document === null || Array.isArray(document))
      throw movingErrors.error('import.report_unreadable');
    const report = { ...document } as Readonly<Record<keyof ImportReport | 'mac', unknown>>;
    return { isGenuine: isGenuine(this.tokens, report), report };
  }
}
