import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';

export interface Cohort {
  readonly cohort: number;
  readonly readers: number;
  /** Not let in yet. */
  readonly held: number;
}

/** Every statement on imported readers who are let in one cohort at a time. */
@Injectable()
export class CohortRepository {
  async sizes(db: Db, importId: string): Promise<Cohort[]> {
    const { rows } = await sql<Cohort>`
      select cohort, count(*) as readers, count(held_until) as held from subscription
       where import_id = ${importId} and cohort is not null group by cohort order by cohort`.execute(db);
    return rows;
  }

  async release(db: Db, importId: string, cohort: number): Promise<number> {
    const result = await db
      .updateTable('subscription')
      .set({ held_until: null })
      .where('import_id', '=', importId)
      .where('cohort', '=', cohort)
      .where('held_until', 'is not', null)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }
}
