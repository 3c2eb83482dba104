import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';

/** A story's link and its number in the edition. */
export interface StoryLink {
  readonly n: number;
  readonly url: string;
}

/** What a takedown left of a link: its number. */
const TAKEN_DOWN = 'taken-down:%';

/** Every statement on where an edition's stories lead. Append-only: a number in a mail means the same for ever. */
@Injectable()
export class StoryLinkRepository {
  constructor(private readonly database: Database) {}

  /** Numbers those that have none yet. The caller holds the edition's row, so nobody else numbers at once. */
  async keep(db: Db, editionId: string, urls: readonly string[]): Promise<void> {
    if (urls.length === 0) return;
    await sql`
      insert into story_link (edition_id, n, url)
      select ${editionId}::uuid, known.last + row_number() over (order by given.place), given.url
        from unnest(${[...urls]}::text[]) with ordinality as given (url, place)
             cross join (select coalesce(max(n), 0)::int as last from story_link where edition_id = ${editionId}::uuid) as known
       where not exists (select from story_link kept
                          where kept.edition_id = ${editionId}::uuid and md5(kept.url) = md5(given.url))
      on conflict do nothing`.execute(db);
  }

  async ofEdition(editionId: string): Promise<StoryLink[]> {
    return this.database
      .selectFrom('story_link')
      .select(['n', 'url'])
      .where('edition_id', '=', editionId)
      .where('url', 'not like', TAKEN_DOWN)
      .orderBy('n')
      .execute();
  }

  /** By the edition's number, as a counted link names it. */
  async target(editionNumber: number, n: number): Promise<string | undefined> {
    const row = await this.database
      .selectFrom('story_link')
      .innerJoin('edition', 'edition.id', 'story_link.edition_id')
      .select('story_link.url')
      .where('edition.number', '=', editionNumber)
      .where('story_link.n', '=', n)
      .where('story_link.url', 'not like', TAKEN_DOWN)
      .executeTakeFirst();
    return row?.url;
  }
}
