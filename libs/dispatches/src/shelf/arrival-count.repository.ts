import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

/** Above this it is no longer interesting how many there are. */
const COUNTED_AT_MOST = 200;

/** Dispatches of a language that came after an instant. */
export interface ArrivalWish {
  readonly key: string;
  readonly language: string;
  readonly since: Date;
}

/** How much there is to choose from, before anything is chosen. */
@Injectable()
export class ArrivalCountRepository {
  constructor(private readonly database: Database) {}

  /** By the wish's key; 200 stands for that many or more. One statement over the index of arrivals. */
  async usableSince(wishes: readonly ArrivalWish[]): Promise<Map<string, number>> {
    if (wishes.length === 0) return new Map();
    const { rows } = await sql<{ key: string; count: number }>`
      select wish.key, (select count(*)::int from (
               select from dispatch d
                where d.status = 'usable' and d.language = wish.language and d.first_seen_at > wish.since
                  and not d.is_back_catalogue
                limit ${COUNTED_AT_MOST}) as few) as count
        from unnest(${wishes.map(({ key }) => key)}::text[], ${wishes.map(({ language }) => language)}::text[],
                    ${wishes.map(({ since }) => since)}::timestamptz[]) as wish (key, language, since)`.execute(
      this.database,
    );
    return new Map(rows.map(({ key, count }) => [key, count]));
  }
}
