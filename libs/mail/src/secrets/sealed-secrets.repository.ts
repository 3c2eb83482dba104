import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

/** A stored secret, as it lies in its table. */
export interface SealedSecret {
  /** What it belongs to, as it was sealed with. */
  readonly belongsTo: string;
  readonly table: 'transport' | 'dkim_key';
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
       order by "belongsTo"`.execute(this.database);
    return rows;
  }

  /** False when somebody stored another one meanwhile. */
  async replace({ table, id, sealed }: SealedSecret, anew: Buffer): Promise<boolean> {
    const replaced =
      table === 'transport'
        ? await this.database
            .updateTable('transport')
            // What is open goes on: the password is the same.
            .set({ password: anew })
            .where('id', '=', id)
            .where('password', '=', sealed)
            .executeTakeFirst()
        : await this.database
            .updateTable('dkim_key')
            .set({ private_key: anew })
            .where('id', '=', id)
            .where('private_key', '=', sealed)
            .executeTakeFirst();
    return replaced.numUpdatedRows > 0n;
  }
}
