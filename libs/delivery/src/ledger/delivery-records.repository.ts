import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, DeliveryState, SkipCause } from '@app/platform';

/** One row of the ledger as the reader it is about may read it. */
export interface DeliveryRecord {
  readonly editionId: string;
  /** `YYYY-MM-DD` in the newsletter's calendar. */
  readonly editionDate: string;
  /** The newsletter's slug. */
  readonly newsletter: string;
  readonly state: DeliveryState;
  /** Why it was not sent; only in state `skipped`. */
  readonly skipCause: SkipCause | null;
  readonly dueAt: Date;
  readonly submittedAt: Date | null;
  /** Dialogues with a relay that were begun. */
  readonly attempts: number;
  /** The relay's answer: code (RFC 5321), enhanced code (RFC 3463) and redacted words. */
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  readonly reply: string | null;
  readonly bouncedAt: Date | null;
  readonly complainedAt: Date | null;
  readonly openedAt: Date | null;
  readonly clickedAt: Date | null;
}

/**
 * The ledger by reader. It is keyed by edition, and an index by reader would cost every delivery something for a few
 * look-ups a day: so the editions of the reader's newsletters lead to the rows, each by its whole key.
 */
@Injectable()
export class DeliveryRecordsRepository {
  async of(db: Db, subscriberId: string): Promise<DeliveryRecord[]> {
    const result = await sql<DeliveryRecord>`
      select d.edition_id as "editionId", d.edition_date as "editionDate", n.slug as newsletter, d.state,
             d.skip_cause as "skipCause", d.due_at as "dueAt",
             case when d.state = 'submitted' then d.settled_at end as "submittedAt", d.attempts,
             d.smtp_code as "smtpCode", d.enhanced_code as "enhancedCode", d.reply,
             d.bounced_at as "bouncedAt", d.complained_at as "complainedAt",
             d.opened_at as "openedAt", d.clicked_at as "clickedAt"
        from subscription s
             join newsletter n on n.id = s.newsletter_id
             join edition e on e.newsletter_id = s.newsletter_id
             join delivery d on d.edition_date = e.edition_date and d.edition_id = e.id and d.subscriber_id = s.subscriber_id
       where s.subscriber_id = ${subscriberId}
       order by d.due_at desc, n.slug`.execute(db);
    return result.rows;
  }

  /**
   * What a relay said may quote whom it was said about, in a spelling no redaction knows; and whether somebody opened or
   * clicked is about that person. States and codes stay: they are what an edition's summary was counted from.
   */
  async erase(db: Db, subscriberId: string): Promise<void> {
    await sql`
      update delivery d
         set reply = null, opened_at = null, clicked_at = null
        from subscription s join edition e on e.newsletter_id = s.newsletter_id
       where s.subscriber_id = ${subscriberId}
         and d.edition_date = e.edition_date and d.edition_id = e.id and d.subscriber_id = s.subscriber_id
         and (d.reply is not null or d.opened_at is not null or d.clicked_at is not null)`.execute(db);
    await sql`
      update delivery_attempt a
         set reply = null
        from subscription s join edition e on e.newsletter_id = s.newsletter_id
       where s.subscriber_id = ${subscriberId}
         and a.edition_date = e.edition_date and a.edition_id = e.id and a.subscriber_id = s.subscriber_id
         and a.reply is not null`.execute(db);
  }
}
