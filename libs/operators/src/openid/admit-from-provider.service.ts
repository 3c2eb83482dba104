import { Injectable } from '@nestjs/common';
import { Audit, Clock, Config, newId, type Db } from '@app/platform';
import { AdmitOperator } from '../managing/admit-operator.service.js';
import { canonicalAddress, cleanName } from '../operator-identity.js';
import { OperatorsRepository } from '../operators.repository.js';
import { FollowGroups, type Following } from './follow-groups.service.js';
import type { Identity } from './identity-provider.service.js';
import { openidErrors } from './openid.errors.js';
import { OpenidRepository, type LinkedOperator } from './openid.repository.js';

/** The operator that somebody at the provider is: known by their subject, linked by a verified address, or made. */
@Injectable()
export class AdmitFromProvider {
  constructor(
    private readonly people: OpenidRepository,
    private readonly operators: OperatorsRepository,
    private readonly admitting: AdmitOperator,
    private readonly groups: FollowGroups,
    private readonly audit: Audit,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns the operator's id. Under the lock of changes of who may what: of two first visits at once the second finds
   * whom the first made.
   *
   * @throws openid.disabled, openid.address_unverified, openid.address_taken
   */
  async admit(tx: Db, identity: Identity, { locale, ...given }: Following & { readonly locale: string }): Promise<string> {
    const operator = (await this.known(tx, identity)) ?? (await this.create(tx, identity, { ...given, locale }));
    if (operator.isDisabled) throw openidErrors.error('openid.disabled');
    await this.groups.follow(tx, operator, given);
    return operator.id;
  } // prettier-ignore

  private async known(tx: Db, identity: Identity): Promise<LinkedOperator | undefined> {
    const { issuer, subject } = identity;
    const linked = await this.people.bySubject(tx, issuer, subject);
    if (linked !== undefined) return linked;
    const namesake = await this.people.byAddress(tx, verifiedAddress(identity));
    if (namesake === undefined) return undefined;
    if (namesake.isLinked || this.config.env.OIDC_LINK_BY_EMAIL === 'off')
      throw openidErrors.error('openid.address_taken');
    if (namesake.isDisabled) throw openidErrors.error('openid.disabled');
    await this.people.link(tx, namesake.id, issuer, subject);
    await this.note(tx, namesake.id, 'operator.openid_linked', { issuer });
    return namesake;
  }

  private async create(
    tx: Db,
    identity: Identity,
    { role, locale }: { readonly role: LinkedOperator['role']; readonly locale: string },
  ): Promise<LinkedOperator> {
    const { issuer, subject, name } = identity;
    const address = verifiedAddress(identity);
    const id = newId();
    const row = { id, address, name: nameOf(name, address), role, locale, created_at: this.clock.now() };
    if (!(await this.operators.insertOperator(tx, row))) throw openidErrors.error('openid.address_taken');
    await this.people.link(tx, id, issuer, subject);
    await this.admitting.admit(tx, id, { by: null });
    await this.note(tx, id, 'operator.created', { role, by: 'openid', issuer });
    return { id, role, isDisabled: false, isLinked: true };
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
