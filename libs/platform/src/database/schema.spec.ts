import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { projectPath } from '../project-path.js';

/** schema.ts read as TypeScript: table → column → how its type is written. */
function declaredTables(): Map<string, Map<string, string>> {
  const file = projectPath('libs', 'platform', 'src', 'database', 'schema.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  source.forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node)) interfaces.set(node.name.text, node);
  });
  const columnsOf = (name: string): Map<string, string> => {
    const declaration = interfaces.get(name);
    if (declaration === undefined) throw new Error(`no interface ${name}`);
    const inherited = (declaration.heritageClauses ?? []).flatMap((clause) =>
      clause.types.map((type) => type.expression.getText(source)),
    );
    const columns = new Map(inherited.flatMap((parent) => [...columnsOf(parent)]));
    for (const member of declaration.members) {
      if (ts.isPropertySignature(member) && member.type !== undefined)
        columns.set(member.name.getText(source), member.type.getText(source));
    }
    return columns;
  };
  return new Map([...columnsOf('Schema')].map(([table, type]) => [table, columnsOf(type)]));
}

interface Column {
  table_name: string;
  column_name: string;
  udt_name: string;
  is_nullable: 'YES' | 'NO';
  has_default: boolean;
}

const scalar: Record<string, string> = {
  uuid: 'string', text: 'string', int4: 'number', int2: 'number', int8: 'number', bool: 'boolean', bytea: 'Buffer',
  timestamptz: 'Timestamp', date: 'Day', time: 'string', jsonb: 'Json', float8: 'number', _text: 'string[]', _int4: 'number[]', tsvector: 'string',
}; // prettier-ignore

/** How schema.ts must write a column with these properties. */
function expected(column: Column, enums: Set<string>): RegExp {
  const base = enums.has(column.udt_name)
    ? pascal(column.udt_name)
    : (scalar[column.udt_name] ?? `unknown type ${column.udt_name}`);
  if (base === 'Json') return column.has_default ? /^JsonDefault</ : /^Json</;
  const escaped = base.replace(/[[\]]/g, '\\$&');
  if (base === 'Timestamp' && column.has_default) return /^DefaultNow$/;
  if (column.is_nullable === 'YES') return new RegExp(`^${escaped} \\| null$`);
  // A default may be left out of the type where every writer states the value on purpose.
  return column.has_default ? new RegExp(`^(Generated<${escaped}>|${escaped})$`) : new RegExp(`^${escaped}$`);
}

function pascal(name: string): string {
  return name.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
}

describe('schema.ts', () => {
  let test: TestDatabase;
  let columns: Column[];
  let enums: Map<string, string[]>;
  beforeAll(async () => {
    test = await createTestDatabase();
    const client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
    ({ rows: columns } = await client.query<Column>(
      `select c.table_name, c.column_name, c.udt_name, c.is_nullable,
              (c.column_default is not null or c.is_identity = 'YES') as has_default
         from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_migration' and c.table_name !~ '^delivery_(attempt_)?\\d{4}'
        order by c.table_name, c.ordinal_position`,
    ));
    const labels = await client.query<{ name: string; labels: string[] }>(
      `select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels from pg_type t join pg_enum e on e.enumtypid = t.oid
        join pg_namespace n on n.oid = t.typnamespace where n.nspname = 'public' group by 1`,
    );
    enums = new Map(labels.rows.map((row) => [row.name, row.labels]));
    await client.end();
  });
  afterAll(() => test.close());

  it('names the tables and columns of a migrated database, no more and no fewer', () => {
    const actual = [...new Set(columns.map((column) => `${column.table_name}.${column.column_name}`))].sort();
    const declared = [...declaredTables()]
      .flatMap(([table, names]) => [...names.keys()].map((name) => `${table}.${name}`))
      .sort();
    expect(declared).toEqual(actual);
  });

  it('gives each column the type the database has', () => {
    const declared = declaredTables();
    const wrong = columns.filter(
      (column) =>
        !expected(column, new Set(enums.keys())).test(declared.get(column.table_name)?.get(column.column_name) ?? ''),
    );
    expect(
      wrong.map(
        (column) => `${column.table_name}.${column.column_name} is ${column.udt_name}, nullable ${column.is_nullable}`,
      ),
    ).toEqual([]);
  });

  it('lists the members of every enum in order', () => {
    const source = readFileSync(projectPath('libs', 'platform', 'src', 'database', 'schema.ts'), 'utf8');
    for (const [name, labels] of enums) {
      const declared = new RegExp(`export type ${pascal(name)} =([^;]*);`).exec(source)?.[1] ?? '';
      expect([name, [...declared.matchAll(/'([a-z_]+)'/g)].map((match) => match[1])]).toEqual([name, labels]);
    }
  });

  it.each([
    'audit_entry',
    'consent',
    'template_version',
    'dispatch_version',
    'dispatch_event',
    'cluster_decision',
    'revision',
    'revision_block',
    'edition_summary',
    'rendering',
    'variant',
    'variant_cut',
    'edition_cut',
    'correction',
    'unknown_time',
    'story_link',
    'edition_override',
  ])('lets the runtime role append to %s but never change or delete', async (table) => {
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    try {
      await expect(client.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
      const { rows } = await client.query<{ column_name: string }>(
        `select column_name from information_schema.columns where table_name = $1 order by ordinal_position desc limit 1`,
        [table],
      );
      const [column] = rows;
      await expect(
        client.query(`update ${table} set ${column?.column_name ?? ''} = ${column?.column_name ?? ''}`),
      ).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });

  it('lets the runtime role make a month of the ledger only through its function, and twice at once', async () => {
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    await expect(client.query('create table intruder (id int)')).rejects.toThrow(/permission denied/);
    const second = new pg.Client({ connectionString: test.url });
    await second.connect();
    await Promise.all([
      client.query(`select ensure_delivery_partition('2031-05-17')`),
      second.query(`select ensure_delivery_partition('2031-05-18')`),
    ]);
    const { rows } = await client.query<{ part: string | null }>(
      `select to_regclass('delivery_2031_05')::text as part`,
    );
    expect(rows).toEqual([{ part: 'delivery_2031_05' }]);
    await client.end();
    await second.end();
  });
});
