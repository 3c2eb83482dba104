import { sql, type RawBuilder } from 'kysely';
import type { ImportBasis } from './import-report.js';

/**
 * The statements by which a set of staged rows becomes readers. Here and nowhere else it is decided who may: nobody who
 * left, was suppressed or was erased, whatever the file says of them.
 */
export interface RowSet {
  readonly importId: string;
  readonly newsletterId: string;
  /** The newsletter's, for readers whose language the file does not say. */
  readonly language: string;
  /** After this line, up to that one. */
  readonly from: number;
  readonly to: number;
  readonly basis: ImportBasis;
  readonly attestedBy: string;
  readonly cohorts: number | null;
}

/**
 * UUID version 7 (RFC 9562 §5.7), as `newId` makes them: rows made together lie together in their indexes. PostgreSQL
 * has `uuidv7()` from 18 on only.
 */
const newUuid = sql`(overlay(gen_random_uuid()::text placing stamp.head from 1 for 15))::uuid`;
const stamp = sql`(select substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-7' as head
  from lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') as hex)`;

function rowsOf(set: RowSet): RawBuilder<unknown> {
  return sql`row.import_id = ${set.importId} and row.line > ${set.from} and row.line <= ${set.to} and row.outcome is null`;
}

/** Those nobody knows yet. Two indexes are unique, and of two writers at once either may be hit first. */
export function insertPeople(set: RowSet): RawBuilder<unknown> {
  return sql`
    insert into subscriber (id, address, canonical_address, address_hash, locale, time_zone, last_contact_at)
    select ${newUuid}, row.address, row.canonical_address, row.address_hash, coalesce(row.locale, ${set.language}),
           row.time_zone, coalesce(row.last_contact_at, now())
      from import_row as row, ${stamp} as stamp
     where ${rowsOf(set)} and row.standing in ('active', 'paused')
       and not exists (select from suppression where suppression.address_hash = row.address_hash)
     order by row.line
    on conflict do nothing`;
}

/**
 * Those who were here before, so that no sign-up of theirs makes a subscription between the look at it and ours. Rows of
 * this transaction nobody else sees.
 */
export function lockPeople(set: RowSet): RawBuilder<unknown> {
  return sql`
    select count(*) from (
      select from import_row as row join subscriber on subscriber.address_hash = row.address_hash
       where ${rowsOf(set)} and subscriber.created_at <> now()
       order by subscriber.id for no key update of subscriber) as locked`;
}

/**
 * What each row comes to. `in`: becomes a reader. Everything else is written to the row.
 *
 * Who left elsewhere and has confirmed a subscription here since keeps it: their own act here outranks a list. Where
 * that is another newsletter, this one is ended for them and nothing is suppressed.
 */
function judged(set: RowSet): RawBuilder<unknown> {
  return sql`
    found as materialized (
      select row.line, row.address_hash, row.standing, row.locale, row.consented_at, row.last_contact_at, row.wording, row.page,
             coalesce(person.id, same.id) as subscriber_id, coalesce(person.erased_at, same.erased_at) as erased_at,
             tie.state, banned.cause, row.standing = 'left' and here.confirmed as has_confirmed_here,
             row.standing = 'left' and elsewhere.confirmed as has_confirmed_elsewhere
        from import_row as row
        left join subscriber as person on person.address_hash = row.address_hash
        -- Hashed under a key that is no longer configured: the address still tells who it is.
        left join subscriber as same on person.id is null and same.canonical_address = row.canonical_address
        left join subscription as tie
          on tie.subscriber_id = coalesce(person.id, same.id) and tie.newsletter_id = ${set.newsletterId}
        left join lateral (select cause from suppression where suppression.address_hash = row.address_hash
                            order by cause limit 1) as banned on true
        left join lateral (select true as confirmed from consent
                            where row.standing = 'left' and tie.state in ('active', 'paused') and consent.id = tie.consent_id
                              and consent.basis <> 'imported') as here on true
        left join lateral (select true as confirmed from subscription as other join consent on consent.id = other.consent_id
                            where row.standing = 'left' and other.subscriber_id = coalesce(person.id, same.id)
                              and other.newsletter_id <> ${set.newsletterId} and other.state in ('active', 'paused')
                              and consent.basis <> 'imported' limit 1) as elsewhere on true
       where ${rowsOf(set)}
    ), judged as materialized (
      select found.*, case
        when standing = 'complained' then 'ban_complaint'
        when standing = 'bounced' then 'ban_hard_bounce'
        when standing = 'left' and has_confirmed_here then 'known'
        when standing = 'left' and has_confirmed_elsewhere and state is null then 'ban_newsletter'
        when standing = 'left' then 'ban_imported'
        when cause is not null then 'suppressed_' || cause
        when erased_at is not null then 'suppressed_erased'
        when state = 'ended' then 'ended'
        when state = 'pending' then 'pending'
        when state is not null then 'known'
        else 'in' end as outcome
        from found
    )`;
}

interface Outcome {
  outcome: string;
  count: number;
}

/** For a dry run, which has made nobody: `in` needs no subscriber. */
export function judgeRows(set: RowSet): RawBuilder<Outcome> {
  return sql<Outcome>`
    with ${judged(set)}, told as (${tell(set)})
    select outcome, count(*) from judged group by outcome`;
}

/** `gone`: purged a moment ago, between two statements; the caller begins the set anew. */
export function applyRows(set: RowSet): RawBuilder<Outcome> {
  const { platform, wording } = set.basis;
  const evidence = JSON.stringify({ platform, importId: set.importId, attestedBy: set.attestedBy });
  const instant = (column: RawBuilder<unknown>) =>
    sql`coalesce(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'unknown')`;
  return sql<Outcome>`
    with ${judged(set)}, admitted as materialized (
      select judged.*, ${newUuid} as consent_id, ${newUuid} as subscription_id
        from judged, ${stamp} as stamp
       where outcome in ('in', 'ban_newsletter') and subscriber_id is not null
    ), agreed as (
      insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language, page,
                           occurred_at, evidence)
      select consent_id, subscriber_id, ${set.newsletterId}, 'given', 'imported', text.wording,
             case when text.wording = 'unknown' then 'unknown'
                  else left(encode(sha256(convert_to(text.wording, 'UTF8')), 'hex'), 16) end,
             coalesce(locale, ${set.language}), page, coalesce(consented_at, now()),
             ${evidence}::jsonb || jsonb_build_object(
               'consentedAt', ${instant(sql`consented_at`)}, 'lastContactAt', ${instant(sql`last_contact_at`)},
               'wording', case when text.wording = 'unknown' then 'unknown' else 'known' end)
        from admitted, lateral (select coalesce(admitted.wording, ${wording}) as wording) as text
       where outcome = 'in'
    ), subscribed as (
      insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, requested_at, activated_at, ended_at,
                                ended_by, import_id, cohort, held_until)
      select subscription_id, subscriber_id, ${set.newsletterId},
             (case when outcome <> 'in' then 'ended' when standing = 'paused' then 'paused' else 'active' end)::subscription_state,
             case when outcome = 'in' then consent_id end, coalesce(consented_at, now()),
             case when outcome = 'in' then now() end, case when outcome <> 'in' then now() end,
             (case when outcome <> 'in' then 'operator' end)::ended_by, ${set.importId},
             ${cohortOf(set)}, case when outcome = 'in' and ${set.cohorts}::int is not null then 'infinity'::timestamptz end
        from admitted
      on conflict (subscriber_id, newsletter_id) do nothing
    ), banned as (
      insert into suppression (address_hash, cause, evidence)
      select address_hash, substr(outcome, 5)::suppression_cause, ${evidence}::jsonb
        from judged where outcome in ('ban_complaint', 'ban_hard_bounce', 'ban_imported')
      on conflict (address_hash, cause) do nothing
    ), told as (${tell(set)})
    select case when outcome = 'in' and subscriber_id is null then 'gone' else outcome end as outcome, count(*)
      from judged group by 1`;
}

function tell(set: RowSet): RawBuilder<unknown> {
  return sql`
    update import_row set outcome = judged.outcome from judged
     where judged.outcome <> 'in' and import_row.import_id = ${set.importId} and import_row.line = judged.line`;
}

/** By the hash of the address: the same reader comes into the same cohort, whatever the order of the file. */
function cohortOf({ cohorts }: RowSet): RawBuilder<unknown> {
  return sql`case when outcome = 'in' then 1 + (get_byte(address_hash, 0) * 65536 + get_byte(address_hash, 1) * 256
    + get_byte(address_hash, 2)) % ${cohorts}::int end`;
}
