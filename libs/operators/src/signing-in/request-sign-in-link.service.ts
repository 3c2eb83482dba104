import { Injectable } from '@nestjs/common';
import { Config, Database, isCatalogueError, Log } from '@app/platform';
import { IssueSignInLink } from '../issue-sign-in-link.service.js';
import { OwnerNotices, type NoticeSender } from '../owner-notices.service.js';
import { CredentialsRepository, type Credentials } from './credentials.repository.js';
import { DeviceCookies } from './device-cookies.service.js';
import { SignInLimits, type Counter } from './sign-in-limits.service.js';
import { accountOf } from './sign-in-with-password.service.js';
import { networkOf } from './network-of.js';
import type { WayIn } from './way-in.js';

/** Links somebody may ask for at once: the first got lost, the second was opened too late. */
const FREE_LINKS = 3;
/**
 * Links to one address from wherever: its owner's mailbox is not for strangers to fill. Beyond, there is one at a time,
 * and nobody is refused: strangers who keep asking would else keep the owner out for as long as they like.
 */
const FREE_LINKS_TO_AN_ADDRESS = 10;
/** From one network, whatever the addresses. */
const FREE_LINKS_FROM_A_NETWORK = 20;

/** "I forgot my password": a link by mail to whoever is an operator, and the same answer to everybody else. */
@Injectable()
export class RequestSignInLink {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly links: IssueSignInLink,
    private readonly notices: OwnerNotices,
    private readonly limits: SignInLimits,
    private readonly devices: DeviceCookies,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** `sender` is asked only where there is somebody to write to. @throws sign_in.too_many, for known and unknown alike */
  async request(address: string, where: WayIn, sender: () => Promise<NoticeSender | undefined>): Promise<void> {
    const account = accountOf(address);
    const owner = await this.credentials.byAddress(this.database, account);
    const device = this.devices.deviceOf(where.deviceToken, owner?.operatorId);
    await this.limits.count(countersFor(account, where, device));
    if (owner === undefined || owner.isDisabled || this.isElsewhere(owner)) return;
    const from = await sender();
    if (from === undefined) {
      this.log.warn('sign_in.link_unsendable', { operatorId: owner.operatorId });
      return;
    }
    const { operatorId } = owner;
    const isFlooded = device === undefined && (await this.isFlooded(account));
    const noticeId = await this.database.transaction().execute(async (tx) => {
      if (isFlooded) {
        // Locked, so that of many requests at once one finds none and the others its link.
        await this.credentials.lock(tx, operatorId);
        if (await this.links.hasOpen(tx, operatorId)) return undefined;
      }
      const link = await this.links.issueIn(tx, { operatorId, issuedBy: null });
      return this.notices.oweLink(tx, owner, link, from);
    });
    await this.notices.ring(noticeId);
  }

  /** Counts one more that strangers asked for. */
  private async isFlooded(account: string): Promise<boolean> {
    try {
      await this.limits.count([{ name: `link:anywhere:${account}`, free: FREE_LINKS_TO_AN_ADDRESS, isForgiving: false }]); // prettier-ignore
      return false;
    } catch (error) {
      if (isCatalogueError(error, 'sign_in.too_many')) return true;
      throw error;
    }
  }

  /** Whom the identity provider lets in is the provider's to say, also when they can still read their mail. */
  private isElsewhere({ oidcIssuer }: Credentials): boolean {
    return oidcIssuer !== null && oidcIssuer === this.config.env.OIDC_ISSUER;
  }
}

/** A known device by itself alone, so that no stranger keeps an owner from their link. */
function countersFor(account: string, { networkAddress }: WayIn, device: string | undefined): Counter[] {
  if (device !== undefined) return [{ name: `link:device:${account}:${device}`, free: FREE_LINKS, isForgiving: false }];
  const network = networkOf(networkAddress);
  return [
    { name: `link:account:${account}:${network}`, free: FREE_LINKS, isForgiving: false },
    { name: `link:network:${network}`, free: FREE_LINKS_FROM_A_NETWORK, isForgiving: false },
  ];
}
