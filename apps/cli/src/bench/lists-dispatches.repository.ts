import type pg from 'pg';

/** A million dispatches in bulk, for a throw-away database only. */

/** Sources they come from. */
export const SEEDED_SOURCES = 40;
/** Dispatches of one statement. */
const PIECE = 100_000;
/** Days over which they are spread. */
const DAYS = 365;

/**
 * Words of our own for each language: the first is in every other dispatch, the next in every tenth, the last in some
 * hundred of a million. What PostgreSQL cannot cut is Chinese.
 */
const LANGUAGES: readonly { readonly language: string; readonly kind: string; readonly often: string; readonly some: string; readonly rare: string }[] = [
  { language: 'fr', kind: 'french', often: 'gouvernement', some: 'elections', rare: 'phare' },
  { language: 'en', kind: 'english', often: 'government', some: 'harbour', rare: 'lighthouse' },
  { language: 'es', kind: 'spanish', often: 'gobierno', some: 'puerto', rare: 'faro' },
  { language: 'de', kind: 'german', often: 'regierung', some: 'hafen', rare: 'leuchtturm' },
  { language: 'zh', kind: 'pairs', often: '政府', some: '选举', rare: '灯塔' },
]; // prettier-ignore

/** Rows of `dispatch`, and those of `dispatch_search` as the index makes them, without going through it: that is measured elsewhere. */
export async function seedDispatches(owner: pg.Client, count: number): Promise<void> {
  await owner.query(
    `insert into source (id, slug, kind, name) select gen_random_uuid(), 'list-' || n, 'api', 'List ' || n from generate_series(1, $1::int) n`,
    [SEEDED_SOURCES],
  );
  for (let from = 1; from <= count; from += PIECE) {
    await insertPiece(owner, { from, to: Math.min(from + PIECE - 1, count), count });
    // The rows beside them are written below.
    await owner.query('truncate dispatch_search_due');
  }
  await insertSearchRows(owner);
  await owner.query('vacuum analyze dispatch');
  await owner.query('vacuum analyze dispatch_search');
}

async function insertPiece(owner: pg.Client, { from, to, count }: { from: number; to: number; count: number }): Promise<void> {
  const words = JSON.stringify(LANGUAGES);
  await owner.query(
    `insert into dispatch (id, source_id, external_id, language, headline, standfirst, body_html, regions, topics, published_at,
       first_seen_at, may_mail, may_archive, may_feed, access, is_update)
     select gen_random_uuid(), source.id, 'list-' || n, words.language,
            concat_ws(' ', case when n % 2 = 0 then words.often end, case when n % 10 < 2 then words.some end,
                      case when n % 5000 < 5 then words.rare end, 'numero ' || n),
            'lorem' || n % 997 || ' ipsum' || n % 499 || ' dolor' || n % 251, '<p>' || repeat('amet' || n % 97 || ' ', 30) || '</p>',
            array[(array['europe', 'afrique', 'ameriques', 'france'])[1 + n % 4]], case when n % 100 = 0 then array['climat'] else '{}' end,
            at.at, at.at, true, false, false, 'free', n % 20 = 0
       from generate_series($1::int, $2::int) n
       join (select row_number() over (order by slug) - 1 as place, id from source where slug like 'list-%') source on source.place = n % ${SEEDED_SOURCES}
       join (select ordinality - 1 as place, value ->> 'language' as language, value ->> 'often' as often, value ->> 'some' as some, value ->> 'rare' as rare
               from jsonb_array_elements($3::jsonb) with ordinality) words on words.place = (n / ${SEEDED_SOURCES}) % ${LANGUAGES.length},
            lateral (select now() - make_interval(secs => (($4::int - n)::float8 * ${DAYS * 86_400} / $4::int)) as at) at`,
    [from, to, words, count],
  );
} // prettier-ignore

async function insertSearchRows(owner: pg.Client): Promise<void> {
  const words = JSON.stringify(LANGUAGES);
  // Two neighbours of each word in Chinese; the other languages have none.
  await owner.query(
    `insert into dispatch_search (dispatch_id, published_at, kind, words, marks)
     select d.id, d.published_at, words.kind,
            to_tsvector(('pg_catalog.' || case words.kind when 'pairs' then 'simple' else words.kind end)::regconfig, d.headline || ' ' || d.standfirst)
              || to_tsvector('pg_catalog.simple', d.body_html) || array_to_tsvector(array['#' || words.kind]),
            array['language:' || d.language, 'source:' || d.source_id, 'status:' || d.status, 'access:' || d.access,
                  'told:' || case when d.is_update then 'update' else 'new' end, 'region:' || d.regions[1]]
              || array(select 'topic:' || slug from unnest(d.topics) as given (slug))
       from dispatch d
       join (select value ->> 'language' as language, value ->> 'kind' as kind from jsonb_array_elements($1::jsonb)) words using (language)
      where d.external_id like 'list-%' order by d.published_at`,
    [words],
  );
} // prettier-ignore
