import pg from 'pg';
import { pendingMigrations } from '@app/platform';

/** Longest for one statement, in milliseconds: far less than all checks together may take. */
const STATEMENT_MS = 5_000;
/** Checks run side by side, and a server that is short of connections is not to be made shorter. */
const CONNECTIONS = 2;

export interface ServerFacts {
  readonly versionNumber: number;
  readonly version: string;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly maxConnections: number;
  readonly usedConnections: number;
  /** Seconds; null: none is open. */
  readonly oldestTransaction: number | null;
  readonly isSuperuser: boolean;
  readonly ownsTables: boolean;
}

export interface LateEdition {
  readonly id: string;
  readonly newsletter: string;
  readonly date: string;
  readonly state: string;
  readonly reason: string | null;
}

export interface StoredRelay {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: 'none' | 'offered' | 'required' | 'implicit';
  readonly username: string | null;
  readonly password: Buffer | null;
}

/** What the runtime role may never change or delete (see the migrations). */
const APPEND_ONLY = 'audit_entry consent template_version dispatch_version dispatch_event revision revision_block rendering variant edition_summary'; // prettier-ignore
/** Later than this, a person should look. */
const LATE_MINUTES = 10;

/**
 * Reads what a sick installation still has to say: bare statements on connections of its own, each for itself, so that a
 * database that is only half migrated, or a lib that does not start, keeps no other answer away.
 */
export class DoctorRepository {
  private readonly pool: pg.Pool;

  constructor(connectionString: string) {
    this.pool = new pg.Pool({
      connectionString,
      max: CONNECTIONS,
      application_name: 'colporteur doctor',
      connectionTimeoutMillis: STATEMENT_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS,
    });
    // Whoever asked hears of it as the failure of what it asked.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  async server(): Promise<ServerFacts> {
    const { rows } = await this.pool.query<ServerFacts>(`
      select current_setting('server_version_num')::int as "versionNumber", current_setting('server_version') as version,
             current_setting('fsync') as fsync, current_setting('synchronous_commit') as "synchronousCommit",
             current_setting('max_connections')::int as "maxConnections",
             (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as "usedConnections",
             (select extract(epoch from clock_timestamp() - min(xact_start))::float from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()) as "oldestTransaction",
             (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
             exists (select from pg_tables where schemaname = 'public' and tableowner = current_user) as "ownsTables"`);
    return one(rows);
  }

  /** The server's clock, with the milliseconds it took to ask. */
  async now(): Promise<{ readonly at: number; readonly tookMs: number }> {
    const began = performance.now();
    const { rows } = await this.pool.query<{ at: number }>(
      'select extract(epoch from clock_timestamp())::float * 1000 as at',
    );
    return { at: one(rows).at, tookMs: performance.now() - began };
  }

  async pendingMigrations(): Promise<string[]> {
    const { rows } = await this.pool.query<{ there: boolean }>(`select to_regclass('schema_migration') is not null as there`); // prettier-ignore
    if (!one(rows).there) return pendingMigrations([]);
    const applied = await this.pool.query<{ name: string }>('select name from schema_migration');
    return pendingMigrations(applied.rows.map(({ name }) => name));
  }

  /** Tables that are append-only by design and that this role may change all the same. */
  async changeable(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(
      `select name from unnest(string_to_array($1, ' ')) name
        where to_regclass(name) is not null and has_table_privilege(to_regclass(name), 'update, delete')`,
      [APPEND_ONLY],
    );
    return rows.map(({ name }) => name);
  }

  /** Domains that mail is sent from, with the newsletters behind each. */
  async senders(): Promise<{ domain: string; newsletters: string[] }[]> {
    const { rows } = await this.pool.query<{ domain: string; newsletters: string[] }>(`
      select domain, coalesce(array_agg(distinct slug order by slug) filter (where slug is not null), '{}') as newsletters
        from (select lower(substring(sender_address from '@([^@]*)$')) as domain, slug from newsletter where is_public
              union all
              select lower(sender_domain), null from brand b
               where exists (select from newsletter n where n.brand_id = b.id and n.is_public)) senders
       where domain is not null group by domain order by domain limit 100`);
    return rows;
  }

  async dkimKeys(): Promise<{ domain: string; selector: string; publicKey: string; state: 'pending' | 'active' | 'retiring' }[]> {
    const { rows } = await this.pool.query<{ domain: string; selector: string; publicKey: string; state: 'pending' | 'active' | 'retiring' }>(
      `select domain, selector, public_key as "publicKey", state from dkim_key where state <> 'retired' order by domain, created_at limit 200`,
    );
    return rows;
  } // prettier-ignore

  async transports(): Promise<StoredRelay[]> {
    const { rows } = await this.pool.query<StoredRelay>(
      `select id, name, host, port, tls, username, password from transport where state = 'active' order by name limit 50`,
    );
    return rows;
  }

  async installation(): Promise<{ disarmedCause: string | null; silentSeconds: number } | undefined> {
    const { rows } = await this.pool.query<{ disarmedCause: string | null; silentSeconds: number }>(`
      select disarmed_cause as "disarmedCause", extract(epoch from now() - alive_at)::float as "silentSeconds"
        from installation`);
    return rows[0];
  }

  async openAlarms(): Promise<{ code: string; object: string; since: Date }[]> {
    const { rows } = await this.pool.query<{ code: string; object: string; since: Date }>(
      'select code, object, raised_at as since from system_alarm where settled_at is null order by raised_at limit 20',
    );
    return rows;
  }

  /** Due for a while, and neither sent nor given up; the unsendable end with useful_until. */
  async lateEditions(): Promise<LateEdition[]> {
    const { rows } = await this.pool.query<LateEdition>(
      `select e.id, n.slug as newsletter, e.edition_date::text as date, e.state::text as state, e.reason
         from edition e join newsletter n on n.id = e.newsletter_id
        where e.state not in ('sending', 'sent', 'empty', 'cancelled')
          and e.due_at < now() - make_interval(mins => $1) and e.useful_until > now()
        order by e.due_at limit 20`,
      [LATE_MINUTES],
    );
    return rows;
  }

  /** Rows that should have left by now, of editions that nobody stopped; and rows nobody knows the end of. */
  async deliveries(): Promise<{ waiting: number; editions: number; uncertain: number }> {
    const { rows } = await this.pool.query<{ waiting: number; editions: number; uncertain: number }>(
      `select coalesce(sum(c.open) filter (where c.open > 0 and e.state = 'sending' and e.paused_at is null
                and e.cancelled_at is null and c.due_at < now() - make_interval(mins => $1)
                and (c.rung_at is null or c.rung_at < now() - make_interval(mins => $1))), 0)::int as waiting,
              (count(distinct e.id) filter (where c.open > 0 and e.state = 'sending' and e.paused_at is null
                and e.cancelled_at is null and c.due_at < now() - make_interval(mins => $1)
                and (c.rung_at is null or c.rung_at < now() - make_interval(mins => $1))))::int as editions,
              coalesce(sum(c.uncertain), 0)::int as uncertain
         from delivery_chunk c join edition e on e.id = c.edition_id
        where e.edition_date > current_date - 14`,
      [LATE_MINUTES],
    );
    return one(rows);
  }

  /** Seconds that the longest waiting notice has waited; null: none waits. */
  async oldestNotice(): Promise<{ seconds: number | null; owed: number }> {
    const { rows } = await this.pool.query<{ seconds: number | null; owed: number }>(`
      select extract(epoch from now() - min(greatest(not_before, created_at)))::float as seconds, count(*)::int as owed
        from notice where state = 'owed' and not_before <= now()`);
    return one(rows);
  }

  /** Of a queue that lives in the database: jobs that wait, and milliseconds that the oldest has waited. */
  async queue(): Promise<{ waiting: number; oldestMs: number | null } | undefined> {
    const known = await this.pool.query<{ there: boolean }>(`select to_regclass('bullmq.job') is not null as there`);
    if (!one(known.rows).there) return undefined;
    const { rows } = await this.pool.query<{ waiting: number; oldestMs: number | null }>(`
      select count(*)::int as waiting, (extract(epoch from clock_timestamp()) * 1000 - min(added_at_ms))::float as "oldestMs"
        from bullmq.job where state = 'waiting'`);
    return one(rows);
  }
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement gave no row');
  return row;
}
