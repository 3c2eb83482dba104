/**
 * The template workshop: more kinds of template, partials, whose a version is, and what somebody is still writing.
 */
export const sql = /* sql */ `
alter type template_kind add value 'notice';
alter type template_kind add value 'partial';

alter table template
  -- nobody may use it any more; its slug stays taken. null: in use
  add column archived_at timestamptz;

alter table template_version
  -- the partials it named when it was saved, { name: { mjml, text } }: a version is whole for ever
  add column partials   jsonb not null default '{}',
  -- came with the product: the next release may put its own after it. An operator's never is
  add column is_shipped boolean not null default false;
update template_version set is_shipped = true where author_id is null;

-- Drawn anew by every write, so that a draft thrown away and begun again is never taken for the one before it. It fits
-- an entity tag.
create sequence template_draft_revision as int maxvalue 999999999 cycle;

-- What an operator has not saved as a version yet: one for each template and operator.
create table template_draft (
  template_id  uuid not null references template,
  operator_id  uuid not null references operator,
  -- the version it began from: a newer one was somebody else's
  base_version int not null,
  mjml         text not null,
  plain_text   text not null,
  revision     int not null default nextval('template_draft_revision'),
  updated_at   timestamptz not null default now(),
  primary key (template_id, operator_id)
);

grant select, insert, update, delete on template_draft to {{runtime}};
grant usage on sequence template_draft_revision to {{runtime}};
`;
