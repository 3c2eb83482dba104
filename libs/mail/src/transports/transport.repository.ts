import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type TransportState } from '@app/platform';
import type { StoredTransport, TransportPurpose, TransportSettings } from './transport.js';

/** With its sealed password; for those who open it. */
export interface SealedTransport extends StoredTransport {
  readonly password: Buffer | null;
}

const columns = [
  'id',
  'name',
  'host',
  'port',
  'tls',
  'username',
  'purposes',
  'weight',
  'connections',
  'per_second as perSecond',
  'sending_domains as sendingDomains',
  'state',
  'version',
  'created_at as createdAt',
  'changed_at as changedAt',
] as const;

@Injectable()
export class TransportRepository {
  constructor(private readonly database: Database) {}

  /** The ones that may be given messages, by name. */
  async active(): Promise<SealedTransport[]> {
    const rows = await this.database
      .selectFrom('transport')
      .select([...columns, 'password'])
      .where('state', '=', 'active')
      .orderBy('name')
      .execute();
    return rows.map((row) => ({ ...row, purposes: row.purposes as TransportPurpose[] }));
  }

  /** All of them, retired ones last. */
  async all(): Promise<StoredTransport[]> {
    const rows = await this.database
      .selectFrom('transport')
      .select(columns)
      .orderBy(sql`state = 'retired'`)
      .orderBy('name')
      .execute();
    return rows.map((row) => ({ ...row, purposes: row.purposes as TransportPurpose[] }));
  }

  async byName(db: Db, name: string): Promise<SealedTransport | undefined> {
    const row = await db
      .selectFrom('transport')
      .select([...columns, 'password'])
      .where('name', '=', name)
      .executeTakeFirst();
    return row === undefined ? undefined : { ...row, purposes: row.purposes as TransportPurpose[] };
  }

  /** False when the name is taken, also by one that was retired. */
  async add(
    db: Db,
    { id, name, password, ...settings }: TransportSettings & { id: string; name: string; password: Buffer | null },
  ): Promise<boolean> {
    const added = await db
      .insertInto('transport')
      .values({ id, name, password, ...rowOf(settings) })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    return added !== undefined;
  }

  /** False when it was changed since `version`. `password` undefined: stays as it is. */
  async change(
    db: Db,
    { id, version }: { readonly id: string; readonly version: number },
    settings: TransportSettings & { readonly password?: Buffer | null },
  ): Promise<boolean> {
    const { password, ...rest } = settings;
    const changed = await db
      .updateTable('transport')
      .set({ ...rowOf(rest), ...(password !== undefined && { password }), ...oneVersionOn })
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  }

  /** Returns whether it was in another of `from`. A retired one keeps no password. */
  async move(db: Db, id: string, from: readonly TransportState[], to: TransportState): Promise<boolean> {
    const moved = await db
      .updateTable('transport')
      .set({ state: to, ...(to === 'retired' && { username: null, password: null }), ...oneVersionOn })
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst();
    return moved.numUpdatedRows > 0n;
  }
}

const oneVersionOn = { version: sql<number>`version + 1`, changed_at: sql<Date>`now()` };

function rowOf(settings: TransportSettings) {
  const { perSecond, sendingDomains, purposes, ...rest } = settings;
  return {
    ...rest,
    purposes: [...purposes],
    per_second: perSecond,
    sending_domains: sendingDomains === null ? null : [...sendingDomains],
  };
}
