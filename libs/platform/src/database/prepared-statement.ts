import { createHash } from 'node:crypto';
import type { CompiledQuery } from 'kysely';
import { type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Db } from './database.js';

/**
 * A statement that is run thousands of times a minute: built once by us, planned once on each connection by PostgreSQL.
 * Planning one that joins eight tables costs more than running it for twenty rows, and so does building its text.
 *
 * Between PostgreSQL and us may stand a pooler that hands connections out by transaction: it must know of prepared
 * statements (PgBouncer 1.21 and later do).
 */
export class PreparedStatement<Values extends object, Row> {
  private compiled: CompiledQuery | undefined;

  /** `build` gets, for each value by its name, what stands for it in the statement. */
  constructor(private readonly build: (value: (name: keyof Values & string) => Slot, db: Db) => RawBuilder<Row>) {}

  async run(db: Db, values: Values): Promise<Row[]> {
    const compiled = (this.compiled ??= this.compile(db));
    const given = new Map<string, unknown>(Object.entries(values));
    const parameters = compiled.parameters.map((one) => (one instanceof Slot ? given.get(one.name) : one));
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters });
    return rows;
  }

  private compile(db: Db): CompiledQuery {
    const compiled = this.build((name) => new Slot(name), db).compile(db);
    names.set(compiled.sql, `c${createHash('sha256').update(compiled.sql).digest('hex').slice(0, 16)}`);
    return compiled;
  }
}

/** Stands for a value until the statement is run. */
export class Slot {
  constructor(readonly name: string) {}
}

/** Names of the statements that were built, by their text: as many as the code has. */
const names = new Map<string, string>();

/** Has `client` run what is known here as a named statement, which PostgreSQL then keeps planned. */
export function nameStatements(client: pg.ClientBase): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  Object.assign(client, {
    query: (...given: unknown[]): unknown => {
      const [text, values] = given;
      const name = typeof text === 'string' ? names.get(text) : undefined;
      return name === undefined ? query(...given) : query({ name, text, values });
    },
  });
}
