/** What preflight refused and somebody let pass, who may, and what became of the links of editions. */
export const sql = /* sql */ `
-- Append-only: why an edition left although something blocked it.
create table edition_override (
  id               uuid primary key,
  edition_id       uuid not null references edition,
  -- the proposal that was looked at: a change voids it
  proposal_version int not null,
  -- of findings: preflight.link_dead
  codes            text[] not null check (cardinality(codes) between 1 and 100),
  -- SHA-256 of each of them, in hex: another fault of the same code is not answered for
  findings         text[] not null check (cardinality(findings) between 1 and 10000),
  reason           text not null check (length(reason) between 1 and 500),
  -- who answers for it; null: the command line
  operator_id      uuid references operator,
  created_at       timestamptz not null default now()
);
create index edition_override_edition on edition_override (edition_id);
grant select, insert on edition_override to {{runtime}};

alter table operator_grant
  drop constraint operator_grant_rights_check,
  add constraint operator_grant_rights_check check (
    cardinality(rights) > 0
    and rights <@ '{view,edit,approve,override,send,flash,kill,import,export,design,configure,administer}');
alter table operator_setting
  drop constraint operator_setting_second_factor_for_check,
  add constraint operator_setting_second_factor_for_check check (
    second_factor_for <@ '{view,edit,approve,override,send,flash,kill,import,export,design,configure,administer}');
`;
