import type pg from 'pg';

/** A million dispatches in bulk, for a throw-away database only. */

/** Sources they come from. */
const SOURCES = 40;
/** Dispatches of one statement. */
const PIECE = 100_000;
/** Days over which they are spread. */
const DAYS = 365;
/** Different ones of each language. The product indexes these itself; all others are copies of them and of their rows. */
const MODELS = 1_000;

/**
 * Words of our own for each language: the first is in every other dispatch, the next in every fifth, the last in a
 * thousandth. What PostgreSQL cannot cut is Chinese.
 */
const LANGUAGES: readonly { readonly language: string; readonly often: string; readonly some: string; readonly rare: string }[] = [
  { language: 'fr', often: 'gouvernement', some: 'élections', rare: 'phare' },
  { language: 'en', often: 'government', some: 'harbour', rare: 'lighthouse' },
  { language: 'es', often: 'gobierno', some: 'puerto', rare: 'faro' },
  { language: 'de', often: 'regierung', some: 'hafen', rare: 'leuchtturm' },
  { language: 'zh', often: '政府', some: '选举', rare: '灯塔' },
]; // prettier-ignore

/** Notes that triggers leave are not wanted of copies: their rows are written here. */
const NOTES = ['note_new_dispatches', 'note_changed_dispatches'];

/**
 * @param index makes the product index what is noted, and returns how many it did
 */
export async function seedDispatches(owner: pg.Client, count: number, index: () => Promise<number>): Promise<void> {
  await owner.query(
    `insert into source (id, slug, kind, name) select gen_random_uuid(), 'list-' || n, 'api', 'List ' || n from generate_series(1, $1::int) n`,
    [SOURCES],
  );
  const models = Math.min(count, MODELS * LANGUAGES.length);
  await insertModels(owner, { models, count });
  while ((await indexedModels(owner)) < models) await index();
  await withoutUpkeep(owner, async () => {
    for (let from = models + 1; from <= count; from += PIECE)
      await insertCopies(owner, { from, to: Math.min(from + PIECE - 1, count), models, count });
  });
  await owner.query('vacuum analyze dispatch, dispatch_search, dispatch_search_due');
}

async function insertModels(owner: pg.Client, { models, count }: { models: number; count: number }): Promise<void> {
  await owner.query(
    `insert into dispatch (id, source_id, external_id, language, headline, standfirst, body_html, regions, topics, published_at,
       first_seen_at, may_mail, may_archive, may_feed, access, is_update)
     select gen_random_uuid(), source.id, 'list-' || n, words.language,
            concat_ws(' ', case when n % 2 = 0 then words.often end, case when n % 10 < 2 then words.some end,
                      case when n % ${MODELS} = 7 then words.rare end, 'numero ' || n),
            'lorem' || n % 997 || ' ipsum' || n % 499 || ' dolor' || n % 251,
            (select '<p>' || string_agg('amet' || abs(hashint4(n * 61 + word)) % 3000, ' ') || '</p>' from generate_series(1, 60) word),
            array[(array['europe', 'afrique', 'ameriques', 'france'])[1 + n % 4]], case when n % 100 = 0 then array['climat'] else '{}' end,
            at.at, at.at, true, false, false, 'free', n % 20 = 0
       from generate_series(1, $1::int) n
       join (select row_number() over (order by slug) - 1 as place, id from source where slug like 'list-%') source on source.place = n % ${SOURCES}
       join (select ordinality - 1 as place, value ->> 'language' as language, value ->> 'often' as often, value ->> 'some' as some, value ->> 'rare' as rare
               from jsonb_array_elements($3::jsonb) with ordinality) words on words.place = (n / ${MODELS}) % ${LANGUAGES.length},
            lateral (select now() - make_interval(secs => ($2::int - n)::float8 * ${DAYS * 86_400} / $2::int) as at) at`,
    [models, count, JSON.stringify(LANGUAGES)],
  );
} // prettier-ignore

async function indexedModels(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from dispatch_search join dispatch on dispatch.id = dispatch_id where external_id like 'list-%'`,
  );
  return rows[0]?.count ?? 0;
}

/** The index of words is made at once behind the rows, as a restored copy makes it, and nothing is noted. */
async function withoutUpkeep(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ made: string }>(
    `select pg_get_indexdef('dispatch_search_words'::regclass) as made`,
  );
  for (const note of NOTES) await owner.query(`alter table dispatch disable trigger ${note}`);
  await owner.query('drop index dispatch_search_words');
  await work();
  await owner.query(`set maintenance_work_mem = '512MB'`);
  for (const { made } of rows) await owner.query(made);
  await owner.query('reset maintenance_work_mem');
  for (const note of NOTES) await owner.query(`alter table dispatch enable trigger ${note}`);
}

/** One statement writes the dispatches and the rows that they are found by. */
async function insertCopies(
  owner: pg.Client,
  { from, to, models, count }: { from: number; to: number; models: number; count: number },
): Promise<void> {
  await owner.query(
    `with copy as materialized (
       select n, gen_random_uuid() as id, model.id as model_id, at.at
         from generate_series($1::int, $2::int) n
         join (select id, substr(external_id, 6)::int as place from dispatch where external_id like 'list-%') model on model.place = 1 + (n - 1) % $3::int,
              lateral (select now() - make_interval(secs => ($4::int - n)::float8 * ${DAYS * 86_400} / $4::int) as at) at
        where model.place <= $3::int
     ), told as (
       insert into dispatch (id, source_id, external_id, language, headline, standfirst, body_html, regions, topics, published_at,
         first_seen_at, may_mail, may_archive, may_feed, access, is_update)
       select copy.id, source_id, 'list-' || copy.n, language, headline, standfirst, body_html, regions, topics, copy.at,
              copy.at, may_mail, may_archive, may_feed, access, is_update
         from copy join dispatch model on model.id = copy.model_id
     )
     insert into dispatch_search (dispatch_id, published_at, kind, words, marks)
     select copy.id, copy.at, kind, words, marks from copy join dispatch_search model on model.dispatch_id = copy.model_id`,
    [from, to, models, count],
  );
} // prettier-ignore
