/**
 * The first schema. Read it as the product: dispatches become editions, editions meet subscribers in delivery, feedback
 * comes back. Each table has one owner lib, named above it; only that lib's `*.repository.ts` names the table.
 *
 * Two roles: the migration role owns everything, the runtime role (`{{runtime}}`) gets exactly the rights granted at
 * the end, so "append-only" is enforced by the database and not by good intentions.
 *
 * Addresses of readers live in `subscriber` and `notice` and nowhere else; every other table holds opaque ids.
 */
export const sql = /* sql */ `
-- ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

create type access             as enum ('free', 'metered', 'paid');
create type dispatch_status    as enum ('usable', 'withheld', 'killed');
create type source_kind        as enum ('feed', 'api', 'operator');
create type source_state       as enum ('active', 'paused', 'stopped');
create type operator_role      as enum ('admin', 'editor', 'designer', 'viewer');
create type template_kind      as enum ('digest', 'flash', 'letter', 'correction');
create type approval_policy    as enum ('automatic', 'desk');
create type edition_kind       as enum ('digest', 'flash', 'letter', 'correction');
-- claimed → proposed → frozen → sending → sent; held waits for a human; empty had nothing to say
create type edition_state      as enum ('claimed', 'proposed', 'held', 'frozen', 'sending', 'sent', 'empty', 'cancelled');
create type block_kind         as enum ('dispatch', 'text', 'promotion', 'sponsor');
create type subscription_state as enum ('pending', 'active', 'paused', 'ended');
create type consent_act        as enum ('requested', 'given', 'withdrawn');
create type consent_basis      as enum ('confirmed', 'imported', 'attested');
create type ended_by           as enum ('reader', 'one_click', 'operator', 'suppression', 'erasure');
create type suppression_cause  as enum ('hard_bounce', 'complaint', 'operator', 'erased');
create type delivery_state     as enum ('planned', 'claimed', 'submitting', 'submitted', 'deferred', 'rejected', 'skipped', 'uncertain');
create type skip_cause         as enum ('unsubscribed', 'paused', 'suppressed', 'no_consent', 'stale', 'cancelled');
create type notice_state       as enum ('owed', 'sending', 'submitted', 'failed');
create type bounce_class       as enum ('hard', 'soft', 'policy');

-- ── platform ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table audit_entry (
  id          bigint generated always as identity primary key,
  occurred_at timestamptz not null default now(),
  -- null when the machine acted by a policy
  operator_id uuid,
  action      text not null,
  object      text not null,
  detail      jsonb not null default '{}'
);

-- ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table template (
  id         uuid primary key,
  slug       text not null unique,
  kind       template_kind not null,
  name       text not null,
  created_at timestamptz not null default now()
);

-- Immutable: a revision pins one.
create table template_version (
  id          uuid primary key,
  template_id uuid not null references template,
  version     int not null,
  mjml        text not null,
  plain_text  text not null,
  note        text not null default '',
  author_id   uuid,
  created_at  timestamptz not null default now(),
  unique (template_id, version)
);

-- The notice outbox: a transactional message is a row in the requester's transaction, so a lost queue loses none.
create table notice (
  id            uuid primary key,
  kind          text not null,
  -- null once the notice left: the address is not kept here longer than it is needed
  address       text,
  locale        text not null,
  -- the opaque subscriber or operator it is for
  recipient_id  uuid not null,
  -- what the notice is about, so that asking twice owes one notice
  subject_id    uuid not null,
  -- values for the template; emptied once the notice left, because it may hold a link
  content       jsonb not null,
  state         notice_state not null default 'owed',
  not_before    timestamptz not null default now(),
  -- after this nobody wants it any more
  useful_until  timestamptz not null,
  attempts      smallint not null default 0,
  claim_token   uuid,
  lease_until   timestamptz,
  -- last time the queue was told; the sweeper rings again when it was long ago
  rung_at       timestamptz,
  -- the relay's last words, redacted
  last_reply    text,
  created_at    timestamptz not null default now(),
  settled_at    timestamptz
);
create index notice_open on notice (not_before) where state in ('owed', 'sending');
create unique index notice_owed_once on notice (kind, recipient_id, subject_id) where state = 'owed';
create index notice_recent on notice (recipient_id, kind, created_at);

-- ── dispatches ───────────────────────────────────────────────────────────────────────────────────────────────────────

create table source (
  id                   uuid primary key,
  slug                 text not null unique,
  kind                 source_kind not null,
  name                 text not null,
  -- null for sources that push
  url                  text,
  -- null: found per dispatch
  language             text,
  state                source_state not null default 'active',
  -- rights its dispatches inherit; unknown means excerpt and link only
  may_mail             boolean not null default false,
  may_archive          boolean not null default false,
  may_feed             boolean not null default false,
  use_until            timestamptz,
  credit               text,
  excerpt_length       int,
  access               access not null default 'free',
  -- conditional GET
  etag                 text,
  last_modified        text,
  poll_seconds         int not null default 900,
  next_poll_at         timestamptz not null default now(),
  last_success_at      timestamptz,
  last_failure_at      timestamptz,
  -- code of the error catalogue
  last_failure         text,
  consecutive_failures int not null default 0,
  created_at           timestamptz not null default now(),
  check ((kind = 'feed') = (url is not null))
);

create table dispatch (
  id              uuid primary key,
  source_id       uuid not null references source,
  -- the source's own id for it
  external_id     text not null,
  version         int not null default 1,
  status          dispatch_status not null default 'usable',
  language        text not null,
  headline        text not null,
  standfirst      text not null default '',
  body_html       text not null default '',
  byline          text,
  dateline        text,
  link            text,
  related         jsonb not null default '[]',
  is_update       boolean not null default false,
  -- IPTC ninjs: 1 most urgent … 9 least
  urgency         smallint not null default 5 check (urgency between 1 and 9),
  countries       text[] not null default '{}',
  regions         text[] not null default '{}',
  topics          text[] not null default '{}',
  label_reasons   jsonb not null default '[]',
  published_at    timestamptz not null,
  -- true when the source gave no date and first_seen_at stands in for it
  published_is_first_seen boolean not null default false,
  first_seen_at   timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  -- null: not under embargo
  embargoed_until timestamptz,
  may_mail        boolean not null,
  may_archive     boolean not null,
  may_feed        boolean not null,
  use_until       timestamptz,
  credit          text,
  excerpt_length  int,
  access          access not null,
  -- the dispatch this one corrects or refiles
  replaces_id     uuid references dispatch,
  unique (source_id, external_id)
);
-- "window since the last cut-off": by language, newest first
create index dispatch_window on dispatch (language, published_at desc) where status = 'usable';

create table dispatch_version (
  dispatch_id uuid not null references dispatch,
  version     int not null,
  content     jsonb not null,
  received_at timestamptz not null default now(),
  primary key (dispatch_id, version)
);

create table picture (
  id             uuid primary key,
  dispatch_id    uuid not null references dispatch,
  url            text not null,
  width          int,
  height         int,
  alt            text not null default '',
  caption        text,
  credit         text,
  may_mail       boolean not null default false,
  may_archive    boolean not null default false,
  may_feed       boolean not null default false,
  use_until      timestamptz,
  -- a picture can be killed by itself
  killed_at      timestamptz,
  unique (dispatch_id, url)
);

-- ── operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table operator (
  id          uuid primary key,
  address     text not null unique,
  name        text not null,
  role        operator_role not null,
  locale      text not null default 'en',
  created_at  timestamptz not null default now(),
  disabled_at timestamptz
);

create table operator_session (
  id           uuid primary key,
  operator_id  uuid not null references operator,
  token_hash   bytea not null unique,
  created_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  revoked_at   timestamptz
);

create table sign_in_link (
  id          uuid primary key,
  operator_id uuid not null references operator,
  token_hash  bytea not null unique,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);

create table api_key (
  id           uuid primary key,
  operator_id  uuid not null references operator,
  name         text not null,
  -- the first characters, to recognise a key in a list
  prefix       text not null,
  key_hash     bytea not null unique,
  scopes       text[] not null,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at   timestamptz,
  revoked_at   timestamptz
);

-- ── editions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table brand (
  id              uuid primary key,
  slug            text not null unique,
  name            text not null,
  legal_name      text not null,
  postal_address  text not null,
  contact_address text not null,
  site_url        text not null,
  sender_domain   text not null,
  accent          text not null,
  created_at      timestamptz not null default now()
);

create table newsletter_family (
  id       uuid primary key,
  brand_id uuid not null references brand,
  slug     text not null unique,
  name     text not null
);

create table newsletter (
  id                  uuid primary key,
  brand_id            uuid not null references brand,
  -- null: no sister newsletters
  family_id           uuid references newsletter_family,
  slug                text not null unique,
  name                text not null,
  promise             text not null,
  language            text not null,
  time_zone           text not null,
  sender_name         text not null,
  sender_address      text not null,
  -- null: replies go to the sender
  reply_to            text,
  -- RFC 2919; stable across renames of the newsletter
  list_id             text not null unique,
  template_id         uuid not null references template,
  approval            approval_policy not null default 'automatic',
  -- sections in order: region slugs
  sections            text[] not null,
  max_dispatches      int not null default 12,
  -- the window never reaches back further than this, so September does not mail out August
  window_hours        int not null default 36,
  -- content freezes this long before the first wave
  freeze_lead_minutes int not null default 30,
  -- after this many hours an edition is old news
  useful_hours        int not null default 10,
  accent              text,
  -- shown on the public list
  is_public           boolean not null default true,
  created_at          timestamptz not null default now(),
  unique (family_id, language)
);

-- When editions are due: one row a weekday (ISO, 1 = Monday), local time in the newsletter's zone.
create table calendar_day (
  newsletter_id uuid not null references newsletter,
  weekday       smallint not null check (weekday between 1 and 7),
  local_time    time not null,
  primary key (newsletter_id, weekday)
);

create table edition (
  id               uuid primary key,
  -- short enough for a return path, whose local part may have 64 octets
  number           int generated always as identity unique,
  newsletter_id    uuid not null references newsletter,
  kind             edition_kind not null,
  -- the day it is dated, in the newsletter's zone
  edition_date     date not null,
  -- 1 for the calendar's own edition; further ones of the same day count up
  sequence         int not null default 1,
  state            edition_state not null default 'claimed',
  due_at           timestamptz not null,
  useful_until     timestamptz not null,
  -- dispatches published in (window_from, cut_off] were considered; null until assembled
  window_from      timestamptz,
  cut_off          timestamptz,
  current_revision int,
  -- why a human is needed or nothing went out: a code
  reason           text,
  paused_at        timestamptz,
  cancelled_at     timestamptz,
  frozen_at        timestamptz,
  audience_frozen_at timestamptz,
  sent_at          timestamptz,
  created_at       timestamptz not null default now(),
  unique (newsletter_id, kind, edition_date, sequence),
  unique (id, edition_date),
  check (useful_until > due_at)
);
create index edition_open on edition (due_at) where state in ('claimed', 'proposed', 'frozen', 'sending');
create index edition_history on edition (newsletter_id, due_at desc);

-- The proposal: what the desk may still change.
create table block (
  id          uuid primary key,
  edition_id  uuid not null references edition,
  position    int not null,
  kind        block_kind not null,
  section     text not null,
  -- set for kind 'dispatch' only
  dispatch_id uuid references dispatch,
  content     jsonb not null default '{}',
  reasons     jsonb not null default '[]',
  unique (edition_id, position) deferrable,
  check ((kind = 'dispatch') = (dispatch_id is not null))
);

-- Frozen content. Never updated: a later revision replaces it for rows not yet submitted.
create table revision (
  edition_id          uuid not null references edition,
  number              int not null,
  subject             text not null,
  preheader           text not null,
  template_version_id uuid not null references template_version,
  -- null: approved by the newsletter's policy
  approved_by         uuid references operator,
  approved_at         timestamptz not null default now(),
  -- SHA-256 over blocks, subject and template version
  content_hash        bytea not null,
  primary key (edition_id, number)
);

create table revision_block (
  edition_id       uuid not null,
  revision         int not null,
  position         int not null,
  kind             block_kind not null,
  section          text not null,
  dispatch_id      uuid references dispatch,
  dispatch_version int,
  content          jsonb not null,
  primary key (edition_id, revision, position),
  foreign key (edition_id, revision) references revision (edition_id, number)
);
create index revision_block_dispatch on revision_block (dispatch_id);

-- Content-addressed: the same bytes are stored once.
create table rendering (
  hash       bytea primary key,
  html       text not null,
  plain_text text not null,
  created_at timestamptz not null default now()
);

create table variant (
  id             uuid primary key,
  edition_id     uuid not null,
  revision       int not null,
  -- interface language, regions and topics, open consent, click consent
  key            text not null,
  rendering_hash bytea not null references rendering,
  unique (edition_id, revision, key),
  foreign key (edition_id, revision) references revision (edition_id, number)
);

create table desk_alarm (
  id            uuid primary key,
  newsletter_id uuid not null references newsletter,
  edition_id    uuid references edition,
  code          text not null,
  detail        jsonb not null default '{}',
  raised_at     timestamptz not null default now(),
  settled_at    timestamptz
);
create unique index desk_alarm_once on desk_alarm (newsletter_id, code, coalesce(edition_id, newsletter_id)) where settled_at is null;

-- ── subscribers ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table subscriber (
  id                uuid primary key,
  -- as typed, for sending; null after erasure
  address           text,
  -- domain lower-cased and in A-labels, for uniqueness; null after erasure
  canonical_address text unique,
  -- keyed hash of the canonical address: finds suppressions without keeping the address there
  address_hash      bytea not null unique,
  locale            text not null,
  -- null: the newsletter's
  time_zone         text,
  created_at        timestamptz not null default now(),
  last_contact_at   timestamptz not null default now(),
  erased_at         timestamptz,
  check ((erased_at is null) = (address is not null))
);

-- Append-only by rights. No foreign key and no address: the record outlives an erasure.
create table consent (
  id              uuid primary key,
  subscriber_id   uuid not null,
  newsletter_id   uuid not null,
  act             consent_act not null,
  -- null while only requested, or when withdrawn
  basis           consent_basis,
  wording         text not null,
  wording_version text not null,
  language        text not null,
  -- the page the form stood on, and where on it
  page            text,
  placement       text,
  occurred_at     timestamptz not null default now(),
  check ((act = 'given') = (basis is not null))
);
create index consent_of on consent (subscriber_id, newsletter_id, occurred_at);

create table subscription (
  id               uuid primary key,
  subscriber_id    uuid not null references subscriber,
  newsletter_id    uuid not null references newsletter,
  state            subscription_state not null default 'pending',
  -- the consent that makes mailing lawful; null until given and after withdrawal
  consent_id       uuid references consent,
  requested_at     timestamptz not null default now(),
  activated_at     timestamptz,
  ended_at         timestamptz,
  ended_by         ended_by,
  -- the edition whose link was used to leave
  ended_edition_id uuid references edition,
  unique (subscriber_id, newsletter_id),
  check (state <> 'active' or consent_id is not null),
  check ((state = 'ended') = (ended_at is not null))
);
create index subscription_active on subscription (newsletter_id, subscriber_id) where state = 'active';
create index subscription_pending on subscription (requested_at) where state = 'pending';

create table suppression (
  address_hash bytea not null,
  cause        suppression_cause not null,
  -- SMTP code, report id, operator id: never an address
  evidence     jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  primary key (address_hash, cause)
);

-- ── delivery ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- A chunk is what one queue job serves. Counts are refreshed when its job ends, so progress needs no count of a million rows.
create table delivery_chunk (
  edition_id   uuid not null,
  edition_date date not null,
  chunk        int not null,
  due_at       timestamptz not null,
  size         int not null,
  submitted    int not null default 0,
  rejected     int not null default 0,
  skipped      int not null default 0,
  uncertain    int not null default 0,
  -- rows still owed: planned, claimed, submitting, deferred
  open         int not null,
  -- last time the queue was told; the sweeper rings again when it was long ago
  rung_at      timestamptz,
  primary key (edition_id, chunk),
  foreign key (edition_id, edition_date) references edition (id, edition_date)
);
create index delivery_chunk_open on delivery_chunk (due_at) where open > 0;

-- The ledger. One row a recipient, unique by (edition, subscriber); an edition has one date, so the date in the key only
-- chooses the month's partition.
create table delivery (
  edition_date    date not null,
  edition_id      uuid not null,
  subscriber_id   uuid not null,
  subscription_id uuid not null,
  chunk           int not null,
  due_at          timestamptz not null,
  state           delivery_state not null default 'planned',
  -- set in state 'skipped' only
  skip_cause      skip_cause,
  -- fencing: every transition names the claim it acts under
  claim_token     uuid,
  lease_until     timestamptz,
  -- set while 'deferred'
  not_before      timestamptz,
  attempts        smallint not null default 0,
  -- what was submitted: written by the statement that marks 'submitting'
  revision        int,
  variant_id      uuid,
  submitting_at   timestamptz,
  settled_at      timestamptz,
  -- the relay's last words: code (RFC 5321), enhanced code (RFC 3463), text without addresses
  smtp_code       smallint,
  enhanced_code   text,
  reply           text,
  -- feedback stands beside the state and never overwrites it
  bounced_at      timestamptz,
  complained_at   timestamptz,
  opened_at       timestamptz,
  clicked_at      timestamptz,
  primary key (edition_date, edition_id, subscriber_id),
  foreign key (edition_id, edition_date) references edition (id, edition_date),
  check ((state = 'skipped') = (skip_cause is not null)),
  check (state not in ('claimed', 'submitting') or claim_token is not null)
) partition by range (edition_date);
create index delivery_chunk_rows on delivery (edition_id, chunk, state);
create index delivery_leases on delivery (lease_until) where state in ('claimed', 'submitting');

-- Written once, when nothing is open any more, and checked against the rows it sums up.
create table edition_summary (
  edition_id   uuid primary key references edition,
  recipients   int not null,
  submitted    int not null,
  rejected     int not null,
  skipped      int not null,
  uncertain    int not null,
  closed_at    timestamptz not null default now(),
  check (recipients = submitted + rejected + skipped + uncertain)
);

-- The month's partition of the ledger. The runtime role may not create tables; this function does, and nothing else.
create function ensure_delivery_partition(day date) returns void
language plpgsql security definer set search_path from current as $$
declare
  first date := date_trunc('month', day)::date;
  part  text := 'delivery_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(part) is null then
    perform pg_advisory_xact_lock(hashtext(part));
    execute format('create table if not exists %I partition of delivery for values from (%L) to (%L)',
                   part, first, (first + interval '1 month')::date);
  end if;
end
$$;

-- Whole months of the ledger go at once: those that ended more than \`days\` ago and whose editions are all summed up.
create function drop_delivery_partitions(days int) returns int
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
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

-- ── feedback ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table bounce (
  id            uuid primary key,
  edition_id    uuid not null,
  edition_date  date not null,
  subscriber_id uuid not null,
  class         bounce_class not null,
  -- RFC 3463
  status        text not null,
  -- redacted
  diagnostic    text not null default '',
  received_at   timestamptz not null default now(),
  unique (edition_id, subscriber_id, class, status)
);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant usage on schema public to {{runtime}};
grant select, insert, update, delete on all tables in schema public to {{runtime}};
grant usage on all sequences in schema public to {{runtime}};
revoke all on function ensure_delivery_partition(date) from public;
revoke all on function drop_delivery_partitions(int) from public;
grant execute on function ensure_delivery_partition(date), drop_delivery_partitions(int) to {{runtime}};
-- append-only and immutable
revoke update, delete on audit_entry, consent, template_version, dispatch_version, revision, revision_block, edition_summary from {{runtime}};
revoke update, delete on rendering, variant from {{runtime}};
`;
