import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';

/** A dispatch whose page somebody has begun to fetch; `tries` names this try, so that a late one writes over no other. */
export interface ClaimedArticle {
  readonly dispatchId: string;
  readonly sourceSlug: string;
  readonly headline: string;
  readonly link: string;
  /** This one included. */
  readonly tries: number;
}

/** The host of a link as it stands there, for asking one thing at a time of it. */
const HOST = sql<string>`lower(substring(dispatch.link from '^[A-Za-z]+://([^/?#]+)'))`;

/** Every statement on pages to be fetched: which are due, who fetches them, what became of it. */
@Injectable()
export class ArticleRepository {
  constructor(private readonly database: Database) {}

  /** Ids of dispatches whose page is due, one a host, longest waiting first. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.database
      .selectFrom(this.fetchable(this.database).select(['dispatch.id', 'dispatch.article_next_at']).distinctOn(HOST).orderBy(HOST).orderBy('dispatch.article_next_at').as('first'))
      .select('first.id')
      .orderBy('first.article_next_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  } // prettier-ignore

  /** The next due one on the host of this dispatch. */
  async nextOn(host: string): Promise<string | undefined> {
    const row = await this.fetchable(this.database)
      .select('dispatch.id')
      .where(HOST, '=', host)
      .orderBy('dispatch.article_next_at')
      .limit(1)
      .executeTakeFirst();
    return row?.id;
  }

  /**
   * Takes a due one by moving its next try behind the time this one may take: of two workers one gets it, and a worker
   * that dies is followed by another. Nobody gets it while another page of its host is being fetched, which shows as a
   * try that lies within one lease from now; a retry that is so near counts as one.
   */
  claim(dispatchId: string, leaseSeconds: number): Promise<ClaimedArticle | undefined> {
    return this.database.transaction().execute(async (trx) => {
      const due = await this.fetchable(trx)
        .select([HOST.as('host'), 'source.slug', 'dispatch.headline', 'dispatch.link'])
        .where('dispatch.id', '=', dispatchId)
        .executeTakeFirst();
      if (due === undefined || due.link === null) return undefined;
      await sql`select pg_advisory_xact_lock(hashtextextended(${`article:${due.host}`}, 0))`.execute(trx);
      const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;
      const busy = trx
        .selectFrom('dispatch')
        .select('dispatch.id')
        .where('article_state', '=', 'due')
        .where('article_tries', '>', 0)
        .where('article_next_at', '>', sql<Date>`now()`)
        .where('article_next_at', '<=', lease)
        .where(HOST, '=', due.host);
      const taken = await trx
        .updateTable('dispatch')
        .set({ article_tries: sql<number>`article_tries + 1`, article_next_at: lease })
        .where('id', 'in', this.fetchable(trx).select('dispatch.id').where('dispatch.id', '=', dispatchId))
        .where((where) => where.not(where.exists(busy)))
        .returning('article_tries')
        .executeTakeFirst();
      const { slug, headline, link } = due;
      return taken && { dispatchId, sourceSlug: slug, headline, link, tries: taken.article_tries };
    });
  }

  async tryLater(claim: ClaimedArticle, seconds: number, { countsAsTry }: { countsAsTry: boolean }): Promise<void> {
    await this.ofClaim(claim)
      .set({
        article_next_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
        ...(countsAsTry ? {} : { article_tries: claim.tries - 1 }),
      })
      .execute();
  }

  async refuse(claim: ClaimedArticle, code: string): Promise<void> {
    await this.ofClaim(claim).set({ article_state: 'refused', article_reason: code, article_next_at: null }).execute();
  }

  /** Refuses what was begun `tries` times and ended by nobody: whoever begins it is brought down by it. */
  async giveUp(tries: number, code: string): Promise<string[]> {
    const rows = await this.database
      .updateTable('dispatch')
      .set({ article_state: 'refused', article_reason: code, article_next_at: null })
      .where('article_state', '=', 'due')
      .where('article_tries', '>=', tries)
      .where('article_next_at', '<=', sql<Date>`now()`)
      .returning('id')
      .execute();
    return rows.map((row) => row.id);
  }

  /** Due, not killed, of a source whose pages we keep, and with the right to mail it now. */
  private fetchable(db: Db) {
    return db
      .selectFrom('dispatch')
      .innerJoin('source', 'source.id', 'dispatch.source_id')
      .where('dispatch.article_state', '=', 'due')
      .where('dispatch.article_next_at', '<=', sql<Date>`now()`)
      .where('dispatch.link', 'is not', null)
      .where('dispatch.status', '!=', 'killed')
      .where('source.full_text', '=', true)
      .where('dispatch.may_mail', '=', true)
      .where((where) =>
        where.or([where('dispatch.use_until', 'is', null), where('dispatch.use_until', '>', sql<Date>`now()`)]),
      );
  }

  private ofClaim({ dispatchId, tries }: ClaimedArticle) {
    return this.database
      .updateTable('dispatch')
      .where('id', '=', dispatchId)
      .where('article_state', '=', 'due')
      .where('article_tries', '=', tries);
  }
}
