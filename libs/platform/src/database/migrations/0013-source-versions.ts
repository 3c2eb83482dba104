/**
 * Two people who change one source at once are told of each other.
 */
export const sql = /* sql */ `
-- A constant default: no row is written anew, and polls go on meanwhile.
alter table source
  add column version int not null default 1;
`;
