import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

export interface KnownDomain {
  readonly domain: string;
  readonly provider: string;
  /** False: asked too long ago to be relied on. */
  readonly isFresh: boolean;
}

export interface LearntDomain {
  readonly domain: string;
  readonly provider: string;
  readonly keptSeconds: number;
}

/** No reader's domain is out of use for so long while editions are sent. */
const UNUSED_DAYS = 30;

/** What DNS said of mail domains, for all workers and the next start. */
@Injectable()
export class MailDomainRepository {
  constructor(private readonly database: Database) {}

  async known(domains: readonly string[]): Promise<KnownDomain[]> {
    return this.database
      .selectFrom('mail_domain')
      .select(['domain', 'provider', sql<boolean>`expires_at > now()`.as('isFresh')])
      .where('domain', '=', sql<string>`any(${domains}::text[])`)
      .execute();
  }

  async keep(learnt: readonly LearntDomain[]): Promise<void> {
    // In one order, so that two workers wait for one another instead of both for ever.
    const sorted = learnt.toSorted((a, b) => (a.domain < b.domain ? -1 : 1));
    await sql`
      insert into mail_domain (domain, provider, expires_at)
      select domain, provider, now() + make_interval(secs => seconds)
        from unnest(${sorted.map((row) => row.domain)}::text[], ${sorted.map((row) => row.provider)}::text[],
                    ${sorted.map((row) => row.keptSeconds)}::int[]) as given (domain, provider, seconds)
      on conflict (domain) do update
        set provider = excluded.provider, asked_at = now(), expires_at = excluded.expires_at`.execute(this.database);
  }

  /** Domains nobody asked for any more: those in use are asked anew each week. */
  async forget(): Promise<number> {
    const { numDeletedRows } = await this.database
      .deleteFrom('mail_domain')
      .where('asked_at', '<', sql<Date>`now() - make_interval(days => ${UNUSED_DAYS})`)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
