import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import type { Database } from '@app/platform';

/**
 * A query that is put together once and asked at every request: putting it together costs as much as asking it. Values
 * are named where they stand and given when it is asked.
 */
export type PreparedQuery = <Row>(values: Readonly<Record<string, unknown>>) => Promise<Row[]>;

/** Stands for a value until the query is asked. */
class Given {
  constructor(readonly name: string) {}
}

/** Where the value of this name stands. */
export function given(name: string): RawBuilder<unknown> {
  return sql`${new Given(name)}`;
}

export function preparedQuery(database: Database, query: RawBuilder<unknown>): PreparedQuery {
  const { sql: text, parameters } = query.compile(database);
  return async <Row>(values: Readonly<Record<string, unknown>>) => {
    const bound = parameters.map((one) => (one instanceof Given ? values[one.name] : one));
    return (await database.executeQuery<Row>(CompiledQuery.raw(text, bound))).rows;
  };
}
