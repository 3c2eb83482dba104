import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';
import type { Db } from '@app/platform';
import { editionStandings } from '@app/editions';

/** What the ledger says of a row whose end was lost with the hours after the backup. */
export const MAY_HAVE_BEEN_SENT = 'may have been sent before the restore';

/** The statements that say of a restored ledger what it cannot know. */
@Injectable()
export class UnknownRowsRepository {
  /**
   * `planned | claimed | submitting | deferred → uncertain`: whatever was due by then may have been submitted by the
   * database this one is a backup of. The claim token goes: its worker's reports are about another database. Returns how
   * many.
   */
  async declareUncertain(trx: Db, until: Date): Promise<number> {
    const result = await sql`
      update delivery d
         set state = 'uncertain', claim_token = null, lease_until = null, not_before = null, settled_at = now(),
             reply = ${MAY_HAVE_BEEN_SENT}, evidence = null
        from ${editionStandings(trx)} as e
       where ${unknown(until)}`.execute(trx);
    // What has begun is counted anew by the sweeper.
    await trx
      .updateTable('delivery_chunk')
      .set({ begun: true })
      .where('due_at', '<=', until)
      .where('open', '>', 0)
      .execute();
    return Number(result.numAffectedRows ?? 0n);
  }

  async count(db: Db, until: Date): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from delivery d, ${editionStandings(db)} as e where ${unknown(until)}`.execute(db);
    return rows[0]?.count ?? 0;
  }

  /** Copies that nothing but the arming keeps here; of a database that forgot, those due `after` what it forgot. */
  async waiting(db: Db, after: Date | null): Promise<{ deliveries: number; editions: number }> {
    const { rows } = await sql<{ deliveries: number; editions: number }>`
      select coalesce(sum(c.open), 0)::int as deliveries, count(distinct c.edition_id)::int as editions
        from delivery_chunk c join ${editionStandings(db)} as e on e.edition_id = c.edition_id
       where c.edition_date = e.edition_date and c.open > 0 and e.state = 'sending'
         and not e.is_paused and not e.is_stale
         and (${after}::timestamptz is null or c.due_at > ${after}::timestamptz)`.execute(db);
    return rows[0] ?? { deliveries: 0, editions: 0 };
  }
}

function unknown(until: Date): RawBuilder<boolean> {
  return sql<boolean>`d.edition_date = e.edition_date and d.edition_id = e.edition_id and e.state <> 'cancelled'
    and d.state in ('planned', 'claimed', 'submitting', 'deferred') and d.due_at <= ${until}::timestamptz`;
}
