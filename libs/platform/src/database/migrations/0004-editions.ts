/**
 * Editions get a morning in every time zone, a desk that may change them, and an afterlife: waves and slots, cuts for
 * readers' choices, proposals with their reasons, approvals, corrections, takedowns, an archive.
 *
 * A row of the ledger names its cut, not its variant: the statement that marks it chooses the variant that the current
 * revision has for that cut.
 */
export const sql = /* sql */ `
-- ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- approved: by all who must, waiting for its delay to pass
alter type edition_state add value 'approved' before 'frozen';
alter type skip_cause    add value 'flash_cap';

-- what happens when nobody approved in time: leave as proposed, leave short, or wait for a person
create type unapproved_policy  as enum ('send', 'send_short', 'hold');
-- too few dispatches: send them, send nothing (they return to the next window), or wait for a person
create type slow_day_rule      as enum ('send', 'skip', 'hold');
create type archive_visibility as enum ('public', 'none');
create type takedown_object    as enum ('dispatch', 'picture', 'edition');
-- redact: the words go, a dated note stays; remove: the address answers 410
create type takedown_mode      as enum ('redact', 'remove');

-- ── dispatches ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- how much a newsroom trusts a source's news sense: 0 … 10
alter table source add column weight smallint not null default 5 check (weight between 0 and 10);

-- What may not be shown any more, looked for every minute in all that was ever frozen.
create index dispatch_withdrawn on dispatch (id) where status <> 'usable';
create index dispatch_embargoed on dispatch (embargoed_until) where embargoed_until is not null;
create index picture_withdrawn  on picture (id) where killed_at is not null;

-- ── editions: newsletters ────────────────────────────────────────────────────────────────────────────────────────────

-- hosts that belong to the newsroom, lower case; link parameters are added to links of these alone
alter table brand add column own_hosts text[] not null default '{}';

alter table newsletter
  -- null: the brand's
  add column contact_address       text,
  -- {url, width, height, alt}; null: the brand's name in the stamp
  add column logo                  jsonb,
  -- in order: [{label: region|topic|rest, slug, min, max, weekdays}]; weekdays null: every day
  add column section_rules         jsonb not null default '[]',
  -- this long before freezing a desk sees the proposal; an automatic newsletter is assembled when it is frozen
  add column proposal_lead_minutes int not null default 60 check (proposal_lead_minutes between 0 and 1440),
  add column unapproved            unapproved_policy not null default 'hold',
  -- two: another operator than the first one
  add column approvals_needed      smallint not null default 1 check (approvals_needed in (1, 2)),
  -- an approval can be taken back so long
  add column approval_delay_minutes int not null default 0 check (approval_delay_minutes between 0 and 240),
  -- staff and seed addresses get it so long before the first readers; null: with everyone
  add column seed_lead_minutes     int check (seed_lead_minutes between 1 and 240),
  -- a short edition has so many dispatches
  add column short_dispatches      int not null default 5 check (short_dispatches between 1 and 40),
  -- fewer dispatches than this is a slow day
  add column slow_day_min          int not null default 1 check (slow_day_min between 1 and 40),
  add column slow_day              slow_day_rule not null default 'send',
  -- an event told in an edition so many days back is told again only with new facts
  add column told_days             int not null default 3 check (told_days between 0 and 14),
  -- a reader's choice that leaves fewer dispatches gets the whole edition instead
  add column cut_min               int not null default 3 check (cut_min between 1 and 40),
  -- flashes a reader gets a day at most, over all newsletters with this limit or a higher one
  add column flash_per_day         smallint not null default 2 check (flash_per_day between 0 and 24),
  add column archive               archive_visibility not null default 'public',
  -- name → value; {newsletter}, {date} and {kind} are filled in
  add column link_parameters       jsonb not null default '{}',
  -- [{name, zones}]; exactly one has the zone '*', all others; empty: one edition for all zones
  add column slots                 jsonb not null default '[]',
  -- changes are refused when they were made against an older one
  add column version               int not null default 1,
  add column changed_at            timestamptz not null default now();
update newsletter set section_rules = coalesce((
  select jsonb_agg(jsonb_build_object('label', 'region', 'slug', slug, 'min', 0, 'max', null, 'weekdays', null) order by position)
    from unnest(sections) with ordinality as given (slug, position)), '[]');
alter table newsletter drop column sections;

-- Days without an edition: a holiday, August.
create table calendar_break (
  newsletter_id uuid not null references newsletter,
  first_day     date not null,
  last_day      date not null,
  reason        text not null default '',
  primary key (newsletter_id, first_day),
  check (last_day >= first_day)
);

-- What stands in every edition of these days by itself: the house's promotions and sold advertising.
create table insertion (
  id            uuid primary key,
  newsletter_id uuid not null references newsletter,
  kind          block_kind not null check (kind in ('promotion', 'sponsor')),
  -- set for kind 'sponsor' only
  advertiser    text,
  title         text not null,
  body          text not null default '',
  link          text not null,
  link_label    text not null,
  -- after so many dispatches
  after_blocks  int not null default 3 check (after_blocks between 0 and 40),
  first_day     date not null,
  last_day      date not null,
  created_by    uuid,
  created_at    timestamptz not null default now(),
  withdrawn_at  timestamptz,
  check (last_day >= first_day),
  check ((kind = 'sponsor') = (advertiser is not null))
);
create index insertion_days on insertion (newsletter_id, first_day, last_day) where withdrawn_at is null;

-- ── editions: an edition and its proposal ────────────────────────────────────────────────────────────────────────────

alter table edition
  -- the calendar's part of the day it is for ('all' where the newsletter has no slots); null: not by the calendar
  add column slot             text,
  -- due_at is the first wave's instant, this the last one's; a row is useful for (useful_until − last_due_at) after its own
  add column last_due_at      timestamptz,
  -- assembled from then on, approved until then at the latest
  add column propose_at       timestamptz,
  add column freeze_at        timestamptz,
  -- counts every change of the proposal; a change made against an older one is refused
  add column proposal_version int not null default 0,
  -- the desk's; null: made from the first headlines
  add column subject          text,
  add column preheader        text,
  -- what the machine chose and left out, with reasons, as it was assembled; null until then
  add column assembled        jsonb,
  -- approved: frozen from then on; null otherwise
  add column release_at       timestamptz,
  -- what the policy did because nobody approved; null: a person or an automatic newsletter
  add column unattended       unapproved_policy,
  -- the last time readers without a row were looked for
  add column audience_seen_at timestamptz,
  -- the operator who made an edition outside the calendar; null: the calendar
  add column created_by       uuid;
update edition set last_due_at = due_at, propose_at = due_at - interval '30 minutes', freeze_at = due_at - interval '30 minutes',
  slot = case when kind = 'digest' and sequence = 1 then 'all' end;
alter table edition
  alter column last_due_at set not null,
  alter column propose_at set not null,
  alter column freeze_at set not null,
  add constraint edition_waves check (last_due_at >= due_at and useful_until > last_due_at);
create unique index edition_slot on edition (newsletter_id, kind, edition_date, slot) where slot is not null;
drop index edition_open;
create index edition_open on edition (due_at) where state not in ('sent', 'empty', 'cancelled');

alter table block
  -- an operator put it there or moved it; assembling again leaves it where it is
  add column is_pinned boolean not null default false,
  -- {headline, standfirst}: the desk's words, which win over the dispatch's
  add column edits     jsonb not null default '{}',
  -- null: the machine
  add column added_by  uuid;

-- Left out by the desk; assembling again does not bring it back.
create table block_exclusion (
  edition_id  uuid not null references edition,
  dispatch_id uuid not null references dispatch,
  reason      text not null,
  -- null: an API key's
  excluded_by uuid,
  excluded_at timestamptz not null default now(),
  primary key (edition_id, dispatch_id)
);

create table edition_approval (
  edition_id       uuid not null references edition,
  operator_id      uuid not null references operator,
  -- what was looked at: a later change needs a new approval
  proposal_version int not null,
  approved_at      timestamptz not null default now(),
  primary key (edition_id, operator_id)
);

-- ── editions: revisions ──────────────────────────────────────────────────────────────────────────────────────────────

alter table revision
  -- approved, killed, corrected, taken_down, desk
  add column reason            text not null default 'approved',
  add column is_subject_by_desk boolean not null default false,
  -- what readers of the web view and the archive are told: [{kind, at, section}]
  add column marks             jsonb not null default '[]';
alter table revision_block
  -- null: no picture
  add column picture_id uuid references picture;
create index revision_block_picture on revision_block (picture_id) where picture_id is not null;

-- One way of cutting an edition: the regions and topics its readers chose. 0 is everything and always there.
create table edition_cut (
  edition_id uuid not null references edition,
  cut        int not null,
  -- canonical: sorted regions, '/', sorted topics
  key        text not null,
  choice     jsonb not null,
  primary key (edition_id, cut),
  unique (edition_id, key)
);
insert into edition_cut (edition_id, cut, key, choice)
  select id, 0, '/', '{"regions": [], "topics": []}' from edition;

-- Cuts that leave the same blocks share a variant.
alter table variant
  -- null: the revision's
  add column subject   text,
  add column preheader text,
  -- positions of the revision's blocks it holds, in order
  add column positions int[] not null default '{}';
update variant set positions = (
  select coalesce(array_agg(position order by position), '{}') from revision_block b
   where b.edition_id = variant.edition_id and b.revision = variant.revision);

-- Which variant a cut's readers get under a revision.
create table variant_cut (
  edition_id uuid not null,
  revision   int not null,
  cut        int not null,
  variant_id uuid not null references variant,
  primary key (edition_id, revision, cut),
  foreign key (edition_id, revision) references revision (edition_id, number),
  foreign key (edition_id, cut) references edition_cut (edition_id, cut)
);
insert into variant_cut (edition_id, revision, cut, variant_id) select edition_id, revision, 0, id from variant;

-- Kind 'correction': which error it corrects. Its audience are those whose submitted variant held it.
create table correction (
  edition_id  uuid primary key references edition,
  dispatch_id uuid not null references dispatch,
  -- the wrong versions
  versions    int[] not null,
  explanation text not null
);
create index correction_dispatch on correction (dispatch_id);

-- A lawful order or request. The row is the tombstone: it holds no word of what was taken down.
create table takedown (
  id            uuid primary key,
  object        takedown_object not null,
  mode          takedown_mode not null,
  dispatch_id   uuid references dispatch,
  picture_id    uuid references picture,
  edition_id    uuid references edition,
  -- who asked and under which number: for the newsroom, never shown
  reference     text not null,
  -- shown to readers; '' : only that it was taken down, and when
  public_reason text not null default '',
  ordered_by    uuid,
  ordered_at    timestamptz not null default now(),
  -- stored renderings it is about: null until they were counted
  renderings      int,
  renderings_done int not null default 0,
  -- null until every copy is gone
  done_at       timestamptz,
  check (num_nonnulls(dispatch_id, picture_id, edition_id) = 1)
);
create index takedown_dispatch on takedown (dispatch_id) where dispatch_id is not null;
create index takedown_edition  on takedown (edition_id) where edition_id is not null;
create index takedown_open     on takedown (ordered_at) where done_at is null;

-- What has the same bytes is the same picture, whichever dispatch it came with.
create function taken_down_pictures(order_id uuid) returns setof uuid
language sql stable set search_path from current as $$
  select picture_id from takedown where id = order_id and picture_id is not null
   union
  select other.picture_id from takedown
    join picture_file mine using (picture_id) join picture_file other on other.hash = mine.hash
   where takedown.id = order_id
$$;

-- The frozen blocks a takedown is about. A correction of a dispatch says in all of its blocks what the dispatch said.
create function taken_down_blocks(order_id uuid) returns table (edition_id uuid, revision int, block int)
language sql stable set search_path from current as $$
  select b.edition_id, b.revision, b.position from takedown t join revision_block b on b.dispatch_id = t.dispatch_id where t.id = order_id
   union
  select b.edition_id, b.revision, b.position from takedown t join correction using (dispatch_id) join revision_block b on b.edition_id = correction.edition_id where t.id = order_id
   union
  select b.edition_id, b.revision, b.position from taken_down_pictures(order_id) as gone (picture_id) join revision_block b using (picture_id)
   union
  select b.edition_id, b.revision, b.position from takedown t join revision_block b on b.edition_id = t.edition_id where t.id = order_id
$$;

-- The same shape without a word: what reads it goes on reading it.
create function without_words(content jsonb) returns jsonb
language sql immutable set search_path from current as $$
  select coalesce(jsonb_object_agg(key, case
    when key in ('picture', 'article') or (key = 'link' and content ? 'headline') then 'null'
    when key in ('kind', 'language', 'status', 'access', 'fingerprint', 'publishedAt', 'updatedAt', 'embargoedUntil', 'until') then value
    when jsonb_typeof(value) = 'string' then '""'
    when jsonb_typeof(value) = 'array' then '[]'
    when jsonb_typeof(value) = 'object' then without_words(value)
    else value end), '{}') from jsonb_each(content)
$$;

-- Frozen and append-only rows are nobody's to change. A takedown outranks that: these functions write to them, and only
-- where an open row of takedown says so.
create function open_takedown(order_id uuid) returns takedown
language plpgsql set search_path from current as $$
declare
  found_row takedown;
begin
  select * into found_row from takedown where id = order_id and done_at is null for update;
  if not found then
    raise exception 'no takedown % is open', order_id using errcode = 'check_violation';
  end if;
  return found_row;
end
$$;

-- The words of frozen blocks, or the picture alone; of a dispatch also its versions, its life and why it was clustered.
create function takedown_redact(order_id uuid) returns void
language plpgsql security definer set search_path from current as $$
declare
  t takedown := open_takedown(order_id);
begin
  update revision_block b
     set content = case when t.object = 'picture' then b.content || '{"picture": null}' else without_words(b.content) end
    from taken_down_blocks(order_id) gone
   where b.edition_id = gone.edition_id and b.revision = gone.revision and b.position = gone.block;
  if t.object = 'dispatch' then
    update dispatch_version set content = without_words(content) where dispatch_id = t.dispatch_id;
    update dispatch_event set reason = null, detail = '{}' where dispatch_id = t.dispatch_id;
    update cluster_decision d set reasons = '{}'
     where d.dispatch_id = t.dispatch_id
        or (d.cluster_id in (select cluster_id from cluster_decision where dispatch_id = t.dispatch_id)
            and position(t.dispatch_id::text in d.reasons::text) > 0);
    update correction set explanation = '' where dispatch_id = t.dispatch_id;
    -- Who did what and when stays in the audit; what the desk wrote instead of the dispatch's words goes like those.
    update audit_entry a set detail = a.detail - 'old' - 'new' - 'reason'
     where a.object in (
       select 'edition:' || edition_id from taken_down_blocks(order_id)
        union select 'edition:' || edition_id from block where dispatch_id = t.dispatch_id
        union select 'edition:' || edition_id from block_exclusion where dispatch_id = t.dispatch_id)
       and (position(t.dispatch_id::text in a.detail::text) > 0 or (a.detail -> 'old') ? 'subject' or (a.detail -> 'new') ? 'subject');
    update audit_entry set detail = detail - 'reason' - 'before' - 'after' where object = 'dispatch:' || t.dispatch_id;
  elsif t.object = 'edition' then
    update audit_entry set detail = detail - 'old' - 'new' - 'reason'
     where object = 'edition:' || t.edition_id and detail ?| array['old', 'new'];
  elsif t.object = 'picture' then
    update dispatch_version v set content = jsonb_set(
             jsonb_set(content, '{picture}', 'null'),
             '{article}', case when jsonb_typeof(content -> 'article') = 'object' then content -> 'article' || '{"picture": null}' else 'null' end)
     where v.dispatch_id in (select dispatch_id from picture where id in (select taken_down_pictures(order_id)));
  end if;
end
$$;

-- Other bytes for a variant that holds what is taken down. The old ones go when nobody else's variant has them.
create function takedown_move_variant(order_id uuid, moved_id uuid, head text[], bytes_hash bytea, html text, plain_text text) returns void
language plpgsql security definer set search_path from current as $$
declare
  t   takedown := open_takedown(order_id);
  old bytea;
begin
  select v.rendering_hash into old from variant v
   where v.id = moved_id and exists (
     select from taken_down_blocks(order_id) gone
      where gone.edition_id = v.edition_id and gone.revision = v.revision and gone.block = any (v.positions))
     for update;
  if not found then
    raise exception 'variant % holds nothing of takedown %', moved_id, t.id using errcode = 'check_violation';
  end if;
  if sha256(convert_to(html, 'UTF8') || '\\x00'::bytea || convert_to(plain_text, 'UTF8')) <> bytes_hash then
    raise exception 'the hash is not that of the rendering' using errcode = 'check_violation';
  end if;
  insert into rendering (hash, html, plain_text) values (bytes_hash, html, plain_text) on conflict do nothing;
  update variant set rendering_hash = bytes_hash, subject = case when subject is null then null else head[1] end,
         preheader = case when preheader is null then null else head[2] end
   where id = moved_id;
  if old <> bytes_hash and not exists (select from variant where rendering_hash = old) then
    delete from rendering where hash = old;
  end if;
end
$$;

create function takedown_head(order_id uuid, of_edition uuid, of_revision int, new_subject text, new_preheader text) returns void
language plpgsql security definer set search_path from current as $$
declare
  t takedown := open_takedown(order_id);
begin
  if not exists (select from taken_down_blocks(order_id) gone where gone.edition_id = of_edition and gone.revision = of_revision) then
    raise exception 'revision % of % holds nothing of takedown %', of_revision, of_edition, t.id using errcode = 'check_violation';
  end if;
  update revision set subject = new_subject, preheader = new_preheader where edition_id = of_edition and number = of_revision;
end
$$;

-- The archive's order: what is public of a newsletter, newest first.
create index edition_archive on edition (newsletter_id, edition_date desc) where state in ('frozen', 'sending', 'sent');

-- ── subscribers ──────────────────────────────────────────────────────────────────────────────────────────────────────

alter table subscription
  -- staff and seed addresses: they get an edition before everyone, so that a person sees it arrive
  add column is_seed boolean not null default false;
-- Who became a reader since the audience was last looked at.
create index subscription_activated on subscription (newsletter_id, activated_at) where state = 'active';

-- ── delivery ─────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table delivery
  -- of edition_cut
  add column cut int not null default 0;
-- A row is written under its edition's lock, by the statement that named the edition, and no edition is ever deleted:
-- looking each of a million up again was a third of the time.
alter table delivery drop constraint delivery_edition_id_edition_date_fkey;

-- The recipients of an edition who share one due instant.
create table wave (
  edition_id uuid not null references edition,
  due_at     timestamptz not null,
  is_seed    boolean not null default false,
  size       int not null,
  -- readers who came since were added just before it opened; null: not yet open
  opened_at  timestamptz,
  primary key (edition_id, due_at)
);
create index wave_closed on wave (due_at) where opened_at is null;
insert into wave (edition_id, due_at, size, opened_at)
  select edition_id, due_at, sum(size), min(due_at) from delivery_chunk group by edition_id, due_at;

-- How many messages of an edition had been tried, noted each minute while it is sent: its rate without counting rows.
-- Kept an hour.
create table edition_pace (
  edition_id uuid not null references edition,
  noted_at   timestamptz not null default now(),
  settled    int not null,
  primary key (edition_id, noted_at)
);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on
  calendar_break, insertion, block_exclusion, edition_approval, wave, edition_pace to {{runtime}};
grant select, insert, update on takedown to {{runtime}};
grant select, insert on edition_cut, variant_cut, correction to {{runtime}};
revoke all on function takedown_redact(uuid), takedown_head(uuid, uuid, int, text, text),
  takedown_move_variant(uuid, uuid, text[], bytea, text, text) from public;
grant execute on function takedown_redact(uuid), takedown_head(uuid, uuid, int, text, text),
  takedown_move_variant(uuid, uuid, text[], bytea, text, text) to {{runtime}};
`;
