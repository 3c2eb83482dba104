import pg from 'pg';

/** Readers' mail domains: as many as keep the pace of a single one from being what is measured. Reserved (RFC 2606). */
const DOMAINS = 40;

export const benchReader = (n: number): string => `reader-${n}@post-${n % DOMAINS}.example`;

/** Test data in bulk and copies of whole databases, as the owner of a throw-away server. */
export class SendBenchServer {
  private constructor(
    private readonly client: pg.Client,
    private readonly ownerUrl: string,
  ) {}

  static async open(ownerUrl: string): Promise<SendBenchServer> {
    const client = new pg.Client({ connectionString: ownerUrl });
    // Its server may be taken down under it, by Ctrl-C; whatever is asked next says so.
    client.on('error', () => undefined);
    await client.connect();
    return new SendBenchServer(client, ownerUrl);
  }

  async create(name: string): Promise<void> {
    await this.client.query(`create database ${this.client.escapeIdentifier(name)}`);
  }

  /** A copy of `template`, which nobody may be connected to. By files: a database of this size is logged row by row else. */
  async copy(template: string, name: string): Promise<void> {
    const [from, to] = [template, name].map((one) => this.client.escapeIdentifier(one));
    await this.client.query(`create database ${to} template ${from} strategy file_copy`);
    // What was written just before is not written out while an arm is measured.
    await this.client.query('checkpoint');
  }

  async drop(name: string): Promise<void> {
    await this.client.query(`drop database if exists ${this.client.escapeIdentifier(name)} with (force)`);
  }

  /** Bytes of write-ahead log since the beginning, of the whole server. */
  async walBytes(): Promise<number> {
    const { rows } = await this.client.query<{ bytes: string }>(`select pg_current_wal_lsn() - '0/0' as bytes`);
    return Number(rows[0]?.bytes);
  }

  async isDurable(): Promise<boolean> {
    const { rows } = await this.client.query<{ durable: boolean }>(
      `select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on' as durable`,
    );
    return rows[0]?.durable === true;
  }

  /** A back-end's process; the server itself is its parent. */
  async backEnd(): Promise<number> {
    const { rows } = await this.client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return Number(rows[0]?.pid);
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  /** `count` active readers of a newsletter, each with the consent that makes mailing lawful. */
  async addReaders(database: string, newsletterId: string, count: number): Promise<void> {
    await this.within(database, async (client) => {
      await client.query(
        `with person as (
           insert into subscriber (id, address, canonical_address, address_hash, locale)
           select gen_random_uuid(), address, address, sha256(convert_to(address, 'UTF8')), 'fr'
             from (select 'reader-' || n || '@post-' || n % $3::int || '.example' as address
                     from generate_series(1, $2::int) as n) as reader
           returning id
         ), agreed as (
           insert into consent (id, subscriber_id, newsletter_id, act, basis, wording, wording_version, language)
           select gen_random_uuid(), id, $1::uuid, 'given', 'attested', 'benchmark', 'bench', 'fr' from person
           returning id, subscriber_id
         )
         insert into subscription (id, subscriber_id, newsletter_id, state, consent_id, activated_at)
         select gen_random_uuid(), subscriber_id, $1::uuid, 'active', id, now() from agreed`,
        [newsletterId, count, DOMAINS],
      );
      await client.query('vacuum analyze');
    });
  }

  /** All of them agree to their clicks being counted. */
  async agreeToClicks(database: string): Promise<void> {
    await this.within(database, async (client) => {
      await client.query(
        `with agreed as (
           insert into consent (id, subscriber_id, newsletter_id, purpose, act, basis, wording, wording_version, language)
           select gen_random_uuid(), subscriber_id, newsletter_id, 'clicks', 'given', 'attested', 'benchmark', 'bench', 'fr'
             from subscription
           returning id, subscriber_id
         )
         update subscription set click_consent_id = agreed.id from agreed
          where agreed.subscriber_id = subscription.subscriber_id`,
      );
      await client.query('vacuum analyze subscription, consent');
    });
  }

  private async within(database: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
    const url = new URL(this.ownerUrl);
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }
}
