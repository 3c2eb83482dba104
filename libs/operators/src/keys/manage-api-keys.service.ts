import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { ApiKeyDirectoryRepository, type KeyFilter, type ListedApiKey } from './api-key-directory.repository.js';

/** The keys there are, and their end. */
@Injectable()
export class ManageApiKeys {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyDirectoryRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The newest first. `next`: the id to go on after. */
  async page(
    filter: KeyFilter,
    { after, limit }: { after?: string | undefined; limit: number },
  ): Promise<{ readonly keys: readonly ListedApiKey[]; readonly next: string | null }> {
    const found = await this.keys.page(this.database, filter, { after, limit: limit + 1 });
    const keys = found.slice(0, limit);
    return { keys, next: found.length > limit ? (keys.at(-1)?.id ?? null) : null };
  }

  /** @throws `api_key.unknown` */
  async read(keyId: string): Promise<ListedApiKey> {
    const key = await this.keys.byId(this.database, keyId);
    if (key === undefined) throw operatorErrors.error('api_key.unknown');
    return key;
  }

  /** It opens nothing from the next request on. Again it changes nothing. @throws `api_key.unknown` */
  async revoke(keyId: string, by: string | null): Promise<ListedApiKey> {
    await this.read(keyId);
    await this.database.transaction().execute(async (tx) => {
      if (!(await this.keys.revoke(tx, keyId, this.clock.now()))) return;
      await this.audit.append(tx, { operatorId: by, action: 'operator.key_revoked', object: `api_key:${keyId}` });
    });
    return this.read(keyId);
  }
}
