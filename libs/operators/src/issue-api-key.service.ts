import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newId } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { newApiKey } from './api-key-format.js';
import { GrantRepository } from './grants/grant.repository.js';
import { isNewsletterScope, rightOf, scopesWithin, type KeyRestriction } from './operator-access.js';
import { rightsBeyond } from './managing/rights-beyond.js';
import { cleanName } from './operator-identity.js';
import { operatorErrors } from './operators.errors.js';
import { holds, withoutRights, rights, type HeldRights, type Right } from './rights.js';
import { OperatorsRepository } from './operators.repository.js';

export interface ApiKeyRequest {
  /** Whom the key acts for. */
  readonly operatorId: string;
  /** What the key is for, in the operator's words. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** Left out: until it is revoked. */
  readonly expiresAt?: Date | undefined;
  /** Good for one newsletter, or the newsletters of one family; left out: wherever its operator may. */
  readonly restriction?: KeyRestriction | undefined;
  /** Left out: {@link KEY_REQUESTS_PER_MINUTE}. */
  readonly requestsPerMinute?: number | undefined;
  /** null when the command line does it. */
  readonly issuedBy: string | null;
  /** What the issuer may: nobody gives a program what is not theirs. Left out: the command line's, all. */
  readonly within?: HeldRights | undefined;
}

/** Ten a second: more than any desk's system files. */
export const KEY_REQUESTS_PER_MINUTE = 600;

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
    this.assertScopes(scopes, held, request);
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
      newsletter_id: request.restriction?.newsletterId ?? null,
      family_id: request.restriction?.familyId ?? null,
      created_by: request.issuedBy,
      requests_per_minute: request.requestsPerMinute ?? KEY_REQUESTS_PER_MINUTE,
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

  private assertScopes(scopes: readonly string[], held: HeldRights, { within, restriction }: ApiKeyRequest): void {
    const covered = scopesWithin(held, scopes);
    // Dispatches and the log belong to no newsletter: a key for one would never be let near them.
    const useless = restriction !== undefined && !covered.every(isNewsletterScope);
    if (scopes.length === 0 || covered.length !== scopes.length || useless)
      throw operatorErrors.error('operator.scope_invalid', { scopes });
    if (within !== undefined && !covered.every((scope) => mayGive(within, rightOf(scope), { held, restriction })))
      throw operatorErrors.error('operator.scope_invalid', { scopes });
  }
}

/**
 * Whether the issuer holds the right wherever the key could use it: at the place the key is restricted to, or wherever
 * its operator holds it. To hold it somewhere is not enough, or whoever may export one newsletter's readers would take
 * everybody's by a key of a colleague.
 */
function mayGive(
  within: HeldRights,
  right: Right,
  { held, restriction }: { readonly held: HeldRights; readonly restriction: KeyRestriction | undefined },
): boolean {
  if (restriction !== undefined) {
    const { newsletterId, familyId } = restriction;
    if (holds(within, right, { newsletterId: newsletterId ?? '', familyId })) return true;
  }
  const its = withoutRights(held, rights.filter((one) => one !== right)); // prettier-ignore
  return rightsBeyond(within, NOTHING, its).length === 0;
}

const NOTHING: HeldRights = { everywhere: [], newsletters: [], families: [] };
