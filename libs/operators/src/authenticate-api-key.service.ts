import { Injectable } from '@nestjs/common';
import { Clock, Database, hashSecret } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { looksLikeApiKey } from './api-key-format.js';
import { TOUCH_INTERVAL_MS } from './authenticate-session.service.js';
import { scopesWithin, type ApiKeyPrincipal } from './operator-access.js';
import { operatorErrors } from './operators.errors.js';

@Injectable()
export class AuthenticateApiKey {
  constructor(
    private readonly database: Database,
    private readonly access: AccessRepository,
    private readonly clock: Clock,
  ) {}

  /** Which program the key speaks for, with the scopes its operator's role still covers. @throws operator.unauthenticated */
  async authenticate(key: string): Promise<ApiKeyPrincipal> {
    if (!looksLikeApiKey(key)) throw operatorErrors.error('operator.unauthenticated');
    const now = this.clock.now();
    const found = await this.access.findLiveApiKey(this.database, hashSecret(key), now);
    if (found === undefined) throw operatorErrors.error('operator.unauthenticated');
    const { keyId, operatorId, lastUsedAt } = found;
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_INTERVAL_MS) {
      await this.access.touchApiKey(this.database, keyId, now);
    }
    return { kind: 'api_key', keyId, operatorId, scopes: scopesWithin(found.role, found.scopes) };
  }
}
