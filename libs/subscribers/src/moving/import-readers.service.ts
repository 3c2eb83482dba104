import { Injectable } from '@nestjs/common';
import { Clock, Config, TokenSigner, openBulk } from '@app/platform';
import { NewsletterRepository, editionErrors } from '@app/editions';
import { hashing } from './hash-many.js';
import { CarryOutImport } from './carry-out-import.service.js';
import { basisOf, type ImportRequest, type ImportResult, type ImportWatch } from './import-run.js';
import type { ReaderFile } from './reader-file.js';
import { openLists } from './reader-list.js';
import { RehearseImport } from './rehearse-import.service.js';

/** Moving in: from another platform's lists to readers, without a mail to anybody (CONTEXT.md, "Moving in"). */
@Injectable()
export class ImportReaders {
  private readonly addressKey: Buffer;

  constructor(
    private readonly config: Config,
    private readonly newsletters: NewsletterRepository,
    private readonly rehearsal: RehearseImport,
    private readonly carrying: CarryOutImport,
    private readonly clock: Clock,
    tokens: TokenSigner,
  ) {
    this.addressKey = tokens.stableKey('address');
  }

  /** @throws newsletter.unknown, and everything of {@link movingErrors} */
  async run(request: ImportRequest, watch: ImportWatch = {}): Promise<ImportResult> {
    const newsletter = await this.newsletters.bySlug(request.newsletterSlug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug: request.newsletterSlug });
    const opened: ReaderFile[] = [];
    try {
      const lists = await openLists(request, opened);
      const reading = { hashOf: hashing(this.addressKey), now: this.clock.now() };
      const { DATABASE_URL: connectionString } = this.config.env;
      const bulk = await openBulk({ connectionString, applicationName: 'colporteur import' });
      try {
        const run = { bulk, request, watch, newsletter, lists, reading, basis: basisOf(request, lists) };
        return await (request.isDryRun ? this.rehearsal.rehearse(run) : this.carrying.carryOut(run));
      } finally {
        await bulk.close();
      }
    } finally {
      for (const file of opened) await file.close();
    }
  }
}
