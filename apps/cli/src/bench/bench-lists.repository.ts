import type pg from 'pg';

/** What the benchmark of lists needs made, in a throw-away database only: a broadcaster's tables after two years. */

/** Share of each hundred: pending 3, paused 2, ended 15, the others active. */
const STATE = `case when n % 100 < 3 then 'pending' when n % 100 < 5 then 'paused' when n % 100 < 20 then 'ended' else 'active' end`;

/**
 * Readers `from` to `to` of `all`, over two years, the newest last: each with one subscription, its consents, and, of
 * those who left, the withdrawal. Ids are made as of their time, as `newId` makes them.
 */
export async function insertReaders(
  owner: pg.Client,
  newsletterIds: readonly string[],
  { from, to, all }: { readonly from: number; readonly to: number; readonly all: number },
): Promise<void> {
  await owner.query(
    `with person as materialized (
       select n, at, uuidv7(at - now()) as id, uuidv7(at - now()) as asked_id, uuidv7(at - now() + interval '1 hour') as given_id,
              uuidv7(at - now() + interval '9 days') as left_id, uuidv7(at - now()) as subscription_id,
              'r' || md5(n::text) || '@' || (array['mail.example', 'post.example', 'courriel.example', 'correo.example', 'd' || n % 5000 || '.example'])[1 + n % 5] as address,
              ($1::uuid[])[1 + n % cardinality($1::uuid[])] as newsletter_id, (${STATE})::subscription_state as state
         from generate_series($2::int, $3::int) as n,
              lateral (select now() - interval '11 days' - interval '720 days' * (1 - n::float8 / $4::int) as at) as time
     ), known as (
       insert into subscriber (id, address, canonical_address, address_hash, locale, created_at, last_contact_at)
       select id, address, address, sha256(convert_to(address, 'UTF8')), (array['fr', 'en', 'es', 'ar'])[1 + n % 4], at, at from person
     ), agreed as (
       insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, page, placement, occurred_at, evidence)
       select asked_id, id, newsletter_id, 'requested'::consent_act, null::consent_basis, 'benchmark', 'bench', 'fr',
              'https://newsroom.example/p' || n % 40, (array['foot', 'article', 'head'])[1 + n % 3], at, '{}'::jsonb from person
       union all
       select given_id, id, newsletter_id, 'given', 'confirmed', 'benchmark', 'bench', 'fr', 'https://newsroom.example/p' || n % 40,
              (array['foot', 'article', 'head'])[1 + n % 3], at + interval '1 hour', '{}' from person where state <> 'pending'
       union all
       select left_id, id, newsletter_id, 'withdrawn', null, 'benchmark', 'bench', 'fr', null, 'one_click', at + interval '9 days',
              jsonb_build_object('withdraws', given_id) from person where state = 'ended'
     ), banned as (
       insert into suppression (address_hash, cause)
       select sha256(convert_to(address, 'UTF8')), 'hard_bounce' from person where n % 200 = 0
     )
     insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at, ended_at, ended_by)
     select subscription_id, id, newsletter_id, state, case when state in ('active', 'paused') then given_id end, at,
            case when state <> 'pending' then at + interval '1 hour' end,
            case when state = 'ended' then at + interval '9 days' end, (case when state = 'ended' then 'one_click' end)::ended_by
       from person`,
    [newsletterIds, from, to, all],
  );
}

/** Editions that left, one a day and newsletter, each summed up. */
export async function insertClosedEditions(
  owner: pg.Client,
  newsletterIds: readonly string[],
  count: number,
): Promise<void> {
  await owner.query(
    `with made as (
       insert into edition (id, newsletter_id, kind, edition_date, state, due_at, useful_until, last_due_at, propose_at, freeze_at, sent_at, slot)
       select uuidv7(at - now()), ($1::uuid[])[1 + n % cardinality($1::uuid[])], 'digest', at::date, 'sent', at, at + interval '6 hours', at,
              at - interval '2 hours', at - interval '1 hour', at + interval '30 minutes', 'all'
         from generate_series(0, $2::int - 1) as n,
              lateral (select date_trunc('day', now()) + interval '5 hours' - make_interval(days => 1 + n / cardinality($1::uuid[])) as at) as time
       returning id, sent_at
     )
     insert into edition_summary (edition_id, recipients, submitted, rejected, skipped, uncertain, closed_at)
     select id, 1000000, 996000, 2000, 2000, 0, sent_at from made`,
    [newsletterIds, count],
  );
}

/** Who left by an edition's link: some of those who ended, of the newsletter it is of. */
export async function leaveByEditions(owner: pg.Client): Promise<void> {
  await owner.query(
    `update subscription set ended_edition_id = edition.id
       from edition
      where subscription.state = 'ended' and edition.newsletter_id = subscription.newsletter_id
        and edition.edition_date = subscription.ended_at::date`,
  );
}

/** What autovacuum does within minutes of so many rows. */
export async function settleLists(owner: pg.Client): Promise<void> {
  await owner.query('vacuum analyze subscriber, consent, subscription, suppression, edition, edition_summary');
  await owner.query('checkpoint');
}

/** Ids and addresses to look for, spread over all. */
export async function sampleReaders(owner: pg.Client, count: number): Promise<{ id: string; address: string }[]> {
  const { rows } = await owner.query<{ id: string; address: string }>(
    `select id, canonical_address as address from subscriber tablesample system (0.5) where canonical_address is not null limit $1`,
    [count * 20],
  );
  const every = Math.max(1, Math.floor(rows.length / count));
  return rows.filter((_, at) => at % every === 0).slice(0, count);
}
