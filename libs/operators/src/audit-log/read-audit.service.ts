import { Injectable } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { AuditLogRepository, type AuditedAct, type AuditFilter } from './audit-log.repository.js';
import { auditHead, auditLine, type AuditFormat } from './audit-text.js';

/** Entries fetched at once for an export: some hundred kilobytes, whatever the log holds. */
const EXPORT_BATCH = 1_000;

export interface AuditPage {
  readonly entries: readonly AuditedAct[];
  /** The id to go on before; null: that was all. */
  readonly next: number | null;
}

export interface AuditExport {
  readonly filter: AuditFilter;
  readonly format: AuditFormat;
  /** null: the command line. */
  readonly operatorId: string | null;
}

/** Who did what, and when: for people who look, and for files that are kept elsewhere. */
@Injectable()
export class ReadAudit {
  constructor(
    private readonly database: Database,
    private readonly log: AuditLogRepository,
    private readonly audit: Audit,
  ) {}

  /** The latest first. */
  async page(filter: AuditFilter, { before, limit }: { before?: number | undefined; limit: number }): Promise<AuditPage> {
    // One more than asked for says whether there is another page.
    const found = await this.log.page(this.database, filter, { before, limit: limit + 1 });
    const entries = found.slice(0, limit);
    return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
  } // prettier-ignore

  /**
   * Everything that fits, the latest first, as text to be written as it comes. Who takes it is in the log before the
   * first line leaves, and so in the file.
   */
  async export({ filter, format, operatorId }: AuditExport): Promise<AsyncGenerator<string>> {
    const detail = { format, ...asked(filter) };
    await this.audit.append(this.database, { operatorId, action: 'audit.exported', object: 'audit', detail });
    return this.lines(filter, format);
  }

  private async *lines(filter: AuditFilter, format: AuditFormat): AsyncGenerator<string> {
    yield auditHead(format);
    let before: number | undefined;
    do {
      const batch = await this.log.page(this.database, filter, { before, limit: EXPORT_BATCH });
      if (batch.length > 0) yield batch.map((act) => auditLine(act, format)).join('');
      before = batch.length < EXPORT_BATCH ? undefined : batch.at(-1)?.id;
    } while (before !== undefined);
  }
}

/** The filter as it is recorded: what was left out does not stand there. */
function asked(filter: AuditFilter): Record<string, unknown> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
