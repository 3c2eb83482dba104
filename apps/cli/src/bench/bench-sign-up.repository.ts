import pg from 'pg';

/** The database of the sign-up benchmark: of its own, so that no worker sends what is owed there. */
export class SignUpBenchDatabase {
  private constructor(private readonly client: pg.Client) {}

  /** Makes the database beside the one of `ownerUrl`. */
  static async create(ownerUrl: string, name: string): Promise<void> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    try {
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    } finally {
      await client.end();
    }
  }

  /** With the table of the bare route, which has what an address in a table needs: a key, and one row for each. */
  static async open(ownerUrl: string, runtimeRole: string): Promise<SignUpBenchDatabase> {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    await client.query(`
      create table bench_sign_up (id uuid primary key, address text not null unique,
                                  created_at timestamptz not null default now());
      grant insert on bench_sign_up to ${client.escapeIdentifier(runtimeRole)}`);
    return new SignUpBenchDatabase(client);
  }

  /** Rows as they are committed: of the bare route, and of ours those that count, with a confirmation owed. */
  async counts(): Promise<{ bare: number; pending: number; owed: number }> {
    const { rows } = await this.client.query<{ bare: string; pending: string; owed: string }>(`
      select (select count(*) from bench_sign_up) as bare,
             (select count(*) from subscription where state = 'pending') as pending,
             (select count(*) from subscription join notice on notice.subject_id = subscription.id
               where notice.kind = 'confirmation' and notice.state = 'owed' and subscription.state = 'pending') as owed`);
    const [row] = rows;
    return { bare: Number(row?.bare), pending: Number(row?.pending), owed: Number(row?.owed) };
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
