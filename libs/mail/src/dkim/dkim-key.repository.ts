import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database, type Db, type DkimState } from '@app/platform';

/** A key as it may be shown. */
export interface DkimKey {
  readonly id: string;
  readonly domain: string;
  readonly selector: string;
  /** Base64 of the SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly state: DkimState;
  readonly createdAt: Date;
  readonly activeAt: Date | null;
  readonly retiringAt: Date | null;
  readonly retiredAt: Date | null;
}

const columns = [
  'id',
  'domain',
  'selector',
  'public_key as publicKey',
  'state',
  'created_at as createdAt',
  'active_at as activeAt',
  'retiring_at as retiringAt',
  'retired_at as retiredAt',
] as const;

/** Every statement on keys. Private keys are sealed as `dkim_key:<id>`. */
@Injectable()
export class DkimKeyRepository {
  constructor(private readonly database: Database) {}

  /** Those that sign; one a domain. */
  async active(): Promise<{ id: string; domain: string; selector: string; privateKey: Buffer }[]> {
    return this.database
      .selectFrom('dkim_key')
      .select(['id', 'domain', 'selector', 'private_key as privateKey'])
      .where('state', '=', 'active')
      .execute();
  }

  /** All of them, or a domain's, in the order they were made. */
  async keys(db: Db, domain?: string): Promise<DkimKey[]> {
    return db
      .selectFrom('dkim_key')
      .select(columns)
      .$if(domain !== undefined, (query) => query.where('domain', '=', domain ?? ''))
      .orderBy('domain')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  }

  /** False: the domain has, or had, a key with this selector. */
  async add(
    db: Db,
    key: Pick<DkimKey, 'id' | 'domain' | 'selector' | 'publicKey'> & { privateKey: Buffer },
  ): Promise<boolean> {
    const added = await db
      .insertInto('dkim_key')
      .values({
        id: key.id,
        domain: key.domain,
        selector: key.selector,
        public_key: key.publicKey,
        private_key: key.privateKey,
      })
      .onConflict((conflict) => conflict.columns(['domain', 'selector']).doNothing())
      .returning('id')
      .execute();
    return added.length > 0;
  }

  /** `pending → active`; the key that signed until now becomes `retiring`. False: it was not pending any more. */
  async activate(db: Db, { id, domain }: Pick<DkimKey, 'id' | 'domain'>): Promise<boolean> {
    // Two who rotate one domain at once wait for one another here, and the later one finds nothing pending.
    const locked = await db
      .selectFrom('dkim_key')
      .select(['id', 'state'])
      .where('domain', '=', domain)
      .orderBy('id')
      .forUpdate()
      .execute();
    if (!locked.some((key) => key.id === id && key.state === 'pending')) return false;
    await db
      .updateTable('dkim_key')
      .set({ state: 'retiring', retiring_at: sql<Date>`now()` })
      .where('domain', '=', domain)
      .where('state', '=', 'active')
      .execute();
    await db
      .updateTable('dkim_key')
      .set({ state: 'active', active_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute();
    return true;
  }

  /** `retiring → retired` for keys that signed last so long ago that nothing under way needs their record. */
  async retire(db: Db, days: number): Promise<DkimKey[]> {
    return db
      .updateTable('dkim_key')
      .set({ state: 'retired', retired_at: sql<Date>`now()` })
      .where('state', '=', 'retiring')
      .where('retiring_at', '<=', sql<Date>`now() - make_interval(days => ${days})`)
      .returning(columns)
      .execute();
  }
}
