import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** Who the ids are that other tables hold, for people to read. */
@Injectable()
export class OperatorNamesRepository {
  constructor(private readonly database: Database) {}

  /** By id; without those who never were operators. */
  async of(operatorIds: readonly string[]): Promise<Map<string, string>> {
    if (operatorIds.length === 0) return new Map();
    const rows = await this.database
      .selectFrom('operator')
      .select(['id', 'name'])
      .where('id', 'in', [...new Set(operatorIds)])
      .execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Those who may sign in. */
  async count(): Promise<number> {
    const { count } = await this.database
      .selectFrom('operator')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('disabled_at', 'is', null)
      .executeTakeFirstOrThrow();
    return count;
  }
}
