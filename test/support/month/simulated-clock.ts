import pg from 'pg';
import { Clock } from '@app/platform';
import type { TestDatabase } from '../database.js';

/**
 * One clock for the process and for its database. Statements say `now()`, so a schema that is searched before
 * PostgreSQL's own has a function of that name, which reads the hand of this clock; defaults of columns, which know the
 * real function by heart, are taught the other one. Only the database of one test hears of it.
 */
export class SimulatedClock extends Clock {
  private constructor(
    private readonly owner: pg.Client,
    private instant: Date,
  ) {
    super();
  }

  /** Before anything is connected to the database: connections learn where to look for `now()` as they begin. */
  static async install(test: TestDatabase, begin: Date): Promise<SimulatedClock> {
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query(INSTALL);
    const clock = new SimulatedClock(owner, begin);
    await clock.set(begin);
    return clock;
  }

  override now(): Date {
    return this.instant;
  }

  async set(instant: Date): Promise<void> {
    this.instant = instant;
    await this.owner.query('update clock.hand set at = $1', [instant]);
  }

  async close(): Promise<void> {
    await this.owner.end();
  }
}

const INSTALL = `
create schema clock;
create table clock.hand (at timestamptz not null);
insert into clock.hand values (now());
create function clock.now() returns timestamptz language sql stable as 'select at from clock.hand';
grant usage on schema clock to public;
grant select on clock.hand to public;
do $$
declare
  known record;
begin
  for known in
    select a.attrelid::regclass as owner, a.attname
      from pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      join pg_class c on c.oid = d.adrelid
     where pg_get_expr(d.adbin, d.adrelid) = 'now()' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %s alter column %I set default clock.now()', known.owner, known.attname);
  end loop;
  execute format('alter database %I set search_path = clock, public, pg_catalog', current_database());
end
$$;
`;
