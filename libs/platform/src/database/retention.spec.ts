import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectPath } from '../project-path.js';

const schema = readFileSync(projectPath('libs', 'platform', 'src', 'database', 'schema.ts'), 'utf8');
const page = readFileSync(projectPath('docs', 'retention.md'), 'utf8');

/** The columns of an interface of schema.ts, as written in its body. */
function columnsOf(name: string): string[] {
  const body = new RegExp(`export interface ${name} [^{]*\\{\\n(.*?)\\n\\}`, 's').exec(schema)?.[1];
  if (body === undefined) throw new Error(`schema.ts has no interface ${name}`);
  return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, column]) => column ?? '');
}

const tables = [...schema.matchAll(/^ {2}(\w+): (\w+Table);$/gm)].map(([, table, type]) => ({
  table: table ?? '',
  columns: columnsOf(type ?? ''),
}));

/** A column with one of these names is about a person: an address, a secret of theirs, or an id that leads to them. */
const PERSONAL = /address|^(subscriber|recipient|operator|author)_id$|^approved_by$|^(token|key)_hash$|^byline$/;
/** Named after the same things, and about an organisation or about work published under a name. */
const NOT_A_PERSON = [
  'brand.postal_address',
  'brand.contact_address',
  'newsletter.sender_address',
  'newsletter.contact_address',
  'dispatch.byline',
];

/** The names in back quotes in one section of the page, without those in links. */
function namedIn(text: string): Set<string> {
  return new Set([...text.matchAll(/(?<!\[)`([a-z_]+)`/g)].map(([, name]) => name ?? ''));
}

describe('docs/retention.md', () => {
  const [, personal = '', others = ''] = page.split(/^## .*$/m);

  it('names every table of the schema', () => {
    expect(tables.length).toBeGreaterThan(30);
    const named = namedIn(personal + others);
    expect(tables.map(({ table }) => table).filter((table) => !named.has(table))).toEqual([]);
  });

  it('says how long every table with data of a person keeps it', () => {
    const about = tables.filter(({ table, columns }) =>
      columns.some((column) => PERSONAL.test(column) && !NOT_A_PERSON.includes(`${table}.${column}`)),
    );
    expect(about.length).toBeGreaterThan(10);
    const named = namedIn(personal);
    expect(about.map(({ table }) => table).filter((table) => !named.has(table))).toEqual([]);
  });

  it('states the periods the code keeps', () => {
    const stated = [...page.matchAll(/(\d+) days? \(\[`(\w+)`\]\(\.\.\/([^)]+)\)\)/g)];
    expect(new Set(stated.map(([, , constant]) => constant))).toEqual(
      new Set([
        'CONFIRMATION_DAYS',
        'SETTLED_DAYS',
        'UNSENT_DAYS',
        'STAGING_DAYS',
        'UPLOAD_DAYS',
        'LEDGER_DAYS',
        'BOUNCE_DAYS',
        'ENDED_DAYS',
        'POLL_DAYS',
        'ANSWER_DAYS',
        'COUNTER_DAYS',
        'UNUSED_DAYS',
        'COUNT_DAYS',
        'JOURNAL_DAYS',
      ]),
    );
    for (const [, days, constant, file] of stated) {
      const source = readFileSync(projectPath(file ?? ''), 'utf8');
      expect(source).toContain(`const ${constant ?? ''} = ${days ?? ''};`);
    }
  });
});
