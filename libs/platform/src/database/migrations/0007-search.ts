/**
 * Dispatches can be searched: the words of each, and what it can be filtered by, in a row beside it. Beside it and not in
 * it, because a new column would rewrite a table of a million rows under a lock, and because a dispatch that is only
 * clustered must not have its words indexed again.
 *
 * Triggers note what changed and nothing more, so that nothing that writes dispatches can forget it and taking feeds in
 * costs next to nothing; IndexDispatches makes the rows from the notes, within seconds. What was stored before is noted
 * here and indexed the same way, the newest first: the upgrade itself takes about a second a million dispatches.
 *
 * Needs no extension: managed servers do not offer all of them, and a copy must be restorable anywhere.
 */
export const sql = /* sql */ `
create table dispatch_search (
  dispatch_id  uuid primary key references dispatch on delete cascade,
  published_at timestamptz not null,
  -- how its words were cut: a stemmer that PostgreSQL ships, 'pairs' of neighbouring signs, or 'simple'
  kind         text not null,
  -- also '#' and the kind, so that a search in several kinds is one query
  words        tsvector not null,
  -- language:fr, source:<id>, status:usable, region:europe, topic:climate, access:free, told:update
  marks        text[] not null
);
create index dispatch_search_newest on dispatch_search (published_at desc, dispatch_id desc);
create index dispatch_search_kind   on dispatch_search (kind);
-- What is pending is read by every search: 256 kB of it, and not the 4 MB that are usual.
create index dispatch_search_words  on dispatch_search using gin (words, marks) with (gin_pending_list_limit = 256);
alter table dispatch_search alter column words set statistics 400;

-- Dispatches whose row is to be made anew; the same one may stand here more than once.
create table dispatch_search_due (
  id          bigint generated always as identity primary key,
  dispatch_id uuid not null
);

create function note_new_dispatches() returns trigger language plpgsql as $$
begin
  insert into dispatch_search_due (dispatch_id) select id from fresh;
  return null;
end
$$;
create trigger note_new_dispatches after insert on dispatch
  referencing new table as fresh for each statement execute function note_new_dispatches();

create function note_changed_dispatches() returns trigger language plpgsql as $$
begin
  insert into dispatch_search_due (dispatch_id)
  select now.id from changed now join before was using (id)
   where (was.language, was.headline, was.standfirst, was.byline, was.body_html, was.source_id, was.status, was.access, was.is_update,
          was.replaces_id is null, was.regions, was.topics, was.published_at)
         is distinct from
         (now.language, now.headline, now.standfirst, now.byline, now.body_html, now.source_id, now.status, now.access, now.is_update,
          now.replaces_id is null, now.regions, now.topics, now.published_at);
  -- Without waiting: the words of a takedown are gone from every table when it says so.
  delete from dispatch_search
   using changed now join before was using (id)
   where dispatch_id = now.id and now.status = 'killed' and now.headline <> was.headline;
  return null;
end
$$;
create trigger note_changed_dispatches after update on dispatch
  referencing old table as before new table as changed for each statement execute function note_changed_dispatches();

insert into dispatch_search_due (dispatch_id) select id from dispatch order by id;

grant select, insert, update, delete on dispatch_search, dispatch_search_due to {{runtime}};
grant usage on all sequences in schema public to {{runtime}};
`;
