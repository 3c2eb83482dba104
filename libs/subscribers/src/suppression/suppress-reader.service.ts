import { Injectable } from '@nestjs/common';
import { Log, type Db, type SuppressionCause } from '@app/platform';
import { NoticeOutbox } from '@app/mail';
import { SuppressionRepository } from '../suppression.repository.js';
import { stopsNotices } from './suppression-causes.js';

/**
 * Bans sending to readers, with everything that follows: a bounce or a complaint stops notices too, and those that are
 * owed already would be sent without asking again, because the outbox knows no suppressions.
 */
@Injectable()
export class SuppressReader {
  constructor(
    private readonly suppressions: SuppressionRepository,
    private readonly outbox: NoticeOutbox,
    private readonly log: Log,
  ) {}

  /** By subscriber, so that no caller needs an address; in the caller's transaction. The first evidence is kept. */
  async suppress(
    db: Db,
    subscriberIds: readonly string[],
    cause: SuppressionCause,
    evidence: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.suppressions.suppress(db, subscriberIds, cause, evidence);
    if (!stopsNotices([cause])) return;
    const givenUp = await this.outbox.forgetRecipient(db, ...subscriberIds);
    if (givenUp > 0) this.log.info('notice.given_up', { cause, count: givenUp });
  }
}
