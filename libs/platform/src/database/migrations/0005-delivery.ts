/**
 * Delivery learns to go through several relays at the pace each mailbox provider likes, to sign, to tell its whole story,
 * and to wake up disarmed: transports, DKIM keys, permits and counts of the pace, attempts, arming, and the journal of
 * withdrawals that is kept outside the database.
 */
export const sql = /* sql */ `
-- ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- outside production the address is on no allow-list; a new sending domain writes to few readers a day at first
alter type skip_cause add value 'not_allowed';
alter type skip_cause add value 'warm_up';

-- none: never; offered: where the relay offers it; required: or not at all; implicit: from the first byte (port 465)
create type transport_tls    as enum ('none', 'offered', 'required', 'implicit');
create type transport_state  as enum ('active', 'paused', 'retired');
-- pending: shown, not yet signed with; active: signs; retiring: signs no more, its record must stay published; retired
create type dkim_state       as enum ('pending', 'active', 'retiring', 'retired');
-- what becomes of a row nobody knows the end of: a person decides; tried again; left as it is, and closed
create type uncertain_policy as enum ('hold', 'resend', 'leave');
-- why nothing is submitted
create type disarmed_cause   as enum ('copied', 'restored', 'unknown_history', 'operator');

-- ── platform ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- One row: which installation this is, and whether it may submit anything.
create table installation (
  the_only       boolean primary key default true check (the_only),
  id             uuid not null default gen_random_uuid(),
  -- what only this database of this server has; another one means that this is a copy. null: nobody has looked yet
  seal           text,
  -- how often a worker gave a sign of life; the number is kept outside the database too, and who has fewer is older
  beat           bigint not null default 0,
  alive_at       timestamptz not null default now(),
  -- set: nothing is submitted until an operator arms it
  disarmed_at    timestamptz,
  disarmed_cause disarmed_cause,
  armed_at       timestamptz not null default now(),
  check ((disarmed_at is null) = (disarmed_cause is null))
);
insert into installation default values;

-- Times this database knows nothing of, from its last sign of life before a restore until it was armed: whatever was due
-- in one may have been submitted.
create table unknown_time (
  ended_at timestamptz primary key,
  began_at timestamptz not null,
  -- null: whoever has the command line
  armed_by uuid,
  check (began_at <= ended_at)
);

-- What operators must be told whatever it is about, as rows; a transport that fails is told over another one.
create table system_alarm (
  id         uuid primary key,
  code       text not null,
  -- what it is about, such as transport:main
  object     text not null,
  detail     jsonb not null default '{}',
  -- the relay that is complained about: the alarm does not go through it alone
  transport  text,
  raised_at  timestamptz not null default now(),
  told_at    timestamptz,
  settled_at timestamptz
);
create unique index system_alarm_open on system_alarm (code, object) where settled_at is null;

-- ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table transport (
  id              uuid primary key,
  -- lower case, digits, hyphens: how commands, the ledger and the pace name it; never used again by another
  name            text not null unique,
  host            text not null,
  port            int not null check (port between 1 and 65535),
  tls             transport_tls not null default 'required',
  username        text,
  -- AES-256-GCM under a key derived from SECRET_KEY
  password        bytea,
  purposes        text[] not null default '{editions,flash,notices}'
                    check (cardinality(purposes) > 0 and purposes <@ '{editions,flash,notices}'),
  -- shares of the work among those that may do it
  weight          int not null default 10 check (weight between 1 and 1000),
  -- dialogues at once, over all workers
  connections     int not null default 5 check (connections between 1 and 500),
  -- messages a second, over all workers; null: as many as it takes
  per_second      int check (per_second between 1 and 10000),
  -- From domains it may be used for; null: all
  sending_domains text[],
  state           transport_state not null default 'active',
  version         int not null default 1,
  created_at      timestamptz not null default now(),
  changed_at      timestamptz not null default now(),
  check ((username is null) = (password is null))
);

-- How a transport does, by name, also that of SMTP_URL ("smtp-url", "notice-smtp-url"). Shared by all workers.
create table transport_health (
  transport     text primary key,
  -- null: works
  failing_since timestamptz,
  failures      int not null default 0,
  -- redacted
  last_failure  text,
  -- one message tries it again then
  next_try_at   timestamptz,
  noticed_at    timestamptz not null default now()
);

create table dkim_key (
  id          uuid primary key,
  -- a sending domain, lower case, A-labels
  domain      text not null,
  selector    text not null,
  -- base64 of the SubjectPublicKeyInfo (DER), as the record's p=
  public_key  text not null,
  -- PKCS #8 (DER), AES-256-GCM under a key derived from SECRET_KEY
  private_key bytea not null,
  state       dkim_state not null default 'pending',
  created_at  timestamptz not null default now(),
  active_at   timestamptz,
  retiring_at timestamptz,
  retired_at  timestamptz,
  unique (domain, selector)
);
create unique index dkim_key_active on dkim_key (domain) where state = 'active';

-- An alarm about a relay does not go through that relay alone.
alter table notice add column avoid_transport text;
-- what somebody waits for in front of a screen is found among any number of reminders
create index notice_urgent on notice (not_before)
  where state in ('owed', 'sending')
    and kind in ('sign_in', 'confirmation', 'personal_link', 'address_change_old', 'address_change_new');

-- ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table newsletter
  -- so many percent of a wave are to be submitted …
  add column target_percent  smallint not null default 95 check (target_percent between 1 and 100),
  -- … at most so many minutes after the readers' hour; the start is reckoned backwards from it. null: a wave starts at its hour
  add column target_minutes  smallint check (target_minutes between 0 and 240),
  add column uncertain_policy uncertain_policy not null default 'hold';

-- All its waves begin so many minutes before their readers' hour, so that the largest is in time; fixed when it is claimed.
alter table edition add column start_lead_minutes smallint not null default 0 check (start_lead_minutes between 0 and 240);

-- Where the stories of an edition lead, numbered: a counted link names a number, and leads nowhere that is not here.
create table story_link (
  edition_id uuid not null references edition,
  n          int not null,
  url        text not null,
  primary key (edition_id, n)
);
create unique index story_link_once on story_link (edition_id, md5(url));

-- A takedown empties blocks; where their stories led goes with them. The number stays taken: it is in mails.
create function forget_story_links() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  place text := split_part(split_part(old.content ->> 'link', '#', 1), '?', 1);
begin
  if place <> '' and not exists (
    select from revision_block b
     where b.edition_id = old.edition_id and starts_with(b.content ->> 'link', place)) then
    update story_link set url = 'taken-down:' || n where edition_id = old.edition_id and starts_with(url, place);
  end if;
  return null;
end
$$;
create trigger forget_story_links after update of content on revision_block
  for each row when (old.content ->> 'link' is not null and new.content ->> 'link' is null)
  execute function forget_story_links();
revoke all on function forget_story_links() from public;

-- ── subscribers ──────────────────────────────────────────────────────────────────────────────────────────────────────

-- Withdrawals on their way to the journal outside the database; written by triggers, so that no way of withdrawing can
-- forget it. Emptied once they are there.
create table withdrawal_outbox (
  id              bigint generated always as identity primary key,
  -- ended, paused, returned (takes these two back), suppressed (erasures too), opens_withdrawn, clicks_withdrawn
  kind            text not null,
  subscription_id uuid,
  subscriber_id   uuid,
  -- keyed
  address_hash    bytea,
  detail          jsonb not null default '{}',
  happened_at     timestamptz not null default now()
);

create function journal_subscription() returns trigger language plpgsql as $$
begin
  insert into withdrawal_outbox (kind, subscription_id, subscriber_id, detail)
  values (case new.state when 'active' then 'returned' else new.state::text end, new.id, new.subscriber_id,
          jsonb_build_object('by', new.ended_by, 'pausedUntil', nullif(new.paused_until, 'infinity')));
  return null;
end
$$;
create trigger journal_subscription after update of state on subscription
  for each row when (new.state is distinct from old.state
                     and (new.state in ('ended', 'paused') or (new.state = 'active' and old.state <> 'pending')))
  execute function journal_subscription();

create function journal_consent() returns trigger language plpgsql as $$
begin
  insert into withdrawal_outbox (kind, subscriber_id, detail)
  values (new.purpose::text || '_withdrawn', new.subscriber_id, jsonb_build_object('newsletterId', new.newsletter_id));
  return null;
end
$$;
create trigger journal_consent after insert on consent
  for each row when (new.act = 'withdrawn' and new.purpose in ('opens', 'clicks'))
  execute function journal_consent();

create function journal_suppression() returns trigger language plpgsql as $$
begin
  insert into withdrawal_outbox (kind, address_hash, detail)
  values ('suppressed', new.address_hash, jsonb_build_object('cause', new.cause));
  return null;
end
$$;
create trigger journal_suppression after insert on suppression
  for each row execute function journal_suppression();

-- ── delivery ─────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table delivery
  -- by name; written when it is marked
  add column transport text,
  add column provider  text,
  -- what decided an uncertain row: bounce, unsubscribe, click, operator, policy
  add column evidence  text;

-- A chunk says itself whether anything has happened in it, so no index needs a row's state or lease: PostgreSQL then
-- writes a row that changes its state into the same page and touches no index at all (HOT).
alter table delivery_chunk
  -- one of its rows was claimed, marked or skipped: its counts are taken from its rows from then on
  add column begun boolean not null default false;
update delivery_chunk set begun = true;
drop index delivery_leases;
drop index delivery_chunk_rows;
-- With the date, which says nothing more: a new edition has no statistics, and the index that answers most of a
-- statement's conditions is taken.
create index delivery_chunk_rows on delivery (edition_id, chunk, edition_date);

-- The highest rate an edition was sent at, over a minute: what the next one's start is reckoned from.
create table edition_rate (
  edition_id uuid primary key references edition,
  per_minute int not null
);

-- Tries that did not end with the relay's yes. A row that was taken at once has none.
create table delivery_attempt (
  edition_date  date not null,
  edition_id    uuid not null,
  subscriber_id uuid not null,
  attempt       smallint not null,
  ended_at      timestamptz not null default now(),
  transport     text,
  provider      text,
  -- what became of the row
  state         delivery_state not null,
  smtp_code     smallint,
  enhanced_code text,
  -- redacted
  reply         text,
  primary key (edition_date, edition_id, subscriber_id, attempt)
) partition by range (edition_date);

-- Which provider's mailboxes a domain has, found from its MX.
create table mail_domain (
  domain     text primary key,
  provider   text not null,
  asked_at   timestamptz not null default now(),
  expires_at timestamptz not null
);

-- How a provider takes what a transport brings. provider '*': the transport as a whole.
create table provider_pace (
  transport       text not null,
  provider        text not null,
  -- until then: nothing at all
  suspended_until timestamptz,
  -- until then: one connection and one message a minute
  slowed_until    timestamptz,
  -- what the provider said, redacted
  reason          text,
  enhanced_code   text,
  -- messages are spoken for until then, at the rate in force. null: nobody kept to a rate yet
  next_at         timestamptz,
  changed_at      timestamptz not null default now(),
  primary key (transport, provider)
);

-- Who may have how many dialogues at once, as leases: a worker that died gives its share back when its lease is over.
create table pace_permit (
  transport   text not null,
  provider    text not null,
  worker      uuid not null,
  connections int not null,
  -- dialogues it could use at once; shares are fair among those who want some
  wanted      int not null,
  lease_until timestamptz not null,
  primary key (transport, provider, worker)
);

-- Messages a sending domain gave a provider on a day (UTC). Keeps warm-up caps over restarts, and knows bulk senders.
create table sending_count (
  domain   text not null,
  provider text not null,
  day      date not null,
  messages bigint not null default 0,
  primary key (domain, provider, day)
);

-- A sending domain that mailbox providers do not know yet.
create table warm_up (
  -- From's domain
  domain     text primary key,
  -- where it is warmed up; readers outside today's cohort stay with the other transports. null: all
  transport  text,
  -- messages on each day, first to last; after the last day there is no cap
  caps       int[] not null check (cardinality(caps) > 0),
  started_on date not null,
  ended_at   timestamptz
);

create or replace function ensure_delivery_partition(day date) returns void
language plpgsql security definer set search_path from current as $$
declare
  first date := date_trunc('month', day)::date;
  month text := to_char(first, 'YYYY_MM');
begin
  if to_regclass('delivery_' || month) is null or to_regclass('delivery_attempt_' || month) is null then
    perform pg_advisory_xact_lock(hashtext('delivery_' || month));
    -- A row is written three more times within its minute: room for that in its own page.
    execute format('create table if not exists %I partition of delivery for values from (%L) to (%L) with (fillfactor = 50)',
                   'delivery_' || month, first, (first + interval '1 month')::date);
    execute format('create table if not exists %I partition of delivery_attempt for values from (%L) to (%L)',
                   'delivery_attempt_' || month, first, (first + interval '1 month')::date);
  end if;
end
$$;

-- What autovacuum does within minutes, in which a whole edition is sent: until then the planner takes a million new rows
-- for one. By the owner, because the runtime role may not.
create function analyze_deliveries(day date) returns void
language plpgsql security definer set search_path from current as $$
begin
  execute format('analyze %I', 'delivery_' || to_char(day, 'YYYY_MM'));
end
$$;
revoke all on function analyze_deliveries(date) from public;
grant execute on function analyze_deliveries(date) to {{runtime}};

create or replace function drop_delivery_partitions(days int) returns int
language plpgsql security definer set search_path from current as $$
declare
  part    record;
  dropped int := 0;
begin
  for part in
    select c.relname, to_date(substr(c.relname, 10), 'YYYY_MM') as first
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'delivery'::regclass
  loop
    continue when part.first + interval '1 month' + make_interval(days => days) > now();
    continue when exists (
      select from edition e
       where e.edition_date >= part.first and e.edition_date < part.first + interval '1 month'
         and e.audience_frozen_at is not null and not exists (select from edition_summary s where s.edition_id = e.id));
    execute format('drop table %I', part.relname);
    execute format('drop table if exists %I', 'delivery_attempt_' || to_char(part.first, 'YYYY_MM'));
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

-- Months that are under way have a partition of rows and none of attempts yet.
do $$
declare
  part record;
begin
  for part in select to_date(substr(c.relname, 10), 'YYYY_MM') as first
                from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'delivery'::regclass
  loop
    perform ensure_delivery_partition(part.first);
  end loop;
end
$$;

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on
  system_alarm, transport, transport_health, dkim_key, withdrawal_outbox, mail_domain, provider_pace, pace_permit,
  sending_count, warm_up, edition_rate to {{runtime}};
grant select, update on installation to {{runtime}};
grant select, insert, update on delivery_attempt to {{runtime}};
-- append-only
grant select, insert on unknown_time, story_link to {{runtime}};
grant usage on all sequences in schema public to {{runtime}};
`;
