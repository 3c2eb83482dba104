import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, TokenSigner, redactedLine, type Db } from '@app/platform';
import type { Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { EndSubscription } from '../leaving/end-subscription.service.js';
import { LeavingRepository } from '../leaving/leaving.repository.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { addressHash } from '../suppression/address-hash.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { ErasureRepository } from './erasure.repository.js';
import { PersonalRepository, type PersonRecord } from './personal.repository.js';
import { ReaderRecords } from './reader-records.js';
import { TellReaderStory } from './reader-story.service.js';

/** Days in which something about an erased reader may still come back: a queue gives up after five (RFC 5321 §4.5.4.1). */
const LATE_DAYS = 7;
/** Characters of an operator's reason: a sentence, not a file. */
const REASON_LIMIT = 300;

/**
 * Everything that could tell who a reader was goes, in one transaction; what stays are counts, a proof of consent
 * without an address, and a keyed hash that keeps the address from being mailed or imported again.
 */
@Injectable()
export class EraseReader {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly erasure: ErasureRepository,
    private readonly leaving: LeavingRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly ending: EndSubscription,
    private readonly suppressions: SuppressionRepository,
    private readonly records: ReaderRecords,
    private readonly stories: TellReaderStory,
    private readonly outbox: NoticeOutbox,
    private readonly audit: Audit,
    private readonly log: Log,
    private readonly tokens: TokenSigner,
  ) {}

  /** At the reader's own wish, behind a personal link. Doing it again is not an error: the reader has what they want. */
  async byReader(personalToken: string): Promise<{ readonly locale: string; readonly newsletter: Newsletter }> {
    return this.database.transaction().execute(async (trx) => {
      const { person, newsletter } = await this.stories.open(trx, personalToken, 'erased too');
      await this.erase(trx, person.id, null);
      return { locale: person.locale, newsletter };
    });
  }

  /**
   * For a reader who asked by letter or telephone. An address nobody is known by is banned all the same, so that no
   * import brings it in. Returns whether anybody was erased.
   */
  async byOperator(canonical: string, operatorId: string, reason?: string): Promise<boolean> {
    const hash = addressHash(this.tokens, canonical);
    return this.database.transaction().execute(async (trx) => {
      const person = await this.people.known(trx, canonical, hash);
      if (person !== undefined) return this.erase(trx, person.id, operatorId, reason);
      // Somebody else may have named it as theirs to be.
      await this.outbox.eraseRecipient(trx, null, canonical);
      await this.erasure.dropChangesTo(trx, { address: canonical, canonical });
      await this.erasure.forgetStaged(trx, hash);
      await this.suppressions.ban(trx, hash, 'erased', {});
      await this.audit.append(trx, { operatorId, action: 'subscriber.erased', object: 'subscriber:unknown' });
      return false;
    });
  }

  /** An erasure that a restored backup has forgotten, known by the address's keyed hash. Returns whether anybody was erased. */
  async byJournal(addressHash: Buffer): Promise<boolean> {
    return this.database.transaction().execute(async (trx) => {
      const person = await this.people.byHash(trx, addressHash);
      return person !== undefined && (await this.erase(trx, person.id, null));
    });
  }

  /**
   * A dialogue that was under way ends after the erasure, and a bounce may take days to come back: what they quote is
   * emptied like the rest.
   */
  async eraseLate(): Promise<void> {
    for (const subscriberId of await this.erasure.erasedLately(this.database, LATE_DAYS))
      await this.records.erase(this.database, subscriberId);
  }

  /** An erasure is undone by its reader's own confirmation alone, and not by a form nobody confirmed. Returns how many. */
  async eraseAgain(): Promise<number> {
    return this.erasure.emptyAgain(this.database);
  }

  private async erase(trx: Db, subscriberId: string, operatorId: string | null, reason?: string): Promise<boolean> {
    // The subscriber first, as a sign-up does: one that comes in the meantime waits, and is a new beginning afterwards.
    const person = await this.people.lock(trx, subscriberId);
    if (person === undefined || person.erasedAt !== null) return false;
    for (const { id } of await this.leaving.lockAll(trx, subscriberId)) {
      const subscription = await this.subscriptions.lock(trx, id);
      if (subscription !== undefined) await this.ending.end(trx, subscription, { by: 'erasure' });
    }
    await this.records.erase(trx, subscriberId);
    await this.takeAddress(trx, person);
    const detail = reason === undefined ? {} : { reason: redactedLine(reason, REASON_LIMIT) };
    await this.audit.append(trx, {
      operatorId,
      action: 'subscriber.erased',
      object: `subscriber:${subscriberId}`,
      detail,
    });
    this.log.info('subscriber.erased', { subscriberId, by: operatorId === null ? 'reader' : 'operator' });
    return true;
  }

  private async takeAddress(trx: Db, person: PersonRecord): Promise<void> {
    await this.outbox.eraseRecipient(trx, person.id, person.address);
    await this.erasure.forgetChoices(trx, person.id);
    await this.erasure.dropChangesTo(trx, person);
    await this.erasure.empty(trx, person.id);
    await this.erasure.forgetStaged(trx, person.addressHash);
    await this.suppressions.suppress(trx, [person.id], 'erased', {});
    // The row's own hash may be of a secret that is not listed any more; an import asks by today's.
    if (person.canonical !== null)
      await this.suppressions.ban(trx, addressHash(this.tokens, person.canonical), 'erased', {});
  }
}
