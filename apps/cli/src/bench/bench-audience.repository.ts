import type pg from 'pg';

/** What the benchmark of audiences needs made and shifted, in a throw-away database only. */

/** Readers `from` to `to`, spread over the zones, active with the consent that makes mailing lawful. */
export async function insertZoned(
  owner: pg.Client,
  newsletterId: string,
  zones: readonly string[],
  [from, to]: readonly [number, number],
): Promise<void> {
  await owner.query(
    `with person as materialized (
       select uuidv7() as id, uuidv7() as consent_id, uuidv7() as subscription_id, 'zoned-' || n || '@bench.example.com' as address,
              ($2::text[])[1 + n % cardinality($2::text[])] as time_zone
         from generate_series($3::int, $4::int) as n
     ), known as (
       insert into subscriber (id, address, canonical_address, address_hash, locale, time_zone)
       select id, address, address, sha256(convert_to(address, 'UTF8')), 'fr', time_zone from person
     ), agreed as (
       insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
       select consent_id, id, $1, 'given', 'attested', 'benchmark', 'bench', 'fr' from person
     )
     insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
     select subscription_id, id, $1, 'active', consent_id, now() from person`,
    [newsletterId, zones, from, to],
  );
}

/** Every morning in the reader's own zone, but none by itself before `until`: only what the benchmark makes leaves. */
export async function readInZones(owner: pg.Client, newsletterId: string, until: string): Promise<void> {
  await owner.query('update newsletter set offers_time_zone = true where id = $1', [newsletterId]);
  await owner.query(
    `insert into calendar_break (newsletter_id, first_day, last_day, reason) values ($1, current_date - 3, $2, 'benchmark')`,
    [newsletterId, until],
  );
  await owner.query(
    `insert into calendar_day (newsletter_id, weekday, local_time) select $1, day, '07:00' from generate_series(1, 7) as day`,
    [newsletterId],
  );
}

/** The calendar as it will be on the edition's own day. */
export async function endBreak(owner: pg.Client, newsletterId: string): Promise<void> {
  await owner.query('delete from calendar_break where newsletter_id = $1', [newsletterId]);
}

/** As many rows of the ledger's shape into a table without index, key or partition: what a database can do at best. */
export async function insertBare(owner: pg.Client, newsletterId: string, editionDate: string): Promise<number> {
  await owner.query('create table bench_bare (like delivery)');
  const begun = performance.now();
  await owner.query(
    `insert into bench_bare (edition_date, edition_id, subscriber_id, subscription_id, chunk, due_at, state, attempts, cut)
     select $2::date, $1, subscriber_id, id, 0, now(), 'planned', 0, 0 from subscription where newsletter_id = $1`,
    [newsletterId, editionDate],
  );
  const seconds = (performance.now() - begun) / 1_000;
  await owner.query('drop table bench_bare');
  return seconds;
}

/** The first wave is due so many seconds from now, as if the morning had come. */
export async function bringForward(owner: pg.Client, editionId: string, seconds: number): Promise<void> {
  const { rows } = await owner.query<{ first: Date; due: Date }>(
    `select min(due_at) as first, now() + make_interval(secs => $2) as due from wave where edition_id = $1`,
    [editionId, seconds],
  );
  const [shift] = rows;
  if (shift === undefined) throw new Error('the edition has no wave');
  const values = [editionId, shift.first, shift.due];
  await owner.query('update delivery set due_at = $3 where edition_id = $1 and due_at = $2', values);
  await owner.query('update delivery_chunk set due_at = $3 where edition_id = $1 and due_at = $2', values);
  await owner.query('update wave set due_at = $3 where edition_id = $1 and due_at = $2', values);
}

/** What autovacuum does with a million new rows within a minute. */
export async function settleReaders(owner: pg.Client): Promise<void> {
  await owner.query('vacuum analyze subscriber, consent, subscription');
  await owner.query('checkpoint');
}

export async function settleLedger(owner: pg.Client): Promise<void> {
  await owner.query('analyze delivery, delivery_chunk, wave');
}
