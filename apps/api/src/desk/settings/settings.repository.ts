import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '@app/platform';

export interface StoredLabel {
  readonly kind: 'region' | 'topic';
  readonly slug: string;
  /** By language. */
  readonly names: Readonly<Record<string, string>>;
}

/** What the settings tell of the database. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async labels(): Promise<StoredLabel[]> {
    return this.database.selectFrom('label').select(['kind', 'slug', 'names']).orderBy('kind').orderBy('position').execute();
  } // prettier-ignore

  /** Such as `18.4`, without what the distribution adds. */
  async serverVersion(): Promise<string> {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
      this.database,
    );
    return rows[0]?.version.split(' ')[0] ?? '';
  }
}
