import type { CompiledQuery, RawBuilder } from 'kysely';
import type { Db } from './database.js';
import { nameStatement } from './statement-names.js';

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
    nameStatement(compiled.sql);
    return compiled;
  }
}

/** Stands for a value until the statement is run. */
export class Slot {
  constructor(readonly name: string) {}
}
