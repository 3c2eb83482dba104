import type pg from 'pg';

/** Readers by the million, for a throw-away database only: no installation gets its readers this way. */

/** The domain is reserved for examples (RFC 2606 §3). */
export const knownAddress = (n: number): string => `known-${n}@bench.example.com`;

/** Readers `from` to `to`, active with the consent that makes mailing lawful. Keys in order, as the product makes them. */
export async function insertKnown(
  owner: pg.Client,
  newsletterId: string,
  [from, to]: readonly [number, number],
): Promise<void> {
  await owner.query(
    `with person as materialized (
       select uuidv7() as id, uuidv7() as consent_id, uuidv7() as subscription_id, 'known-' || n || '@bench.example.com' as address
         from generate_series($2::int, $3::int) as n
     ), known as (
       insert into subscriber (id, address, canonical_address, address_hash, locale)
       select id, address, address, sha256(convert_to(address, 'UTF8')), 'fr' from person
     ), agreed as (
       insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
       select consent_id, id, $1, 'given', 'attested', 'benchmark', 'bench', 'fr' from person
     )
     insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
     select subscription_id, id, $1, 'active', consent_id, now() from person`,
    [newsletterId, from, to],
  );
}

/** What autovacuum does within minutes of such an import, and nothing of it left to write while it is measured. */
export async function settle(owner: pg.Client): Promise<void> {
  await owner.query('vacuum analyze subscriber, consent, subscription');
  await owner.query('checkpoint');
}

/** Gives readers the keyed hash that the product would have made, in one statement. */
export async function keyHashes(
  owner: pg.Client,
  addresses: readonly string[],
  hashes: readonly Buffer[],
): Promise<void> {
  await owner.query(
    `update subscriber set address_hash = keyed.hash
       from unnest($1::text[], $2::bytea[]) as keyed (address, hash) where canonical_address = keyed.address`,
    [addresses, hashes],
  );
}

/** Subscription ids in the order of the addresses. */
export async function subscriptionsOf(owner: pg.Client, addresses: readonly string[]): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select subscription.id
       from unnest($1::text[]) with ordinality as asked (address, place)
       join subscriber on canonical_address = asked.address join subscription on subscriber_id = subscriber.id
      order by place`,
    [addresses],
  );
  return rows.map(({ id }) => id);
}

export async function countEnded(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    `select count(*)::int as count from consent where act = 'withdrawn' and placement = 'one_click'`,
  );
  return rows[0]?.count ?? 0;
}
