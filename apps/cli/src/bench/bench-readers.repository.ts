import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from '@app/platform';

/** Test data in bulk, for a throw-away database only: no installation gets its readers this way. */

/** Addresses of the readers, `n` from 1. The domain is reserved for examples (RFC 2606 §3). */
export const readerAddress = (n: number): string => `reader-${n}@bench.example.com`;

/** `count` active readers of every newsletter named, each with the consent that makes mailing lawful. One statement. */
export async function insertReaders(
  database: Database,
  newsletterIds: readonly string[],
  count: number,
): Promise<number> {
  const result = await sql<{ subscriptions: number }>`
    with person as (
      insert into subscriber (id, address, canonical_address, address_hash, locale)
      select gen_random_uuid(), reader.address, reader.address, sha256(convert_to(reader.address, 'UTF8')), 'fr'
        from (select 'reader-' || n || '@bench.example.com' as address from generate_series(1, ${count}::int) as n) as reader
      returning id
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
      select gen_random_uuid(), person.id, newsletter.id, 'given', 'attested', 'benchmark', 'bench', 'fr'
        from person cross join unnest(${[...newsletterIds]}::uuid[]) as newsletter (id)
      returning id, subscriber_id, newsletter_id
    ), subscribed as (
      insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
      select gen_random_uuid(), subscriber_id, newsletter_id, 'active', id, now() from agreed
      returning id
    )
    select count(*)::int as subscriptions from subscribed`.execute(database);
  return result.rows[0]?.subscriptions ?? 0;
}

/** What autovacuum does within a minute of such an import; without it the planner believes the tables empty. */
export async function analyseTables(ownerUrl: string): Promise<{ version: string }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('analyze subscriber, consent, subscription, suppression');
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { version: rows[0]?.server_version ?? 'unknown' };
  } finally {
    await client.end();
  }
}
