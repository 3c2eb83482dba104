import type pg from 'pg';
import { newId } from '@app/platform';

/** A day of events in bulk, for a throw-away database only. */

/** Sources that tell of them. */
const SOURCES = 20;
/** Dispatches that tell of one event; every other dispatch stands alone. */
const TOLD_BY = 5;

/**
 * So many dispatches of twenty sources over the day until now, of all urgencies and six regions; half of them in clusters
 * of five. Returns how many clusters there are.
 */
export async function insertEvents(
  owner: pg.Client,
  { dispatches, language }: { dispatches: number; language: string },
): Promise<number> {
  const sources = Array.from({ length: SOURCES }, () => newId());
  const clusters = Array.from({ length: Math.floor(dispatches / 2 / TOLD_BY) }, () => newId());
  await owner.query(
    `insert into source (id, slug, kind, name, weight)
     select id, 'bench-wire-' || n, 'operator', 'Wire ' || n, n % 11 from unnest($1::uuid[]) with ordinality as given (id, n)`,
    [sources],
  );
  await owner.query('insert into cluster (id, language) select id, $2 from unnest($1::uuid[]) as given (id)', [
    clusters,
    language,
  ]);
  await owner.query(
    `insert into dispatch (id, source_id, external_id, language, headline, standfirst, link, canonical_link, countries, regions,
                           topics, urgency, published_at, first_seen_at, may_mail, may_archive, may_feed, access, cluster_id)
     select uuidv7(at - now()), ($2::uuid[])[1 + n % cardinality($2::uuid[])], n, $3, 'Headline of dispatch number ' || n,
            repeat('Some words and some more. ', 10), 'https://wires.example/' || n, 'wires.example/' || n, '{}',
            array[(array['afrique', 'ameriques', 'asie-pacifique', 'europe', 'france', 'moyen-orient'])[1 + n % 6]],
            array[(array['politique', 'climat', 'sport'])[1 + n % 3]], 1 + n % 9, at, at, n % 7 > 0, true, true,
            (case when n % 11 = 0 then 'paid' else 'free' end)::access,
            case when n % 2 = 0 then ($4::uuid[])[1 + n / 2 % cardinality($4::uuid[])] end
       from generate_series(1, $1::int) as n,
            lateral (select now() - ($1::int - n) * make_interval(hours => 24) / $1::int as at) as told`,
    [dispatches, sources, language, clusters],
  );
  await owner.query('vacuum analyze dispatch');
  return clusters.length;
}

/** The last items of a day, newest first, as a template shows them. */
export async function readByDate(owner: pg.Client, language: string, count: number): Promise<unknown[]> {
  const { rows } = await owner.query<{ published_at: Date }>(
    `select id, headline, standfirst, link, regions, published_at from dispatch
      where language = $1 and status = 'usable' and first_seen_at > now() - interval '36 hours'`,
    [language],
  );
  return rows.sort((a, b) => b.published_at.getTime() - a.published_at.getTime()).slice(0, count);
}
