import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Log, TokenSigner, type Db } from '@app/platform';
import type { Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { judgeAddress } from '../address/address.js';
import { MailDomains } from '../address/mail-domains.service.js';
import { noticeFrame } from '../notice-frame.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { addressHash } from '../suppression/address-hash.js';
import { stopsNotices } from '../suppression/suppression-causes.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { AddressChangeRepository } from './address-change.repository.js';
import { ADDRESS_CHANGE_HOURS, PersonalLinks, isMarkOf, type AddressSide } from './personal-links.js';
import { PersonalRepository, type PersonRecord } from './personal.repository.js';
import { TellReaderStory, type OpenedPerson } from './reader-story.service.js';

/** Changes asked for in a day by one reader: each writes to an address nobody has proved to be theirs. */
const CHANGES_A_DAY = 3;
const DAY_SECONDS = 86_400;

/** The new address as typed. */
export interface AddressWish {
  readonly address: string;
  /** The reader was asked about a suspected slip and keeps it. */
  readonly keepAddress: boolean;
}

/** What the page behind a change's link shows. `locale` is the reader's, `newsletter` names the house. */
export interface AddressChangePage {
  readonly side: AddressSide;
  /** `waiting`: the other address has not confirmed yet. */
  readonly state: 'asked' | 'waiting' | 'done';
  /** null once it is done: the page is then about nothing that could be given away. */
  readonly newAddress: string | null;
  readonly locale: string;
  readonly newsletter: Newsletter;
}

/**
 * A reader moves to another address and stays the same subscriber, with every consent: because both mailboxes say so.
 * The new one proves that the mails are wanted there, the old one that nobody takes a subscription away.
 */
@Injectable()
export class ChangeAddress {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly changes: AddressChangeRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly stories: TellReaderStory,
    private readonly outbox: NoticeOutbox,
    private readonly links: PersonalLinks,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly tokens: TokenSigner,
    private readonly domains: MailDomains,
  ) {}

  /**
   * Both addresses are written to. The answer does not tell whether the new one is known here or banned; a banned or
   * erased one is not written to.
   *
   * @throws subscriber.address_invalid · subscriber.address_suspected (details: suggestion) · subscriber.address_disposable ·
   * subscriber.domain_without_mail · address_change.same · address_change.refused (the address on file is banned) ·
   * address_change.too_many
   */
  async ask(personalToken: string, wish: AddressWish): Promise<OpenedPerson> {
    const judged = await this.judge(personalToken, wish);
    const { opened, noticeIds } = await this.database.transaction().execute(async (trx) => {
      const found = await this.stories.open(trx, personalToken);
      const person = await this.people.lock(trx, found.person.id);
      if (person?.address !== found.person.address) throw subscriberErrors.error('personal_link.expired');
      if (judged.canonical === person.canonical) throw subscriberErrors.error('address_change.same');
      if (stopsNotices(await this.suppressions.causes(trx, person.addressHash)))
        throw subscriberErrors.error('address_change.refused');
      if ((await this.outbox.owedLately(trx, 'address_change_old', person.id, DAY_SECONDS)) >= CHANGES_A_DAY)
        throw subscriberErrors.error('address_change.too_many');
      return { opened: found, noticeIds: await this.begin(trx, found, judged) };
    });
    for (const noticeId of noticeIds) await this.outbox.ring(noticeId);
    return opened;
  }

  /** What the link is about. Changes nothing. Throws `address_change.over` when the change is over, was replaced or is gone. */
  async look(token: string): Promise<AddressChangePage> {
    const link = this.links.readAddressChange(token);
    return this.page(this.database, link, await this.people.byId(this.database, link.subscriberId));
  }

  /**
   * One side agrees; when both have, the address changes. Pressing again is not an error.
   *
   * @throws address_change.taken (somebody is known by the new address) · address_change.refused (one of the two is banned)
   */
  async confirm(token: string): Promise<AddressChangePage> {
    const link = this.links.readAddressChange(token);
    const { page, failure, noticeId } = await this.database.transaction().execute(async (trx) => {
      const person = await this.people.lock(trx, link.subscriberId);
      const before = await this.page(trx, link, person);
      if (person === undefined || before.state === 'done') return { page: before };
      await this.changes.confirm(trx, person.id, link.side, this.clock.now());
      const confirmed = (await this.people.byId(trx, person.id)) ?? person;
      if (confirmed.oldConfirmedAt === null || confirmed.newConfirmedAt === null)
        return { page: await this.page(trx, link, confirmed) };
      return this.finish(trx, confirmed, before);
    });
    if (failure !== undefined) throw subscriberErrors.error(failure, { subscriberId: link.subscriberId });
    await this.outbox.ring(noticeId);
    return page;
  }

  /** Before anything is locked: a name server may take its time. Only whoever holds a link has it asked. */
  private async judge(personalToken: string, wish: AddressWish): Promise<{ address: string; canonical: string }> {
    await this.stories.open(this.database, personalToken);
    const judged = judgeAddress(wish.address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    if (judged.suggestion !== null && !wish.keepAddress)
      throw subscriberErrors.error('subscriber.address_suspected', { suggestion: judged.suggestion });
    const domain = await this.domains.judge(judged.domain);
    if (domain === 'disposable') throw subscriberErrors.error('subscriber.address_disposable');
    if (domain === 'refuses') throw subscriberErrors.error('subscriber.domain_without_mail');
    return judged;
  }

  private async begin(
    trx: Db,
    { person, newsletter }: OpenedPerson,
    next: { address: string; canonical: string },
  ): Promise<(string | undefined)[]> {
    const askedAt = this.clock.now();
    const newHash = addressHash(this.tokens, next.canonical);
    const expiresAt = new Date(askedAt.getTime() + ADDRESS_CHANGE_HOURS * 3_600_000);
    const isAskedElsewhere = await this.changes.isAskedElsewhere(trx, person.id, next.address, ADDRESS_CHANGE_HOURS);
    await this.changes.ask(trx, person.id, next.address, askedAt);
    const owe = (side: AddressSide, address: string): Promise<string | undefined> =>
      this.outbox.owe(trx, {
        kind: `address_change_${side}`,
        address,
        locale: person.locale,
        recipientId: person.id,
        subjectId: person.id,
        content: {
          ...noticeFrame(newsletter),
          values: { hours: ADDRESS_CHANGE_HOURS },
          actionUrl: this.links.addressChangeUrl({ side, subscriberId: person.id, askedAt, newHash }),
        },
        usefulUntil: expiresAt,
      });
    this.log.info('address_change.asked', { subscriberId: person.id });
    const old = await owe('old', person.address);
    if (isAskedElsewhere || (await this.mayNotHave(trx, newHash))) return [old];
    return [old, await owe('new', next.address)];
  }

  /** What another platform knew of an address is lifted by its own reader, who confirms here; any other ban stays. */
  private async mayNotHave(trx: Db, newHash: Buffer): Promise<boolean> {
    return (await this.suppressions.causes(trx, newHash)).some((cause) => cause !== 'imported');
  }

  private async finish(
    trx: Db,
    person: PersonRecord,
    before: AddressChangePage,
  ): Promise<{
    page: AddressChangePage;
    failure?: 'address_change.taken' | 'address_change.refused';
    noticeId?: string | undefined;
  }> {
    const judged = judgeAddress(before.newAddress ?? '');
    if (judged.verdict === 'reject') throw subscriberErrors.error('address_change.over');
    const newHash = addressHash(this.tokens, judged.canonical);
    const isBanned =
      (await this.mayNotHave(trx, newHash)) || stopsNotices(await this.suppressions.causes(trx, person.addressHash));
    if (!isBanned) await this.outbox.forgetRecipient(trx, ...(await this.changes.dropUnconfirmed(trx, newHash)));
    const isDone =
      !isBanned &&
      (await this.changes.complete(trx, person.id, {
        address: judged.address,
        canonical: judged.canonical,
        addressHash: newHash,
      }));
    if (!isDone) {
      // Kept as it is, the request could never succeed; the refusal is told, and the new address forgotten.
      await this.changes.drop(trx, person.id);
      return { page: before, failure: isBanned ? 'address_change.refused' : 'address_change.taken' };
    }
    await this.suppressions.lift(trx, newHash, 'imported');
    await this.changes.renewPending(trx, person.id);
    // Links that are still on their way to the old mailbox would open nothing, or belong to somebody who moved out.
    await this.outbox.forgetRecipient(trx, person.id);
    await this.audit.append(trx, {
      operatorId: null,
      action: 'subscriber.address_changed',
      object: `subscriber:${person.id}`,
    });
    this.log.info('address_change.done', { subscriberId: person.id });
    return {
      page: { ...before, state: 'done', newAddress: null },
      noticeId:
        person.address === null ? undefined : await this.tellOld(trx, person, person.address, before.newsletter),
    };
  }

  private tellOld(trx: Db, person: PersonRecord, address: string, newsletter: Newsletter): Promise<string | undefined> {
    return this.outbox.owe(trx, {
      kind: 'address_changed',
      address,
      locale: person.locale,
      recipientId: person.id,
      subjectId: person.id,
      content: { ...noticeFrame(newsletter), values: {}, actionUrl: newsletter.brand.siteUrl },
      usefulUntil: new Date(this.clock.now().getTime() + DAY_SECONDS * 1000),
    });
  }

  private async page(
    db: Db,
    link: ReturnType<PersonalLinks['readAddressChange']>,
    person: PersonRecord | undefined,
  ): Promise<AddressChangePage> {
    if (person === undefined || person.address === null) throw subscriberErrors.error('address_change.over');
    const newsletter = await this.stories.newsletterOf(db, person.id);
    if (newsletter === undefined) throw subscriberErrors.error('address_change.over');
    const about = { side: link.side, locale: person.locale, newsletter };
    if (isMarkOf(link.mark, person.addressHash)) return { ...about, state: 'done', newAddress: null };
    if (person.newAddress === null || person.newAskedAt?.getTime() !== link.askedAt.getTime())
      throw subscriberErrors.error('address_change.over');
    const mine = link.side === 'old' ? person.oldConfirmedAt : person.newConfirmedAt;
    return { ...about, state: mine === null ? 'asked' : 'waiting', newAddress: person.newAddress };
  }
}
