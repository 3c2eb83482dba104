import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db } from '@app/platform';

export interface FailingTransport {
  readonly transport: string;
  readonly failingSince: Date;
  /** Redacted. */
  readonly lastFailure: string | null;
  /** It fails for longer than a restart takes. */
  readonly isLong: boolean;
}

export interface TransportHealthRow {
  readonly transport: string;
  /** null: works. */
  readonly failingSince: Date | null;
  /** Redacted; also the last one of a transport that works again. */
  readonly lastFailure: string | null;
  readonly nextTryAt: Date | null;
}

/** A relay that restarts is back by then; after it, operators are told. */
const LONG_SECONDS = 60;
/** A worker that took the next try and died leaves it to another after this. */
const TRY_LEASE_SECONDS = 90;

/** How transports do, shared by all workers. All times are the database's. */
@Injectable()
export class TransportHealthRepository {
  constructor(private readonly database: Database) {}

  failing(): Promise<FailingTransport[]> {
    return this.database
      .selectFrom('transport_health')
      .select(['transport', 'last_failure as lastFailure'])
      .select(sql<Date>`failing_since`.as('failingSince'))
      .select(sql<boolean>`failing_since < now() - make_interval(secs => ${LONG_SECONDS})`.as('isLong'))
      .where('failing_since', 'is not', null)
      .execute();
  }

  all(): Promise<TransportHealthRow[]> {
    return this.database
      .selectFrom('transport_health')
      .select(['transport', 'failing_since as failingSince'])
      .select(['last_failure as lastFailure', 'next_try_at as nextTryAt'])
      .execute();
  }

  /** It fails from now on; if it did already, its next try stays when it was. */
  async fails(transport: string, failure: string, trySeconds: number): Promise<void> {
    await sql`
      insert into transport_health as known (transport, failing_since, last_failure, next_try_at)
      values (${transport}, now(), ${failure}, now() + make_interval(secs => ${trySeconds}))
      on conflict (transport) do update set
        failing_since = coalesce(known.failing_since, excluded.failing_since),
        next_try_at = case when known.failing_since is null then excluded.next_try_at else known.next_try_at end,
        failures = case when known.failing_since is null then 0 else known.failures end,
        last_failure = excluded.last_failure, noticed_at = now()`.execute(this.database);
  }

  /** Takes the tries that are due, each for one worker alone. Returns how many were made before. */
  async takeTries(transports: readonly string[]): Promise<{ transport: string; failures: number }[]> {
    if (transports.length === 0) return [];
    return this.database
      .updateTable('transport_health')
      .set({ next_try_at: sql<Date>`now() + make_interval(secs => ${TRY_LEASE_SECONDS})` })
      .where('transport', 'in', transports)
      .where('failing_since', 'is not', null)
      .where('next_try_at', '<=', sql<Date>`now()`)
      .returning(['transport', 'failures'])
      .execute();
  }

  async tryFailed(transport: string, failure: string, trySeconds: number): Promise<void> {
    await this.database
      .updateTable('transport_health')
      .set({
        failures: sql<number>`failures + 1`,
        last_failure: failure,
        next_try_at: sql<Date>`now() + make_interval(secs => ${trySeconds})`,
        noticed_at: sql<Date>`now()`,
      })
      .where('transport', '=', transport)
      .where('failing_since', 'is not', null)
      .execute();
  }

  /** Returns whether it did not work before. */
  async works(db: Db, transport: string): Promise<boolean> {
    const mended = await db
      .updateTable('transport_health')
      .set({ failing_since: null, failures: 0, next_try_at: null, noticed_at: sql<Date>`now()` })
      .where('transport', '=', transport)
      .where('failing_since', 'is not', null)
      .executeTakeFirst();
    return mended.numUpdatedRows > 0n;
  }
}
