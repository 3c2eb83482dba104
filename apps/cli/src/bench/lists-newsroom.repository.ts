import type pg from 'pg';

/** What the rooms of editions and of the audit are asked about, for a throw-away database only. */

/** Operators who did what stands in the log. */
const OPERATORS = 25;
/** Days over which they did it. */
const DAYS = 730;

/** What was done, the frequent first; one in a thousand is a sign-in that an administrator undid. */
const ACTS = ['dispatch.corrected', 'edition.approved', 'subscriber.ended', 'operator.signed_in', 'block.replaced'];
const RARE_ACT = 'operator.sessions_revoked';

/** Entries of the log, the latest last, of operators who are drawn in turn. */
export async function insertAudit(owner: pg.Client, count: number): Promise<void> {
  await owner.query(
    `with person as materialized (select n, gen_random_uuid() as id from generate_series(0, $2::int - 1) n),
          thing as materialized (select n, 'edition:' || gen_random_uuid() as object from generate_series(0, 999) n)
     insert into audit_entry (occurred_at, operator_id, action, object, detail)
     select now() - make_interval(secs => ($1::int - act.n)::float8 * ${DAYS * 86_400} / $1::int), person.id,
            case when act.n % 1000 = 7 then $4 else ($3::text[])[1 + act.n % cardinality($3::text[])] end, thing.object,
            jsonb_build_object('number', act.n)
       from generate_series(1, $1::int) as act (n) join person on person.n = act.n % $2::int join thing on thing.n = act.n % 1000
      order by act.n`,
    [count, OPERATORS, ACTS, RARE_ACT],
  );
  await owner.query('vacuum analyze audit_entry');
} // prettier-ignore

/** One of the operators in the log and one of the things they did something to; undefined: nothing was made yet. */
export async function sampleAct(
  owner: pg.Client,
): Promise<{ readonly operatorId: string; readonly object: string } | undefined> {
  const { rows } = await owner.query<{ operatorId: string; object: string }>(
    `select operator_id as "operatorId", object from audit_entry where action = $1 order by id limit 1`,
    [RARE_ACT],
  );
  return rows[0];
}

/** The ledger of the latest edition: every active reader of its newsletter in five waves, one of fifty refused. */
export async function insertLedger(owner: pg.Client): Promise<void> {
  const editionId = await latestEdition(owner);
  await owner.query('select ensure_delivery_partition(edition_date) from edition where id = $1', [editionId]);
  await owner.query(
    `insert into delivery (edition_date, edition_id, subscriber_id, subscription_id, chunk, due_at, state, attempts, settled_at,
       transport, provider, smtp_code, enhanced_code)
     select edition_date, edition.id, subscriber_id, subscription.id, nth / 500, due.at,
            case when nth % 50 = 0 then 'rejected' else 'submitted' end::delivery_state, 1 + (nth % 40 = 0)::int,
            due.at + make_interval(secs => nth % 1800), 'relay', (array['gmail', 'outlook', 'orange', 'other'])[1 + nth % 4],
            case when nth % 50 = 0 then 550 else 250 end, case when nth % 50 = 0 then '5.1.1' end
       from edition
       join (select *, (row_number() over (order by id))::int as nth from subscription where state = 'active') subscription using (newsletter_id),
            lateral (select edition.due_at + make_interval(hours => nth % 5) as at) due
      where edition.id = $1`,
    [editionId],
  );
  await owner.query('vacuum analyze delivery');
} // prettier-ignore

/** The edition with a ledger, and how many rows it has. */
export async function filledLedger(owner: pg.Client): Promise<{ readonly editionId: string; readonly rows: number }> {
  const editionId = await latestEdition(owner);
  const { rows } = await owner.query<{ count: number }>(
    'select count(*)::int as count from delivery where edition_id = $1',
    [editionId],
  );
  return { editionId, rows: rows[0]?.count ?? 0 };
}

async function latestEdition(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ id: string }>('select id from edition order by due_at desc, id desc limit 1');
  return rows[0]?.id ?? '';
}

/** Ids of editions that left, the latest first. */
export async function closedEditions(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from edition where state = 'sent' order by due_at desc, id desc`,
  );
  return rows.map(({ id }) => id);
}
