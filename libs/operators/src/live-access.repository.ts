import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { SESSION_IDLE_HOURS } from './authenticate-session.service.js';
import { scopesWithin, type Principal, type Scope } from './operator-access.js';
import { GrantRepository } from './grants/grant.repository.js';

const HOUR_MS = 3_600_000;

/**
 * Whether somebody who was let in a while ago would still be: for answers that go on for hours. It is no sign of life:
 * a page that only listens keeps no session from ending.
 */
@Injectable()
export class LiveAccessRepository {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantRepository,
    private readonly clock: Clock,
  ) {}

  /** Of those given the ones who may still do it. `scope` is one that operators have by viewing. */
  async stillMay(principals: ReadonlySet<Principal>, scope: Scope): Promise<Set<Principal>> {
    const sessions = await this.liveSessions([...principals].flatMap((one) => (one.kind === 'operator' ? one.sessionId : [])));
    const keys = await this.liveKeys([...principals].flatMap((one) => (one.kind === 'api_key' ? one.keyId : [])), scope);
    return new Set(
      [...principals].filter((one) => (one.kind === 'operator' ? sessions.has(one.sessionId) : keys.has(one.keyId))),
    );
  } // prettier-ignore

  private async liveSessions(ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const now = this.clock.now();
    const rows = await this.database
      .selectFrom('operator_session as session')
      .innerJoin('operator', 'operator.id', 'session.operator_id')
      .select('session.id')
      .where('session.id', 'in', [...new Set(ids)])
      .where('session.revoked_at', 'is', null)
      .where('session.expires_at', '>', now)
      .where('session.last_seen_at', '>', new Date(now.getTime() - SESSION_IDLE_HOURS * HOUR_MS))
      .where('operator.disabled_at', 'is', null)
      .execute();
    return new Set(rows.map(({ id }) => id));
  }

  private async liveKeys(ids: readonly string[], scope: Scope): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database
      .selectFrom('api_key as key')
      .innerJoin('operator', 'operator.id', 'key.operator_id')
      .select(['key.id', 'key.scopes', 'operator.id as operatorId', 'operator.role'])
      .where('key.id', 'in', [...new Set(ids)])
      .where('key.revoked_at', 'is', null)
      .where((is) => is.or([is('key.expires_at', 'is', null), is('key.expires_at', '>', this.clock.now())]))
      .where('operator.disabled_at', 'is', null)
      .execute();
    const live = new Set<string>();
    for (const row of rows) {
      const held = await this.grants.held(this.database, row);
      if (scopesWithin(held, row.scopes).includes(scope)) live.add(row.id);
    }
    return live;
  }
}
