/**
 * Operators get in by more ways than a link, and may what they were given: for everything, for one newsletter, for one
 * family. Grants, passwords, second factors, an identity elsewhere, sessions one can tell apart, keys with a restriction,
 * and the audit found by who, what and when.
 */
export const sql = /* sql */ `
-- ── operators ────────────────────────────────────────────────────────────────────────────────────────────────────────

alter table operator
  -- argon2id as a PHC string; null: comes in by links or by OpenID Connect alone
  add column password_hash       text,
  add column password_changed_at timestamptz,
  -- AES-256-GCM under a key derived from SECRET_KEY; null: no second factor. Good for nothing until it is confirmed
  add column totp_secret         bytea,
  add column totp_confirmed_at   timestamptz,
  -- the step (RFC 6238) of the last code that was taken: a code is good once
  add column totp_last_step      bigint,
  -- who it is at the identity provider; null: is known here only
  add column oidc_issuer         text,
  add column oidc_subject        text,
  -- null: the command line, or the identity provider
  add column invited_by          uuid references operator,
  add column last_signed_in_at   timestamptz,
  add column version             int not null default 1,
  add check ((oidc_issuer is null) = (oidc_subject is null)),
  add check (totp_secret is not null or (totp_confirmed_at is null and totp_last_step is null));
create unique index operator_oidc on operator (oidc_issuer, oidc_subject);

-- Rights beyond those of the role. Both keys null: everywhere.
create table operator_grant (
  id            uuid primary key,
  operator_id   uuid not null references operator,
  -- for this one newsletter; null: for a family, or everywhere
  newsletter_id uuid references newsletter,
  -- for the newsletters of this family; null: for one newsletter, or everywhere
  family_id     uuid references newsletter_family,
  rights        text[] not null check (
    cardinality(rights) > 0
    and rights <@ '{view,edit,approve,send,flash,kill,import,export,design,configure,administer}'),
  created_at    timestamptz not null default now(),
  check (newsletter_id is null or family_id is null),
  unique nulls not distinct (operator_id, newsletter_id, family_id)
);

create table recovery_code (
  operator_id uuid not null references operator,
  code_hash   bytea not null,
  created_at  timestamptz not null default now(),
  used_at     timestamptz,
  primary key (operator_id, code_hash)
);

alter table operator_session
  -- what the browser calls itself, cut down to a label such as "Firefox on Linux"
  add column user_agent           text not null default '',
  add column method               text not null default 'link' check (method in ('link', 'password', 'oidc')),
  -- the password was right and the second factor is still to come: it may do nothing else until then
  add column awaits_second_factor boolean not null default false,
  add column second_factor_at     timestamptz,
  -- the secret before the last change of secrets, good for a moment longer: requests under way carry it
  add column previous_token_hash  bytea,
  add column rotated_at           timestamptz,
  -- who ended it; null: nobody did, or a policy
  add column revoked_by           uuid references operator;
create unique index operator_session_previous on operator_session (previous_token_hash) where previous_token_hash is not null;
create index operator_session_live on operator_session (operator_id) where revoked_at is null;

alter table sign_in_link
  add column purpose text not null default 'sign_in' check (purpose in ('invitation', 'sign_in', 'password_reset'));
create index sign_in_link_unused on sign_in_link (operator_id) where used_at is null;

-- Failed tries to get in, counted by a keyed hash of what is counted: an account on a device, a network.
create table sign_in_failure (
  key          bytea primary key,
  failures     int not null default 0,
  last_at      timestamptz not null default now(),
  -- null: the next try may come at once
  locked_until timestamptz
);
create index sign_in_failure_last on sign_in_failure (last_at);

alter table api_key
  -- good for this one newsletter only; null: for a family, or unrestricted
  add column newsletter_id       uuid references newsletter,
  -- good for the newsletters of this family only; null: for one newsletter, or unrestricted
  add column family_id           uuid references newsletter_family,
  -- null: the command line
  add column created_by          uuid references operator,
  add column requests_per_minute int not null default 600 check (requests_per_minute between 1 and 60000),
  add check (newsletter_id is null or family_id is null);
create index api_key_live on api_key (operator_id) where revoked_at is null;

-- One row: what holds for all operators.
create table operator_setting (
  the_only          boolean primary key default true check (the_only),
  -- a newsroom of one: nobody else is waited for. null: not declared
  solo_since        timestamptz,
  -- who declared it; null: not declared, or the command line
  solo_by           uuid references operator,
  -- rights that are held only in a session with a second factor
  second_factor_for text[] not null default '{}' check (
    second_factor_for <@ '{view,edit,approve,send,flash,kill,import,export,design,configure,administer}')
);
insert into operator_setting default values;

-- ── platform ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The key it was asked with; null: a person, the command line or a policy.
alter table audit_entry add column api_key_id uuid;
create index audit_entry_time     on audit_entry (occurred_at, id);
create index audit_entry_operator on audit_entry (operator_id, id);
create index audit_entry_key      on audit_entry (api_key_id, id) where api_key_id is not null;
create index audit_entry_object   on audit_entry (object, id);
create index audit_entry_action   on audit_entry (action text_pattern_ops, id);

-- ── rights of the runtime role ───────────────────────────────────────────────────────────────────────────────────────

grant select, insert, update, delete on operator_grant, recovery_code, sign_in_failure to {{runtime}};
grant select, update on operator_setting to {{runtime}};
`;
