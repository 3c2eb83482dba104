/** What an operator showed to somebody without an account: a rendering of one moment, behind a link that ends. */
export const sql = /* sql */ `
create table shared_preview (
  id          uuid primary key,
  -- SHA-256 of the secret in its link, so that reading this table opens none
  token_hash  bytea not null unique check (length(token_hash) = 32),
  template_id uuid not null references template,
  -- null: made up, or a newsletter's next edition
  edition_id  uuid references edition,
  -- ids of the dispatches and pictures in it: killed or taken down, it is shown no more
  holds       text[] not null check (cardinality(holds) <= 2000),
  subject     text not null,
  html        text not null,
  plain_text  text not null,
  operator_id uuid not null references operator,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);
create index shared_preview_expiry on shared_preview (expires_at);
grant select, insert, delete on shared_preview to {{runtime}};
`;
