import { Injectable } from '@nestjs/common';
import { Clock, Config, Database, Log, type GroupGrant } from '@app/platform';
import { OperatorDirectoryRepository } from '../managing/operator-directory.repository.js';
import { isRight, type Grant, type RightsSubject } from '../rights.js';
import { OpenSession, type OpenedSession } from '../sessions/open-session.service.js';
import { AdmitFromProvider } from './admit-from-provider.service.js';
import { FollowGroups } from './follow-groups.service.js';
import type { Identity } from './identity-provider.service.js';
import { openidErrors } from './openid.errors.js';
import { OpenidRepository } from './openid.repository.js';
import { rightsOfGroups } from './rights-of-groups.js';

export interface Arrival {
  readonly userAgent: string | undefined;
  /** BCP 47 tag: the language of somebody new. */
  readonly locale: string;
  /** The newsletter of a slug, and its family; undefined where there is none. */
  readonly subjectOf: (slug: string) => Promise<RightsSubject | undefined>;
}

/**
 * From somebody the provider vouches for to an operator's session. The provider decides who they are and what their
 * groups give them, every time they come; its second factor is its own matter and counts.
 */
@Injectable()
export class SignInWithOpenid {
  constructor(
    private readonly database: Database,
    private readonly directory: OperatorDirectoryRepository,
    private readonly people: OpenidRepository,
    private readonly admitting: AdmitFromProvider,
    private readonly groups: FollowGroups,
    private readonly opening: OpenSession,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** @throws openid.no_group, openid.disabled, openid.address_unverified, openid.address_taken */
  async signIn(identity: Identity, { userAgent, locale, subjectOf }: Arrival): Promise<OpenedSession> {
    const given = rightsOfGroups(identity.groups, this.config.env.OIDC_GROUPS);
    if (given === undefined) {
      await this.forgetGroups(identity);
      throw openidErrors.error('openid.no_group');
    }
    const grants = await this.grantsOf(given.grants, subjectOf);
    return this.database.transaction().execute(async (tx) => {
      await this.directory.lockChanges(tx);
      const operatorId = await this.admitting.admit(tx, identity, { role: given.role, grants, locale });
      const request = { operatorId, method: 'oidc', userAgent, hasSecondFactor: true, isSecondFactorGiven: true } as const; // prettier-ignore
      return this.opening.open(tx, request);
    });
  }

  private async forgetGroups({ issuer, subject }: Identity): Promise<void> {
    await this.database.transaction().execute(async (tx) => {
      await this.directory.lockChanges(tx);
      const known = await this.people.bySubject(tx, issuer, subject);
      if (known !== undefined && !known.isDisabled) await this.groups.forget(tx, known, this.clock.now());
    });
  }

  /** One for each place. A place that is not there is no reason to keep somebody out; the log tells of it. */
  private async grantsOf(given: readonly GroupGrant[], subjectOf: Arrival['subjectOf']): Promise<Grant[]> {
    const places = new Map<string, Grant>();
    for (const { newsletter, isForFamily, rights } of given) {
      const subject = await subjectOf(newsletter);
      const newsletterId = isForFamily ? null : (subject?.newsletterId ?? null);
      const familyId = isForFamily ? (subject?.familyId ?? null) : null;
      const place = newsletterId ?? familyId;
      if (place === null) {
        this.log.warn('openid.place_unknown', { newsletter, isForFamily });
        continue;
      }
      const before = places.get(place)?.rights ?? [];
      places.set(place, { newsletterId, familyId, rights: [...new Set([...before, ...rights.filter(isRight)])] });
    }
    return [...places.values()];
  }
}
