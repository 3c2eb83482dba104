import pg from 'pg';

/** Editions of the days before this one with the same content, as an archive has them: as many, frozen and sent. */
export async function copyEdition(ownerUrl: string, editionId: string, days: number): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('create temporary table copied as select gen_random_uuid() as id, n as days from generate_series(1, $1::int) n', [days]);
    await owner.query(
      `insert into edition (id, newsletter_id, kind, edition_date, sequence, state, due_at, last_due_at, useful_until,
                            propose_at, freeze_at, current_revision)
       select copied.id, newsletter_id, kind, edition_date - days, 1, 'sent', due_at - make_interval(days => days),
              last_due_at - make_interval(days => days), useful_until - make_interval(days => days),
              propose_at - make_interval(days => days), freeze_at - make_interval(days => days), current_revision
         from edition, copied where edition.id = $1`,
      [editionId],
    );
    await owner.query(
      `insert into revision (edition_id, number, subject, preheader, template_version_id, content_hash)
       select copied.id, number, subject, preheader, template_version_id, content_hash from revision, copied where edition_id = $1`,
      [editionId],
    );
    await owner.query(
      `insert into revision_block (edition_id, revision, position, kind, section, dispatch_id, dispatch_version, content)
       select copied.id, revision, position, kind, section, dispatch_id, dispatch_version, content from revision_block, copied where edition_id = $1`,
      [editionId],
    );
    await owner.query('analyze edition, revision, revision_block');
  } finally {
    await owner.end();
  }
} // prettier-ignore
