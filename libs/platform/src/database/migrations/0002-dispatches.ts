/**
 * Dispatches get a life: provenances, events, rights by territory, clusters, fetched articles and pictures; sources are
 * watched; labels are installation data. Everything here is owned by dispatches, except the requests under an
 * idempotency key, which belong to operators as the keys they come with do.
 */
export const sql = /* sql */ `
-- ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

create type poll_outcome          as enum ('read', 'not_modified', 'failed');
create type dispatch_actor        as enum ('machine', 'source', 'operator');
-- fetching what a dispatch points to: none = its rights or its source want no copy
create type copy_state            as enum ('none', 'due', 'stored', 'refused');
create type label_kind            as enum ('region', 'topic');
create type cluster_decision_kind as enum ('opened', 'joined', 'split', 'merged');

-- ── sources ──────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table source
  -- the web page the feed belongs to; null: not known
  add column site_url          text,
  -- the folder it has in an OPML list; null: none
  add column folder            text,
  -- ISO 3166-1 alpha-2; null: everywhere
  add column territories       text[],
  add column usage_terms       text,
  -- the article pages are fetched and their text is kept, where the rights allow it
  add column full_text         boolean not null default false,
  -- its machine status may kill a dispatch by itself
  add column is_trusted        boolean not null default false,
  -- bounds of the adaptive pause between two polls; null: the installation's
  add column poll_min_seconds  int,
  add column poll_max_seconds  int,
  -- lower-case host and port of url, so that one host is asked one thing at a time; null for sources that push
  add column host              text,
  -- a poll is under way until then; null: none
  add column polling_until     timestamptz,
  -- names the poll that is under way: only it may write its result
  add column poll_token        uuid,
  -- the queue was told that it is due, so that it is not told again every few seconds; null: not yet
  add column rung_at           timestamptz,
  -- SHA-256 of the content type and body last read: the same again holds nothing new; null: never read
  add column body_hash         bytea,
  add column last_polled_at    timestamptz,
  -- the last dispatch nobody had
  add column last_new_at       timestamptz,
  -- null: the last poll went well
  add column failing_since     timestamptz,
  -- why it is paused or stopped: a code; null while it is active
  add column state_reason      text,
  -- pushes and polls are judged against its usual rhythm: median seconds between two new dispatches; null: not known yet
  add column usual_gap_seconds int;
update source set host = lower(substring(url from '^[a-z]+://([^/?#]+)')) where url is not null;
create index source_due on source (next_poll_at) where kind = 'feed' and state = 'active';
create index source_host on source (host) where polling_until is not null;
-- A source's rhythm is read from when its newest dispatches came.
create index dispatch_arrival on dispatch (source_id, first_seen_at desc);

-- What each poll found, for the admin and for the alarms; kept a month.
create table source_poll (
  id          uuid primary key,
  source_id   uuid not null references source,
  polled_at   timestamptz not null default now(),
  outcome     poll_outcome not null,
  -- null: no answer came
  http_status smallint,
  -- after decompression
  bytes       int not null default 0,
  millis      int not null default 0,
  created     int not null default 0,
  updated     int not null default 0,
  unchanged   int not null default 0,
  -- known already from another source
  duplicate   int not null default 0,
  refused     int not null default 0,
  -- entries with replacement characters or text decoded twice
  damaged     int not null default 0,
  -- code of the error catalogue, and its text; null when it went well
  reason      text,
  message     text
);
create index source_poll_newest on source_poll (source_id, polled_at desc);

-- ── dispatches ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- One event as several sources tell it, in one language.
create table cluster (
  id        uuid primary key,
  language  text not null,
  opened_at timestamptz not null default now()
);

alter table dispatch
  -- without tracking parameters; null: no link, one that names no single page, or one that another dispatch has
  add column canonical_link    text unique,
  -- a code: why it is withheld or killed; null while it is usable
  add column status_reason     text,
  -- listed by its source before the source was watched: stored, and news to nobody
  add column is_back_catalogue boolean not null default false,
  add column territories       text[],
  add column usage_terms       text,
  -- an operator set the rights: those of the source no longer reach it
  add column rights_by_desk    boolean not null default false,
  -- {countries, regions, topics}: what an operator set, which wins over what a later version says
  add column desk_labels       jsonb not null default '{}',
  -- an operator set or lifted the embargo: a later version does not change it
  add column embargo_by_desk   boolean not null default false,
  -- null: not clustered yet, or never (one source)
  add column cluster_id        uuid references cluster,
  -- an operator split or merged it: the machine leaves it where it is
  add column cluster_by_desk   boolean not null default false,
  add column article_state     copy_state not null default 'none',
  add column article_tries     smallint not null default 0,
  -- null: not due
  add column article_next_at   timestamptz,
  -- a code; null unless refused
  add column article_reason    text;
create index dispatch_first_seen on dispatch (language, first_seen_at) where status = 'usable';
create index dispatch_embargo    on dispatch (language, embargoed_until) where status = 'usable' and embargoed_until is not null;
create index dispatch_unclustered on dispatch (language, first_seen_at) where cluster_id is null;
create index dispatch_cluster    on dispatch (cluster_id) where cluster_id is not null;
create index dispatch_clustered  on dispatch (language, first_seen_at) where cluster_id is not null;
create index dispatch_article    on dispatch (article_next_at) where article_state = 'due';
create index dispatch_replaces   on dispatch (replaces_id) where replaces_id is not null;
-- No window reads by the date of publication alone any more.
drop index dispatch_window;

-- Who told us of it: the first one's text is the dispatch's, the others are shown beside it.
create table dispatch_provenance (
  source_id     uuid not null references source,
  external_id   text not null,
  dispatch_id   uuid not null references dispatch,
  link          text,
  first_seen_at timestamptz not null default now(),
  primary key (source_id, external_id)
);
create index dispatch_provenance_dispatch on dispatch_provenance (dispatch_id);
insert into dispatch_provenance (source_id, external_id, dispatch_id, link, first_seen_at)
  select source_id, external_id, id, link, first_seen_at from dispatch;

-- A dispatch's life, append-only: withheld, released, killed, corrected, embargoed, labelled, its rights changed …
create table dispatch_event (
  id          bigint generated always as identity primary key,
  dispatch_id uuid not null references dispatch,
  occurred_at timestamptz not null default now(),
  -- dotted, as log events are
  kind        text not null,
  actor       dispatch_actor not null,
  -- null unless an operator acted
  operator_id uuid,
  -- a code, or an operator's own words
  reason      text,
  detail      jsonb not null default '{}'
);
create index dispatch_event_dispatch on dispatch_event (dispatch_id, id);

-- What the desk must look at: a title that withholds, a silent source, a paused one. An app has it delivered.
create table dispatch_alarm (
  id          uuid primary key,
  code        text not null,
  source_id   uuid references source,
  dispatch_id uuid references dispatch,
  detail      jsonb not null default '{}',
  raised_at   timestamptz not null default now(),
  settled_at  timestamptz,
  check (source_id is not null or dispatch_id is not null)
);
create unique index dispatch_alarm_once on dispatch_alarm (code, coalesce(dispatch_id, source_id)) where settled_at is null;

-- ── clusters ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Append-only and replayable: what was decided, with which score and why, under which settings.
create table cluster_decision (
  id          bigint generated always as identity primary key,
  decided_at  timestamptz not null default now(),
  dispatch_id uuid not null references dispatch,
  cluster_id  uuid not null references cluster,
  kind        cluster_decision_kind not null,
  -- null where no two texts were compared: an opened cluster, an operator's act
  score       double precision,
  reasons     jsonb not null default '{}',
  -- hash of the thresholds and weights
  settings    text not null,
  -- null: the machine
  operator_id uuid
);
create index cluster_decision_dispatch on cluster_decision (dispatch_id, id);

-- ── labels ───────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Regions and topics as the newsroom has them. None of a kind: the shipped ones.
create table label (
  kind      label_kind not null,
  slug      text not null,
  position  int not null,
  -- language → name
  names     jsonb not null,
  -- ISO 3166-1 alpha-2
  countries text[] not null default '{}',
  -- what else gives the label: words, sources, categories
  rules     jsonb not null default '{}',
  primary key (kind, slug)
);

-- ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table picture
  add column territories    text[],
  add column rights_by_desk boolean not null default false,
  -- of the newest version; an earlier one's picture stays for the editions that froze it
  add column is_lead        boolean not null default true,
  add column state          copy_state not null default 'none',
  add column tries          smallint not null default 0,
  -- null: not due
  add column next_try_at    timestamptz,
  -- a code; null unless refused
  add column refused_reason text,
  -- why it was killed, in an operator's words or a code
  add column killed_reason  text;
create index picture_due on picture (next_try_at) where state = 'due' and killed_at is null;
-- Killed, and its files are still to be taken away.
create index picture_killed on picture (killed_at) where killed_at is not null and state = 'stored';

-- Our own copies, one a width, known by what they hold.
create table picture_file (
  picture_id uuid not null references picture,
  width      int not null,
  height     int not null,
  -- SHA-256 of the bytes, in hex
  hash       text not null,
  media_type text not null,
  bytes      int not null,
  primary key (picture_id, width)
);
create index picture_file_hash on picture_file (hash);

-- ── operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The answer given under an idempotency key, so that a repeated request gets it again. Kept a day.
create table idempotent_request (
  -- the API key or the operator
  caller_id    uuid not null,
  key          text not null,
  -- SHA-256 of method, path and body: the same key for something else is refused
  request_hash bytea not null,
  -- null while the first request is under way
  status       smallint,
  answer       jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  primary key (caller_id, key)
);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on
  source_poll, cluster, dispatch_provenance, dispatch_alarm, label, picture_file, idempotent_request to {{runtime}};
grant select, insert on dispatch_event, cluster_decision to {{runtime}};
grant usage on all sequences in schema public to {{runtime}};
`;
