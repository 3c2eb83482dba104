import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';
import { AllowList } from '../allow-list.service.js';

/** Whom a test mail may leave for. */
@Injectable()
export class TestRecipientRepository {
  constructor(
    private readonly database: Database,
    private readonly allowList: AllowList,
  ) {}

  /** By the rule that holds for every mail: outside production only whom ALLOWED_RECIPIENTS names. */
  async isAllowed(address: string): Promise<boolean> {
    const { rows } = await sql<{ allowed: boolean }>`
      select ${this.allowList.allows(sql`${address}::text`)} as allowed`.execute(this.database);
    return rows[0]?.allowed ?? false;
  }
}
