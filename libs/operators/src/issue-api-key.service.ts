import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newId } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { newApiKey } from './api-key-format.js';
import { GrantRepository } from './grants/grant.repository.js';
import { scopesWithin } from './operator-access.js';
import { cleanName } from './operator-identity.js';
import { operatorErrors } from './operators.errors.js';
import { OperatorsRepository } from './operators.repository.js';

export interface ApiKeyRequest {
  /** Whom the key acts for. */
  readonly operatorId: string;
  /** What the key is for, in the operator's words. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** Left out: until it is revoked. */
  readonly expiresAt?: Date;
  /** null when the command line does it. */
  readonly issuedBy: string | null;
}

export interface IssuedApiKey {
  readonly keyId: string;
  /** The whole key; it cannot be shown a second time. */
  readonly key: string;
  /** What it is recognised by in lists. */
  readonly prefix: string;
}

@Injectable()
export class IssueApiKey {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly access: AccessRepository,
    private readonly grants: GrantRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws operator.unknown, operator.disabled, operator.name_invalid, operator.scope_invalid */
  async issue(request: ApiKeyRequest): Promise<IssuedApiKey> {
    const { operatorId } = request;
    const operator = await this.operators.findById(this.database, operatorId);
    if (operator === undefined) throw operatorErrors.error('operator.unknown');
    if (operator.disabled_at !== null) throw operatorErrors.error('operator.disabled');
    const scopes = [...new Set(request.scopes)];
    const held = await this.grants.held(this.database, { operatorId, role: operator.role });
    if (scopes.length === 0 || scopesWithin(held, scopes).length !== scopes.length) {
      throw operatorErrors.error('operator.scope_invalid', { scopes });
    }
    const keyId = newId();
    const { key, prefix } = newApiKey();
    const row = {
      id: keyId,
      operator_id: operatorId,
      name: cleanName(request.name),
      prefix,
      key_hash: hashSecret(key),
      scopes,
      created_at: this.clock.now(),
      expires_at: request.expiresAt ?? null,
    };
    await this.database.transaction().execute(async (tx) => {
      await this.access.insertApiKey(tx, row);
      await this.audit.append(tx, {
        operatorId: request.issuedBy,
        action: 'operator.key_issued',
        object: `api_key:${keyId}`,
        detail: { operator: operatorId, scopes },
      });
    });
    return { keyId, key, prefix };
  }
}
