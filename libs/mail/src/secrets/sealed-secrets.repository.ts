import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

/** A stored secret, as it lies in its table. */
export interface SealedSecret {
  /** What it belongs to, as it was sealed with. */
  readonly belongsTo: string;
  readonly table: 'transport' | 'dkim_key' | 'operator';
  readonly id: string;
  readonly sealed: Buffer;
}

/** Every secret that is stored, whichever table it is in. A new column with a secret is named here. */
@Injectable()
export class SealedSecretsRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<SealedSecret[]> {
    const { rows } = await sql<SealedSecret>`
      select 'transport:' || id as "belongsTo", 'transport' as "table", id, password as sealed
        from transport where password is not null
      union all
      select 'dkim_key:' || id, 'dkim_key', id, private_key from dkim_key
       union all
      select 'operator-totp:' || id, 'operator', id, totp_secret from operator where totp_secret is not null
       order by "belongsTo"`.execute(this.database);
    return rows;
  }

  /** False when somebody stored another one meanwhile. */
  async replace({ table, id, sealed }: SealedSecret, anew: Buffer): Promise<boolean> {
    const statement = {
      // What is open goes on: the password is the same.
      transport: () => this.database.updateTable('transport').set({ password: anew }).where('id', '=', id).where('password', '=', sealed), // prettier-ignore
      dkim_key: () => this.database.updateTable('dkim_key').set({ private_key: anew }).where('id', '=', id).where('private_key', '=', sealed), // prettier-ignore
      operator: () => this.database.updateTable('operator').set({ totp_secret: anew }).where('id', '=', id).where('totp_secret', '=', sealed), // prettier-ignore
    };
    return (await statement[table]().executeTakeFirst()).numUpdatedRows > 0n;
  }
}
