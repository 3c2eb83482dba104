/** Whether the links of proposals answer, asked before anybody approves them. */
export const sql = /* sql */ `
-- of an address, not of an edition: what several editions hold is asked once
create table link_look (
  -- SHA-256 of the address: addresses may hold tokens, and whoever asks has the address
  address_hash bytea primary key check (length(address_hash) = 32),
  verdict      text not null check (verdict in ('alive', 'dead', 'unreachable')),
  -- a status, or why there is none
  answer       text not null check (length(answer) between 1 and 60),
  looked_at    timestamptz not null
);
create index link_look_age on link_look (looked_at);
grant select, insert, update, delete on link_look to {{runtime}};
`;
