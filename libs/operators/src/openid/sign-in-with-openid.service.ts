import { Injectable } from '@nestjs/common';
import { Audit, Clock, Config, Database, newId, type Db, type OperatorRole } from '@app/platform';
import { GrantRepository } from '../grants/grant.repository.js';
import { SoloMode } from '../managing/solo-mode.service.js';
import { canonicalAddress, cleanName } from '../operator-identity.js';
import { OperatorsRepository } from '../operators.repository.js';
import { OpenSession, type OpenedSession } from '../sessions/open-session.service.js';
import { OwnSessions } from '../sessions/own-sessions.service.js';
import { CredentialsRepository } from '../signing-in/credentials.repository.js';
import type { Identity } from './identity-provider.service.js';
import { openidErrors } from './openid.errors.js';
import { OpenidRepository, type LinkedOperator } from './openid.repository.js';
import { roleOfGroups } from './role-of-groups.js';

/**
 * From somebody the provider vouches for to an operator's session. The provider decides who they are and which role they
 * have, every time they come; its second factor is its own matter and counts.
 */
@Injectable()
export class SignInWithOpenid {
  constructor(
    private readonly database: Database,
    private readonly people: OpenidRepository,
    private readonly operators: OperatorsRepository,
    private readonly grants: GrantRepository,
    private readonly credentials: CredentialsRepository,
    private readonly sessions: OwnSessions,
    private readonly opening: OpenSession,
    private readonly solo: SoloMode,
    private readonly audit: Audit,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws openid.no_group, openid.disabled, openid.address_unverified, openid.address_taken */
  async signIn(identity: Identity, userAgent: string | undefined, locale: string): Promise<OpenedSession> {
    const role = roleOfGroups(identity.groups, this.config.env.OIDC_GROUPS);
    if (role === undefined) {
      await this.forgetGroups(identity);
      throw openidErrors.error('openid.no_group');
    }
    return this.database.transaction().execute(async (tx) => {
      const operatorId = await this.operatorFor(tx, identity, { role, locale });
      const request = { operatorId, method: 'oidc', userAgent, hasSecondFactor: true, isSecondFactorGiven: true } as const; // prettier-ignore
      return this.opening.open(tx, request);
    });
  }

  private async operatorFor(
    tx: Db,
    identity: Identity,
    { role, locale }: { role: OperatorRole; locale: string },
  ): Promise<string> {
    const { issuer, subject } = identity;
    const known = await this.people.bySubject(tx, issuer, subject);
    if (known !== undefined) {
      await this.follow(tx, known, role);
      return known.id;
    }
    const address = verifiedAddress(identity);
    const namesake = await this.people.byAddress(tx, address);
    if (namesake === undefined) return this.create(tx, identity, { address, role, locale });
    if (namesake.isLinked || this.config.env.OIDC_LINK_BY_EMAIL === 'off')
      throw openidErrors.error('openid.address_taken');
    await this.follow(tx, namesake, role);
    await this.people.link(tx, namesake.id, issuer, subject);
    await this.note(tx, namesake.id, 'operator.openid_linked', { issuer });
    return namesake.id;
  }

  /** Its role of today. */
  private async follow(tx: Db, operator: LinkedOperator, role: OperatorRole): Promise<void> {
    if (operator.isDisabled) throw openidErrors.error('openid.disabled');
    if (operator.role === role) return;
    await this.people.setRole(tx, operator.id, role);
    await this.note(tx, operator.id, 'operator.role_changed', { from: operator.role, to: role, by: 'openid' });
  }

  private async create(
    tx: Db,
    { issuer, subject, name }: Identity,
    { address, role, locale }: { address: string; role: OperatorRole; locale: string },
  ): Promise<string> {
    const id = newId();
    const row = { id, address, name: nameOf(name, address), role, locale, created_at: this.clock.now() };
    // Two first visits at once: the second finds the address taken, and is right the next time.
    if (!(await this.operators.insertOperator(tx, row))) throw openidErrors.error('openid.address_taken');
    await this.people.link(tx, id, issuer, subject);
    await this.solo.endUnlessAlone(tx, null);
    await this.note(tx, id, 'operator.created', { role, by: 'openid', issuer });
    return id;
  }

  /** Whoever is in no group any more keeps nothing they could come back with. */
  private async forgetGroups({ issuer, subject }: Identity): Promise<void> {
    await this.database.transaction().execute(async (tx) => {
      const known = await this.people.bySubject(tx, issuer, subject);
      if (known === undefined || known.isDisabled) return;
      const now = this.clock.now();
      if (known.role !== 'viewer') await this.people.setRole(tx, known.id, 'viewer');
      await this.grants.replace(tx, known.id, []);
      await this.credentials.setPassword(tx, known.id, null, now);
      await this.sessions.endOthersIn(tx, { operatorId: known.id, by: null }, null);
      await this.note(tx, known.id, 'operator.openid_group_lost', { from: known.role });
    });
  }

  private note(tx: Db, id: string, action: string, detail: Record<string, unknown>): Promise<void> {
    return this.audit.append(tx, { operatorId: null, action, object: `operator:${id}`, detail });
  }
}

/** Only an address the provider has verified: with any other, somebody could call themselves anybody. */
function verifiedAddress({ address, isAddressVerified }: Identity): string {
  if (address === undefined || !isAddressVerified) throw openidErrors.error('openid.address_unverified');
  try {
    return canonicalAddress(address);
  } catch (error) {
    throw openidErrors.error('openid.address_unverified', {}, { cause: error });
  }
}

/** As it is told, or what stands before the @. */
function nameOf(name: string | undefined, address: string): string {
  try {
    return cleanName(name ?? '');
  } catch {
    // A provider may know somebody by a number only, or by more than fits.
    return cleanName(address.replace(/@.*/, '').slice(0, 100));
  }
}
