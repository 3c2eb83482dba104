/**
 * Operators look for readers among millions, bring lists in by the browser, and see how a readership grows: indexes for
 * what is asked, an uploaded list on its way in, and counts kept by day.
 *
 * The indexes are built in the migration's transaction. Sign-ups wait for that: about a minute for five million readers.
 */
export const sql = /* sql */ `
-- ── subscribers: looking for one ─────────────────────────────────────────────────────────────────────────────────────

-- by the beginning of an address, whatever the database's collation
create index subscriber_prefix on subscriber ((canonical_address collate "C")) where canonical_address is not null;
-- by all of a domain, the newest first
create index subscriber_domain on subscriber ((substring(canonical_address from '@([^@]*)$')), id desc) where canonical_address is not null;

-- ── subscribers: lists of subscriptions, the newest first ────────────────────────────────────────────────────────────

create index subscription_newest    on subscription (requested_at desc, id desc);
create index subscription_newest_of on subscription (newsletter_id, requested_at desc, id desc);
create index subscription_listed    on subscription (newsletter_id, state, requested_at desc, id desc);
create index subscription_ended     on subscription (ended_at desc, id desc) where ended_at is not null;
create index subscription_ended_of  on subscription (newsletter_id, ended_at desc, id desc) where ended_at is not null;
create index subscription_brought   on subscription (import_id, requested_at desc, id desc) where import_id is not null;
-- how many left by the link of an edition
create index subscription_ended_by_edition on subscription (ended_edition_id) where ended_edition_id is not null;

-- ── subscribers: counts by day, made from consents ───────────────────────────────────────────────────────────────────

-- One row: consents written before this instant are counted. Days that may still get one are counted anew.
create table readership_count (
  the_only        boolean primary key default true check (the_only),
  counted_through timestamptz not null,
  counted_at      timestamptz not null default now()
);

create table readership_day (
  newsletter_id uuid not null references newsletter,
  -- in the newsletter's time zone, as it was when the day was counted
  day           date not null,
  -- asked for
  signed_up     int  not null,
  -- by their own confirmation
  confirmed     int  not null,
  -- imported or attested
  brought       int  not null,
  -- by an undo, or from a sister newsletter
  returned      int  not null,
  -- of those who had agreed
  ended         int  not null,
  -- why they ended → how many
  causes        jsonb not null default '{}',
  primary key (newsletter_id, day)
);

-- Where sign-ups came from: the busiest pages of each day; the others together, with both texts empty.
create table readership_placement (
  newsletter_id uuid not null references newsletter,
  day           date not null,
  page          text not null,
  placement     text not null,
  signed_up     int  not null,
  confirmed     int  not null,
  primary key (newsletter_id, day, page, placement)
);

-- ── subscribers: a list that came by the browser ─────────────────────────────────────────────────────────────────────

-- receiving: its bytes come in; ready: nothing was asked of it; waiting, running: a worker is to do its task, or does;
-- rehearsed: a dry run is done
create type upload_state as enum ('receiving', 'ready', 'waiting', 'running', 'rehearsed', 'done', 'failed', 'cancelled');

create table reader_upload (
  id            uuid primary key,
  newsletter_id uuid not null references newsletter,
  -- attests that these readers agreed
  operator_id   uuid not null,
  file_name     text not null,
  bytes         bigint not null default 0,
  state         upload_state not null default 'receiving',
  -- null: nothing was asked yet
  task          text check (task in ('rehearse', 'apply')),
  -- columns, character set, basis of the consents, cohorts
  options       jsonb not null default '{}',
  -- phase and rows of the task that runs
  progress      jsonb not null default '{}',
  -- null: no task was done yet
  result        jsonb,
  -- code of the catalogue; null: nothing failed
  error         text,
  -- null: nobody wants it to stop
  cancelled_at  timestamptz,
  -- the worker's last sign of life; null: no worker has it
  alive_at      timestamptz,
  -- null: not applied, or not yet
  import_id     uuid references reader_import,
  created_at    timestamptz not null default now()
);
create index reader_upload_waiting on reader_upload (created_at) where state in ('waiting', 'running');

-- The file in pieces: staging, emptied when it is applied or given up, after a day at the latest. Unlogged, because
-- after a crash of the database the file is sent again.
create unlogged table reader_upload_part (
  upload_id uuid not null,
  number    int not null,
  content   bytea not null,
  primary key (upload_id, number)
);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on
  readership_count, readership_day, readership_placement, reader_upload, reader_upload_part to {{runtime}};
`;
