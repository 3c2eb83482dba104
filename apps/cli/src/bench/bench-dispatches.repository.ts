import { sql } from 'kysely';
import type pg from 'pg';
import { newId, type Database } from '@app/platform';

/** Sources and dispatches in bulk, for a throw-away database only. */

/**
 * A feed for every address, all due in a day. Rung for already where `isRung`, so that for five minutes only the
 * benchmark polls them and not the instance's own worker.
 */
export async function insertFeeds(
  database: Database,
  urls: readonly string[],
  { isRung }: { readonly isRung: boolean },
): Promise<string[]> {
  const ids = urls.map(() => newId());
  const hosts = urls.map((url) => new URL(url).host);
  await sql`
    insert into source (id, slug, kind, name, url, host, next_poll_at, rung_at)
    select id, 'bench-' || id, 'feed', host, url, host, now() + interval '1 day', case when ${isRung} then now() end
      from unnest(${ids}::uuid[], ${[...urls]}::text[], ${hosts}::text[]) as feed (id, url, host)`.execute(database);
  return ids;
}

export async function makeDue(database: Database, ids: readonly string[]): Promise<void> {
  await sql`update source set next_poll_at = now() where id = any(${[...ids]}::uuid[])`.execute(database);
}

/** How many of the sources were polled, and how many of those polls failed. */
export async function polled(database: Database, ids: readonly string[]): Promise<{ polled: number; failed: number }> {
  const { rows } = await sql<{ polled: number; failed: number }>`
    select count(last_polled_at)::int as polled, count(last_failure_at)::int as failed
      from source where id = any(${[...ids]}::uuid[])`.execute(database);
  return rows[0] ?? { polled: 0, failed: 0 };
}

/**
 * The dispatches of these sources, written once more into a table like theirs, indexes and all, in as many durable
 * transactions of one statement: the least that storing them can cost. Returns milliseconds.
 */
export async function insertAgain(owner: pg.Client, ids: readonly string[], round: number): Promise<number> {
  const { rows } = await owner.query<{ row: unknown }>(
    'select to_jsonb(dispatch) as row from dispatch where source_id = any($1::uuid[])',
    [ids],
  );
  await owner.query('create table bench_dispatch (like dispatch including all)');
  const rounds = Array.from({ length: Math.ceil(rows.length / round) }, (_, at) =>
    rows.slice(at * round, (at + 1) * round).map(({ row }) => row),
  );
  const begun = performance.now();
  for (const one of rounds)
    await owner.query('insert into bench_dispatch select * from jsonb_populate_recordset(null::dispatch, $1::jsonb)', [
      JSON.stringify(one),
    ]);
  const milliseconds = performance.now() - begun;
  await owner.query('drop table bench_dispatch');
  return milliseconds;
}

/**
 * So many dispatches of one source, half in Spanish and half in Portuguese, evenly over the days until now, each with a
 * standfirst and a short body, and every tenth with a picture and a second source that told it. Ids are made in the order
 * of arrival, as the product makes them. Returns milliseconds.
 */
export async function insertShelf(owner: pg.Client, shelf: { stored: number; days: number }): Promise<number> {
  const begun = performance.now();
  const [own, other] = [newId(), newId()];
  await owner.query(
    `insert into source (id, slug, kind, name) values ($1, 'bench-shelf', 'operator', 'Agencia'), ($2, 'bench-other', 'operator', 'Otra')`,
    [own, other],
  );
  await owner.query(
    `insert into dispatch (id, source_id, external_id, language, headline, standfirst, body_html, link, canonical_link,
                           countries, regions, published_at, first_seen_at, may_mail, may_archive, may_feed, access)
     select uuidv7(at - now()), $1, n, (array['es', 'pt'])[1 + n % 2], 'Titular número ' || n, repeat('Palabra y otra más. ', 10),
            '<p>' || repeat('Una frase del cuerpo. ', 20) || '</p>', 'https://agencia.example/' || n,
            'https://agencia.example/' || n, '{ES}', '{europe}', at, at, true, true, false, 'free'
       from generate_series(1, $2::int) as n,
            lateral (select now() - ($2::int - n) * make_interval(days => $3::int) / $2::int as at) as told`,
    [own, shelf.stored, shelf.days],
  );
  await owner.query(
    `insert into picture (id, dispatch_id, url, may_mail, state)
     select uuidv7(), id, link || '.jpg', true, 'none' from dispatch where source_id = $1 and external_id::int % 10 < 1`,
    [own],
  );
  await owner.query(
    `insert into dispatch_provenance (source_id, external_id, dispatch_id, link, first_seen_at)
     select case when teller = 'other' then $2::uuid else $1::uuid end, external_id, id, link, first_seen_at
       from dispatch, (values ('own'), ('other')) as tellers (teller)
      where source_id = $1 and (teller = 'own' or external_id::int % 10 < 1)`,
    [own, other],
  );
  await owner.query('vacuum analyze dispatch, picture, dispatch_provenance');
  return performance.now() - begun;
}
