import { Injectable } from '@nestjs/common';
import { Audit, type Db, type OperatorRole } from '@app/platform';
import { AccessRepository } from '../access.repository.js';
import { GrantRepository } from '../grants/grant.repository.js';
import { ApiKeyDirectoryRepository } from '../keys/api-key-directory.repository.js';
import type { Grant } from '../rights.js';
import { OwnSessions } from '../sessions/own-sessions.service.js';
import { CredentialsRepository } from '../signing-in/credentials.repository.js';
import { LastAdministrator } from './last-administrator.service.js';
import { OpenidRepository, type LinkedOperator } from './openid.repository.js';

/** A role, and rights for newsletters and families that exist. */
export interface Following {
  readonly role: OperatorRole;
  readonly grants: readonly Grant[];
}

/** What becomes of an operator whose groups at the provider are others today; part of the caller's transaction. */
@Injectable()
export class FollowGroups {
  constructor(
    private readonly people: OpenidRepository,
    private readonly grants: GrantRepository,
    private readonly last: LastAdministrator,
    private readonly credentials: CredentialsRepository,
    private readonly access: AccessRepository,
    private readonly keys: ApiKeyDirectoryRepository,
    private readonly sessions: OwnSessions,
    private readonly audit: Audit,
  ) {}

  /** Role and grants of today; what was granted here stays. */
  async follow(tx: Db, operator: LinkedOperator, { role, grants }: Following): Promise<void> {
    const { id } = operator;
    const isKept = role !== 'admin' && (await this.last.isIt(tx, id, { areGrantsKept: true }));
    const next = isKept ? operator.role : role;
    const isOtherwise = await this.grants.replaceFromProvider(tx, id, grants);
    if (next !== operator.role || isOtherwise) await this.people.setRole(tx, id, next);
    if (next !== operator.role) await this.note(tx, id, 'operator.role_changed', { from: operator.role, to: next });
    if (isOtherwise) await this.note(tx, id, 'operator.grants_changed', { is: grants });
    await this.last.note(tx, id, { isKept, wanted: role });
  }

  /**
   * Whoever is in no group any more keeps nothing they could come back with: no role, grant, password, session, link or
   * key. The last who may administer keeps role, grants and password, and has to come in anew.
   */
  async forget(tx: Db, { id, role }: LinkedOperator, now: Date): Promise<void> {
    const isKept = await this.last.isIt(tx, id, { areGrantsKept: false });
    await this.grants.replaceFromProvider(tx, id, []);
    if (!isKept) {
      await this.grants.replace(tx, id, []);
      await this.people.setRole(tx, id, 'viewer');
      await this.credentials.setPassword(tx, id, null, now);
    }
    await this.access.voidLinks(tx, id, now);
    await this.sessions.endOthersIn(tx, { operatorId: id, by: null }, null);
    for (const keyId of await this.keys.revokeAll(tx, id, now))
      await this.audit.append(tx, { operatorId: null, action: 'operator.key_revoked', object: `api_key:${keyId}` });
    await this.note(tx, id, 'operator.openid_group_lost', { from: role });
    await this.last.note(tx, id, { isKept, wanted: null });
  }

  private note(tx: Db, id: string, action: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    return this.audit.append(tx, { operatorId: null, action, object: `operator:${id}`, detail: { ...detail, by: 'openid' } }); // prettier-ignore
  }
}
