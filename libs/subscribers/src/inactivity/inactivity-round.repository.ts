import { Injectable } from '@nestjs/common';
import { newId, type Db, type InactivityState } from '@app/platform';

export interface InactivityRound {
  readonly id: string;
  readonly newsletterId: string;
  readonly months: number;
  /** How many it concerned, of how many, when it was proposed. */
  readonly inactive: number;
  readonly readers: number;
  readonly state: InactivityState;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  /** The first readers have left then. */
  readonly endsAt: Date | null;
  readonly ended: number | null;
}

/** Every statement on rounds. */
@Injectable()
export class InactivityRoundRepository {
  /** Undefined where the newsletter has an open round. */
  async open(
    db: Db,
    round: Pick<InactivityRound, 'newsletterId' | 'months' | 'inactive' | 'readers' | 'proposedBy' | 'proposedAt'>,
  ): Promise<InactivityRound | undefined> {
    const [row] = await db
      .insertInto('inactivity_round')
      .values({
        id: newId(),
        newsletter_id: round.newsletterId,
        months: round.months,
        inactive: round.inactive,
        readers: round.readers,
        proposed_by: round.proposedBy,
        proposed_at: round.proposedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(COLUMNS)
      .execute();
    return row;
  }

  async lock(db: Db, id: string): Promise<InactivityRound | undefined> {
    return db.selectFrom('inactivity_round').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst();
  }

  async approved(db: Db): Promise<InactivityRound[]> {
    return db.selectFrom('inactivity_round').select(COLUMNS).where('state', '=', 'approved').orderBy('id').execute();
  }

  /** Newest first. */
  async list(db: Db): Promise<InactivityRound[]> {
    return db.selectFrom('inactivity_round').select(COLUMNS).orderBy('proposed_at', 'desc').orderBy('id', 'desc').limit(100).execute(); // prettier-ignore
  }

  async approve(db: Db, id: string, approval: { by: string | null; at: Date; endsAt: Date }): Promise<void> {
    await db
      .updateTable('inactivity_round')
      .set({
        state: 'approved',
        approved_by: approval.by,
        approved_at: approval.at,
        ends_at: approval.endsAt,
        ended: 0,
      })
      .where('id', '=', id)
      .where('state', '=', 'proposed')
      .execute();
  }

  async addEnded(db: Db, id: string, count: number): Promise<void> {
    await db
      .updateTable('inactivity_round')
      .set((eb) => ({ ended: eb(eb.fn.coalesce('ended', eb.lit(0)), '+', count) }))
      .where('id', '=', id)
      .execute();
  }

  async close(db: Db, id: string, end: { state: 'done' | 'cancelled'; at: Date }): Promise<void> {
    await db
      .updateTable('inactivity_round')
      .set({ state: end.state, finished_at: end.at })
      .where('id', '=', id)
      .where('state', 'in', ['proposed', 'approved'])
      .execute();
  }
}

const COLUMNS = [
  'id',
  'newsletter_id as newsletterId',
  'months',
  'inactive',
  'readers',
  'state',
  'proposed_by as proposedBy',
  'proposed_at as proposedAt',
  'approved_by as approvedBy',
  'approved_at as approvedAt',
  'ends_at as endsAt',
  'ended',
] as const;
