/**
 * Readers get what a newsroom owes them: choices, pauses, a change of address, receipts for what they agreed to, a way
 * in from another platform. Everything here is owned by subscribers, except what a newsletter offers, which is of
 * editions.
 *
 * Addresses live in `subscriber`, `notice` and the staging of an import; everything else holds opaque ids or keyed
 * hashes.
 */
export const sql = /* sql */ `
-- ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- inactivity: no sign of the reader for longer than the operator allows; moved: on to a sister newsletter
alter type ended_by          add value 'inactivity';
alter type ended_by          add value 'moved';
-- left, bounced or complained on the platform the readers came from
alter type suppression_cause add value 'imported';

create type consent_purpose  as enum ('newsletter', 'opens', 'clicks');
create type leave_reason     as enum ('too_often', 'not_interesting', 'not_asked', 'not_readable', 'other');
-- reading: the file goes into import_row; applying: rows become readers, in sets
create type import_state     as enum ('reading', 'applying', 'done', 'failed');
create type inactivity_state as enum ('proposed', 'approved', 'done', 'cancelled');

-- ── editions: what a newsletter offers ───────────────────────────────────────────────────────────────────────────────

alter table newsletter
  -- origins (https://gazette.example) whose pages may hold the form in a frame and call the public API by script
  add column allowed_origins   text[]  not null default '{}',
  -- what its readers may choose for themselves
  add column offers_regions    boolean not null default false,
  add column offers_topics     boolean not null default false,
  add column offers_time_zone  boolean not null default false,
  -- HH:MM; the hours a reader may choose from; empty: the calendar's
  add column delivery_times    text[]  not null default '{}',
  -- a subscription ends after so many months without a sign of its reader; null: never
  add column inactivity_months int check (inactivity_months >= 6);

-- ── subscribers ──────────────────────────────────────────────────────────────────────────────────────────────────────

alter table subscriber
  -- asked for and not yet confirmed by both addresses; all null when no change is under way
  add column new_address       text,
  add column new_asked_at      timestamptz,
  add column old_confirmed_at  timestamptz,
  add column new_confirmed_at  timestamptz,
  add constraint subscriber_change check ((new_address is null) = (new_asked_at is null));
create index subscriber_changing on subscriber (new_asked_at) where new_asked_at is not null;
-- whose late bounces and replies are emptied too
create index subscriber_erased on subscriber (erased_at) where erased_at is not null;

alter table consent
  add column purpose        consent_purpose not null default 'newsletter',
  -- what the basis rests on: platform, dates, attesting operator or key; never an address
  add column evidence       jsonb not null default '{}',
  -- keyed hash of the internet address it was asked or given from; null where none was seen, as in an import
  add column network_hash   bytea,
  -- the evidence_key it was made with; that row is deleted one day, which is why this is no foreign key
  add column network_key_id uuid;

-- Half of the key for network_hash, the other half is SECRET_KEY. A new one each month; deleting one makes its hashes
-- mere noise.
create table evidence_key (
  id         uuid primary key,
  -- first day of its month
  month      date not null unique,
  secret     bytea not null,
  created_at timestamptz not null default now()
);

create table reader_import (
  id             uuid primary key,
  newsletter_id  uuid not null references newsletter,
  -- SHA-256 of the file: the same file again goes on where it stopped, or finds that it is done
  file_hash      bytea not null,
  state          import_state not null default 'reading',
  -- listmonk, mailchimp, substack, ghost, brevo, plain
  layout         text not null,
  -- our field → the file's column
  mapping        jsonb not null default '{}',
  -- what the consents rest on: platform, wording or 'unknown', date, last contact
  basis          jsonb not null default '{}',
  -- the operator who attests it
  attested_by    uuid not null,
  -- readers are held until their cohort is released; null: nobody is held
  cohorts        int check (cohorts > 1),
  rows_read      bigint not null default 0,
  -- last line applied; those of a list of suppressions lie below zero, and so come first
  rows_applied   bigint not null default 0,
  -- in, known, refused by reason: filled as it goes
  counts         jsonb not null default '{}',
  -- set when it is done, with its MAC, so that a copy can be checked against it
  report         jsonb,
  report_mac     bytea,
  started_at     timestamptz not null default now(),
  finished_at    timestamptz
);
-- One at a time and file. One that is done is found by its file and its basis; a failed one may be begun anew.
create unique index reader_import_once on reader_import (newsletter_id, file_hash) where state in ('reading', 'applying');

-- Staging: emptied when the import is done, after 7 days at the latest. Unlogged, because after a crash of the database
-- the file is read again.
create unlogged table import_row (
  import_id         uuid not null,
  -- line of the file
  line              bigint not null,
  address           text not null,
  canonical_address text not null,
  address_hash      bytea not null,
  -- active, paused, ended, unconfirmed, bounced, complained
  standing          text not null,
  locale            text,
  time_zone         text,
  consented_at      timestamptz,
  last_contact_at   timestamptz,
  -- the very words, where the file has them; null: the import's
  wording           text,
  page              text,
  -- what became of the row, where it made nobody a reader: known, ended, duplicate, suppressed_…
  outcome           text,
  primary key (import_id, line)
);

alter table subscription
  -- what the reader chose; null: everything the newsletter brings, and its own hour
  add column regions              text[],
  add column topics               text[],
  -- HH:MM
  add column delivery_time        text,
  -- null while paused: until the reader comes back
  add column paused_until         timestamptz,
  -- separate, off until given (STANDARDS S6, S7)
  add column open_consent_id      uuid references consent,
  add column click_consent_id     uuid references consent,
  -- the one reminder of a confirmation that did not come
  add column reminded_at          timestamptz,
  add column leave_reason         leave_reason,
  -- not mailed an edition before: imported readers are let in cohort by cohort; null: not held
  add column held_until           timestamptz,
  -- null: signed up here
  add column import_id            uuid references reader_import,
  add column cohort               int,
  -- the notice before an end by inactivity
  add column inactivity_told_at   timestamptz,
  add constraint subscription_pause check (paused_until is null or state = 'paused');
create index subscription_resume on subscription (paused_until) where paused_until is not null;
create index subscription_held on subscription (import_id, cohort) where held_until is not null;
create index subscription_told on subscription (inactivity_told_at) where inactivity_told_at is not null;

-- A round that ends subscriptions without a sign of life: proposed by one operator; above 1 % of the readers a second one
-- approves.
create table inactivity_round (
  id            uuid primary key,
  newsletter_id uuid not null references newsletter,
  months        int not null,
  -- how many it concerned, of how many, when it was proposed
  inactive      int not null,
  readers       int not null,
  state         inactivity_state not null default 'proposed',
  proposed_by   uuid not null,
  -- null: not needed, or not yet
  approved_by   uuid,
  proposed_at   timestamptz not null default now(),
  approved_at   timestamptz,
  -- readers are told then; who gives no sign until ends_at has left
  ends_at       timestamptz,
  ended         int,
  finished_at   timestamptz,
  check (approved_by is null or approved_by <> proposed_by)
);
create unique index inactivity_round_open on inactivity_round (newsletter_id) where state in ('proposed', 'approved');

-- How often somebody asked lately: by network, by mail domain, by address, in all. Keyed hashes only. Unlogged: what a
-- crash forgets is a few minutes of counting.
create unlogged table sign_up_counter (
  key          bytea not null,
  window_start timestamptz not null,
  count        int not null,
  primary key (key, window_start)
);
create index sign_up_counter_age on sign_up_counter (window_start);

-- Proofs of work and waiting tickets serve once.
create unlogged table spent_proof (
  hash       bytea primary key,
  expires_at timestamptz not null
);
create index spent_proof_age on spent_proof (expires_at);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on evidence_key, reader_import, import_row, inactivity_round, sign_up_counter, spent_proof to {{runtime}};
`;
