import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { looksLikeApiKey } from './api-key-format.js';
import { TOUCH_INTERVAL_MS } from './authenticate-session.service.js';
import { GrantRepository } from './grants/grant.repository.js';
import { scopesWithin, type ApiKeyPrincipal } from './operator-access.js';
import { operatorErrors } from './operators.errors.js';

@Injectable()
export class AuthenticateApiKey {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly grants: GrantRepository,
    private readonly clock: Clock,
  ) {}

  /** Which program the key speaks for, with the scopes its operator's rights still cover. @throws operator.unauthenticated */
  async authenticate(key: string): Promise<ApiKeyPrincipal> {
    if (!looksLikeApiKey(key)) throw operatorErrors.error('operator.unauthenticated');
    const now = this.clock.now();
    const found = await this.access.findLiveApiKey(this.database, hashSecret(key), now);
    if (found === undefined) throw operatorErrors.error('operator.unauthenticated');
    const { keyId, operatorId, lastUsedAt, newsletterId, familyId, requestsPerMinute } = found;
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_INTERVAL_MS) {
      await this.access.touchApiKey(this.database, keyId, now);
    }
    const held = await this.grants.held(this.database, found);
    const restriction = newsletterId === null && familyId === null ? null : { newsletterId, familyId };
    const scopes = scopesWithin(held, found.scopes);
    return { kind: 'api_key', keyId, operatorId, scopes, held, restriction, requestsPerMinute };
  }
}
