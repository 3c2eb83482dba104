import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, newId } from '@app/platform';

export interface EvidenceKey {
  readonly id: string;
  readonly secret: Buffer;
}

/** Every statement on evidence keys. */
@Injectable()
export class EvidenceKeyRepository {
  constructor(private readonly database: Database) {}

  /** The key of a month (its first day, `2026-11-01`): the first to ask makes it, everybody gets the same. */
  async ofMonth(month: string, candidate: Buffer): Promise<EvidenceKey> {
    await this.database
      .insertInto('evidence_key')
      .values({ id: newId(), month, secret: candidate })
      .onConflict((conflict) => conflict.column('month').doNothing())
      .execute();
    return this.database
      .selectFrom('evidence_key')
      .select(['id', 'secret'])
      .where('month', '=', month)
      .executeTakeFirstOrThrow();
  }

  /** Returns how many. What was hashed with them tells nobody anything any more. */
  async forget(months: number): Promise<number> {
    const result = await this.database
      .deleteFrom('evidence_key')
      .where('month', '<', sql<string>`(now() - make_interval(months => ${months}))::date`)
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }
}
