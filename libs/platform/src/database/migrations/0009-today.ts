/**
 * The page a newsroom opens in the morning, and telling those who may act that they are needed.
 */
export const sql = /* sql */ `
alter table operator
  -- calls of the desk by mail, where this operator may answer them
  add column alarm_mail boolean not null default true;

-- Which listener was told of which alarm, once each: an alarm of the desk, of a dispatch or of the system.
create table alarm_told (
  alarm_id uuid not null,
  -- an operator's id, or webhook
  listener text not null,
  told_at  timestamptz not null default now(),
  primary key (alarm_id, listener)
);
create index alarm_told_lately on alarm_told (told_at);

-- Asked each time the page is opened, beside years of settled alarms and millions of finished chunks.
create index desk_alarm_open     on desk_alarm (raised_at) where settled_at is null;
create index dispatch_alarm_open on dispatch_alarm (raised_at) where settled_at is null;
create index delivery_chunk_uncertain on delivery_chunk (edition_id) where uncertain > 0;

grant select, insert, delete on alarm_told to {{runtime}};
`;
