import { Injectable } from '@nestjs/common';
import { Audit, Config, Database, openBulk } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { CSV_HEADER, csvLine, jsonLine } from './export-text.js';
import { ExportRepository, type ExportFilter, type ExportPlace } from './export.repository.js';

export interface ExportRequest {
  /** Undefined: of all newsletters. */
  readonly newsletterSlug: string | undefined;
  /** Of these only, by id, whatever the slug says; undefined: of every newsletter. */
  readonly newsletterIds?: ReadonlySet<string> | undefined;
  readonly filter?: ExportFilter | undefined;
  readonly format: 'csv' | 'jsonl';
  /** Some spreadsheets read accents only behind a byte-order mark. */
  readonly withMark: boolean;
  readonly operatorId: string;
}

/** Moving out: every subscription of a moment, as a stream of text. Who was erased stands in no export. */
@Injectable()
export class ExportReaders {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly exports: ExportRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Calls `write` with a page of text at a time, waits for it, and returns how many rows there were. The audit says who
   * takes which before the first one leaves, and how many left afterwards, also when writing ends early.
   * @throws newsletter.unknown
   */
  async export(request: ExportRequest, write: (text: string) => Promise<void> | void): Promise<number> {
    const all = await this.newsletters.all();
    const { newsletterSlug, newsletterIds, filter } = request;
    const chosen = all.filter(
      ({ id, slug }) =>
        (newsletterSlug === undefined || slug === newsletterSlug) && (newsletterIds?.has(id) ?? true),
    );
    if (newsletterSlug !== undefined && chosen.length === 0)
      throw editionErrors.error('newsletter.unknown', { slug: newsletterSlug });
    const { DATABASE_URL: connectionString } = this.config.env;
    const detail = { newsletter: newsletterSlug ?? null, format: request.format, ...(filter !== undefined && { filter }) };
    const note = (action: string, more: object): Promise<void> =>
      this.audit.append(this.database, { operatorId: request.operatorId, action, object: `newsletter:${newsletterSlug ?? 'all'}`, detail: { ...more, ...detail } });
    const bulk = await openBulk({ connectionString, applicationName: 'colporteur export' });
    let count = 0;
    try {
      // Committed first: whatever breaks from here on, the log knows that addresses may have left.
      await note('readers.export_begun', {});
      // One snapshot for all pages: who signs up or leaves meanwhile stands in it once, as they were.
      await bulk.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(async (trx) => {
        if (request.format === 'csv') await write(`${request.withMark ? '\uFEFF' : ''}${CSV_HEADER}`);
        const line = request.format === 'csv' ? csvLine : jsonLine;
        let after: ExportPlace | undefined;
        do {
          const page = await this.exports.page(trx, { newsletterIds: chosen.map(({ id }) => id), filter }, after);
          if (page.rows.length > 0) await write(page.rows.map(line).join(''));
          count += page.rows.length;
          after = page.last;
        } while (after !== undefined);
      });
    } finally {
      await bulk.close();
      await note('readers.exported', { count });
    }
    return count;
  } // prettier-ignore
}
