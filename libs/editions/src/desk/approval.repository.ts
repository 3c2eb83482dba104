import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db, EditionState, UnapprovedPolicy } from '@app/platform';

export interface Approval {
  readonly operatorId: string;
  /** The version that was looked at. */
  readonly version: number;
  readonly approvedAt: Date;
}

/**
 * A person who makes an extra edition approves it with the next command; after so long nobody is about to, and the desk
 * is called.
 */
const EXTRA_GRACE_MINUTES = 15;

/** Who approved what, and which editions wait for somebody or for their delay. */
@Injectable()
export class ApprovalRepository {
  /** Oldest first, those of earlier versions too. */
  async of(db: Db, editionId: string): Promise<Approval[]> {
    const rows = await db
      .selectFrom('edition_approval')
      .select(['operator_id', 'proposal_version', 'approved_at'])
      .where('edition_id', '=', editionId)
      .orderBy('approved_at')
      .orderBy('operator_id')
      .execute();
    return rows.map((row) => ({
      operatorId: row.operator_id,
      version: row.proposal_version,
      approvedAt: row.approved_at,
    }));
  }

  /** An operator's approval of an earlier version becomes one of this version. */
  async give(db: Db, editionId: string, { operatorId, version, approvedAt }: Approval): Promise<void> {
    await db
      .insertInto('edition_approval')
      .values({ edition_id: editionId, operator_id: operatorId, proposal_version: version, approved_at: approvedAt })
      .onConflict((conflict) =>
        conflict
          .columns(['edition_id', 'operator_id'])
          .doUpdateSet({ proposal_version: version, approved_at: approvedAt }),
      )
      .execute();
  }

  async takeBack(db: Db, editionId: string): Promise<void> {
    await db.deleteFrom('edition_approval').where('edition_id', '=', editionId).execute();
  }

  /** Approved by all who must: frozen from `releaseAt` on. Why it was held stays known until then. */
  async approve(db: Db, editionId: string, releaseAt: Date): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: 'approved', release_at: releaseAt })
      .where('id', '=', editionId)
      .where('state', 'in', ['proposed', 'held'])
      .execute();
  }

  /** No longer approved. With a reason it is held, and nobody but a person lets it leave. */
  async reopen(db: Db, editionId: string, heldFor: string | null): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: heldFor === null ? 'proposed' : 'held', release_at: null, reason: heldFor })
      .where('id', '=', editionId)
      .where('state', '=', 'approved')
      .execute();
  }

  /** What the policy did because nobody approved. */
  async actedUnattended(db: Db, editionId: string, policy: UnapprovedPolicy): Promise<void> {
    await db.updateTable('edition').set({ unattended: policy }).where('id', '=', editionId).execute();
  }

  /** Approved, and their delay is over at `now`; first due first. What is old news by now is left to expire. */
  async releasable(db: Db, now: Date, limit: number): Promise<string[]> {
    const rows = await db
      .selectFrom('edition')
      .select('id')
      .where('state', '=', 'approved')
      .where('release_at', '<=', now)
      .where('useful_until', '>', now)
      .orderBy('due_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /**
   * Proposed under a newsletter that wants a person's approval, and not approved in time: those of the calendar at their
   * deadline; an extra one, which is made and approved with two commands, a while after its hour. What is old news by now is left to
   * expire.
   */
  async overdue(db: Db, now: Date, limit: number): Promise<string[]> {
    const rows = await db
      .selectFrom('edition')
      .innerJoin('newsletter', 'newsletter.id', 'edition.newsletter_id')
      .select('edition.id')
      .where('edition.state', '=', 'proposed')
      .where('newsletter.approval', '=', 'desk')
      .where('edition.freeze_at', '<=', now)
      .where('edition.useful_until', '>', now)
      .where((where) =>
        where.or([
          where('edition.slot', 'is not', null),
          where('edition.due_at', '<=', sql<Date>`${now}::timestamptz - make_interval(mins => ${EXTRA_GRACE_MINUTES})`),
        ]),
      )
      .orderBy('edition.due_at')
      .orderBy('edition.id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The editions of these newsletters and this day that a desk has or had before it, locked, in a fixed order. */
  async lockFamily(
    db: Db,
    newsletterIds: readonly string[],
    editionDate: string,
  ): Promise<{ id: string; state: EditionState; version: number }[]> {
    return this.digestsOf(db, newsletterIds, editionDate).forUpdate().execute();
  }

  /** As {@link lockFamily}, without keeping anybody from them. */
  async family(
    db: Db,
    newsletterIds: readonly string[],
    editionDate: string,
  ): Promise<{ id: string; state: EditionState }[]> {
    return this.digestsOf(db, newsletterIds, editionDate).execute();
  }

  private digestsOf(db: Db, newsletterIds: readonly string[], editionDate: string) {
    return db
      .selectFrom('edition')
      .select(['id', 'state', 'proposal_version as version'])
      .where('newsletter_id', 'in', newsletterIds)
      .where('edition_date', '=', editionDate)
      .where('kind', '=', 'digest')
      .orderBy('id');
  }

  /** Ends the edition: nothing that is not yet being submitted leaves. */
  async cancel(db: Db, editionId: string): Promise<void> {
    await db
      .updateTable('edition')
      .set({ state: 'cancelled', cancelled_at: sql<Date>`now()`, reason: 'edition.cancelled', release_at: null })
      .where('id', '=', editionId)
      .execute();
  }
}
