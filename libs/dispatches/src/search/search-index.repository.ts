import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Db } from '@app/platform';

/** What is read of a dispatch to find it by. */
export interface SearchedDispatch {
  readonly id: string;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly byline: string | null;
  readonly body_html: string;
}

/** The row that stands beside it; its marks are read where it is written. */
export interface SearchRow {
  readonly id: string;
  readonly kind: string;
  readonly config: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly byline: string;
  readonly body: string;
  /** Lexemes as they stand: beginnings of words, pairs, the kind. */
  readonly lexemes: readonly string[];
}

/** HTML of a body that is read: what comes after a long read's first screens says little that those do not. */
const BODY_CHARACTERS = 60_000;

/** Every statement that keeps the words dispatches are found by. */
@Injectable()
export class SearchIndexRepository {
  /** Takes notes off the pile, the newest first; another worker takes others. The same dispatch may be among them twice. */
  async take(trx: Db, limit: number): Promise<string[]> {
    const { rows } = await sql<{ dispatch_id: string }>`
      delete from dispatch_search_due where id in (
        select id from dispatch_search_due order by id desc limit ${limit} for update skip locked)
      returning dispatch_id`.execute(trx);
    return [...new Set(rows.map((row) => row.dispatch_id))];
  }

  async texts(trx: Db, ids: readonly string[]): Promise<SearchedDispatch[]> {
    return (
      trx
        .selectFrom('dispatch')
        .select(['id', 'language', 'headline', 'standfirst', 'byline'])
        .select(sql<string>`left(body_html, ${BODY_CHARACTERS})`.as('body_html'))
        .where('id', 'in', ids)
        // In the order in which arrivals lock them.
        .orderBy('id')
        // A takedown that is under way is waited for, and one that comes meanwhile waits: no word of it is written after it.
        .forShare()
        .execute()
    );
  }

  /** Where {@link backBeforeWords} goes back to: the note is taken then, and no words are written. */
  async markBeforeWords(trx: Db): Promise<void> {
    await sql`savepoint before_words`.execute(trx);
  }

  async backBeforeWords(trx: Db): Promise<void> {
    await sql`rollback to savepoint before_words`.execute(trx);
  }

  async write(trx: Db, rows: readonly SearchRow[]): Promise<void> {
    await sql`
      insert into dispatch_search (dispatch_id, published_at, kind, words, marks)
      select d.id, d.published_at, given.kind,
             setweight(to_tsvector(given.config::regconfig, given.headline), 'A')
               || setweight(to_tsvector(given.config::regconfig, given.standfirst), 'B')
               || setweight(to_tsvector('pg_catalog.simple', given.byline), 'B')
               || setweight(to_tsvector(given.config::regconfig, given.body), 'D')
               || array_to_tsvector(array(select jsonb_array_elements_text(given.lexemes))),
             array['language:' || d.language, 'source:' || d.source_id, 'status:' || d.status, 'access:' || d.access,
                   'told:' || case when d.replaces_id is not null then 'replacement' when d.is_update then 'update' else 'new' end]
               || array(select 'region:' || slug from unnest(d.regions) as given (slug))
               || array(select 'topic:' || slug from unnest(d.topics) as given (slug))
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as given (id uuid, kind text, config text, headline text, standfirst text, byline text, body text, lexemes jsonb)
        join dispatch d on d.id = given.id
      on conflict (dispatch_id) do update
         set published_at = excluded.published_at, kind = excluded.kind, words = excluded.words, marks = excluded.marks`.execute(trx);
  } // prettier-ignore

  /** How many notes there are, counted up to `most`. */
  async due(db: Db, most: number): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (select from dispatch_search_due limit ${most}) as noted`.execute(db);
    return rows[0]?.count ?? 0;
  }
}
