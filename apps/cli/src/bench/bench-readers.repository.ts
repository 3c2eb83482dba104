import pg from 'pg';

/** What autovacuum does within a minute of such an import; without it the planner believes the tables empty. */
export async function analyseTables(ownerUrl: string): Promise<{ version: string }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('analyze subscriber, consent, subscription, suppression');
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return { version: rows[0]?.server_version ?? 'unknown' };
  } finally {
    await client.end();
  }
}
