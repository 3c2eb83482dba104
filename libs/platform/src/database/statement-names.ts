import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Names of the prepared statements, by their text: as many as the code has. */
const names = new Map<string, string>();

/** From now on every connection runs the statement by name, and PostgreSQL plans it once on each. */
export function nameStatement(text: string): void {
  names.set(text, `c${createHash('sha256').update(text).digest('hex').slice(0, 16)}`);
}

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
