import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';
import { editionStandings } from '@app/editions';

/** How many messages had been tried at an instant. */
export interface PaceNote {
  readonly notedAt: Date;
  readonly settled: number;
}

/** Between two notes of one edition, in seconds: a little less than a minute, so that each minute has one. */
const NOTES_APART_SECONDS = 55;

/** Every statement on the notes of how fast an edition leaves. */
@Injectable()
export class PaceRepository {
  constructor(private readonly database: Database) {}

  /** Notes where each edition that is being sent stands, from its chunks; notes of an hour ago go. */
  async note(): Promise<void> {
    await sql`
      insert into edition_pace (edition_id, noted_at, settled)
      select e.edition_id, now(), coalesce(sum(c.submitted + c.rejected + c.uncertain), 0)::int
        from ${editionStandings(this.database)} as e left join delivery_chunk c on c.edition_id = e.edition_id
       where e.state = 'sending'
         and not exists (select from edition_pace p
                          where p.edition_id = e.edition_id
                            and p.noted_at > now() - make_interval(secs => ${NOTES_APART_SECONDS}))
       group by e.edition_id
      on conflict do nothing`.execute(this.database);
    await sql`delete from edition_pace where noted_at < now() - interval '1 hour'`.execute(this.database);
  }

  /** The oldest note of the last `minutes`; undefined: none. */
  async since(db: Db, editionId: string, minutes: number): Promise<(PaceNote & { readonly now: Date }) | undefined> {
    const row = await db
      .selectFrom('edition_pace')
      .select(['noted_at', 'settled', sql<Date>`now()`.as('now')])
      .where('edition_id', '=', editionId)
      .where('noted_at', '>=', sql<Date>`now() - make_interval(mins => ${minutes})`)
      .orderBy('noted_at')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : { notedAt: row.noted_at, settled: row.settled, now: row.now };
  }
}
