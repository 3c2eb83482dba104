/** Who gave a right, and which worker has a list. */
export const sql = /* sql */ `
-- What the identity provider gives and takes stands apart from what was given here: the same place may have both.
alter table operator_grant
  add column is_from_provider boolean not null default false,
  drop constraint operator_grant_operator_id_newsletter_id_family_id_key,
  add constraint operator_grant_place unique nulls not distinct (operator_id, newsletter_id, family_id, is_from_provider);

alter table reader_upload
  -- drawn anew by each worker that takes the list: what an earlier one still writes is refused; null: nobody took it yet
  add column claim_id uuid;
`;
