import { Injectable } from '@nestjs/common';
import { Database, TokenSigner, type Db } from '@app/platform';
import { NewsletterRepository, type Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { addressHash } from '../suppression/address-hash.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { subscriptionStandings } from '../subscription-standing.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { ADDRESS_CHANGE_HOURS, PersonalLinks, isMarkOf } from './personal-links.js';
import { PersonalRepository, type PersonRecord } from './personal.repository.js';
import { ReaderRecords } from './reader-records.js';
import type { ReaderStory, SuppressionRecord } from './reader-story.js';

/** A reader who opened their personal link, and the newsletter in whose name they are spoken to. */
export interface OpenedPerson {
  readonly person: PersonRecord & { readonly address: string };
  readonly newsletter: Newsletter;
}

/** What an address that nobody is known by, or no longer, still tells. */
export type FoundStory =
  | { readonly found: 'reader'; readonly story: ReaderStory }
  | { readonly found: 'nobody'; readonly suppressions: readonly SuppressionRecord[] };

/** Tells the whole story of one reader: to the reader behind a personal link, and to an operator who answers for it. */
@Injectable()
export class TellReaderStory {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly outbox: NoticeOutbox,
    private readonly records: ReaderRecords,
    private readonly links: PersonalLinks,
    private readonly tokens: TokenSigner,
  ) {}

  /**
   * Whose link it is. Throws `token.invalid` or `personal_link.expired`: also when the address changed since, and when
   * everything was erased, unless that is what the caller asks about.
   */
  async open(db: Db, token: string): Promise<OpenedPerson>;
  async open(
    db: Db,
    token: string,
    whom: 'erased too',
  ): Promise<Omit<OpenedPerson, 'person'> & { person: PersonRecord }>;
  async open(db: Db, token: string, whom?: 'erased too') {
    const { subscriberId, mark } = this.links.readPersonal(token);
    const person = await this.people.byId(db, subscriberId);
    if (person === undefined || !isMarkOf(mark, person.addressHash))
      throw subscriberErrors.error('personal_link.expired');
    if (person.address === null && whom === undefined) throw subscriberErrors.error('personal_link.expired');
    const newsletter = await this.newsletterOf(db, person.id);
    if (newsletter === undefined) throw subscriberErrors.error('personal_link.expired');
    return { person, newsletter };
  }

  /** All of it at one moment, behind a personal link. Changes nothing. */
  async ofToken(token: string): Promise<OpenedPerson & { readonly story: ReaderStory }> {
    return this.atOneMoment(async (trx) => {
      const opened = await this.open(trx, token);
      return { ...opened, story: await this.tell(trx, opened.person) };
    });
  }

  async ofSubscriber(subscriberId: string): Promise<ReaderStory | undefined> {
    return this.atOneMoment(async (trx) => {
      const person = await this.people.byId(trx, subscriberId);
      return person === undefined ? undefined : this.tell(trx, person);
    });
  }

  /** @param canonical as `judgeAddress` gives it. Also finds who was erased: by the keyed hash, which is what is left. */
  async ofAddress(canonical: string): Promise<FoundStory> {
    const hash = addressHash(this.tokens, canonical);
    return this.atOneMoment(async (trx) => {
      const person = await this.people.known(trx, canonical, hash);
      if (person !== undefined) return { found: 'reader', story: await this.tell(trx, person) };
      return { found: 'nobody', suppressions: await this.suppressions.of(trx, hash) };
    });
  }

  /** In whose name a reader is written to and sees pages; undefined where nothing ever tied them to a newsletter. */
  async newsletterOf(db: Db, subscriberId: string): Promise<Newsletter | undefined> {
    const id = await this.people.newsletterId(db, subscriberId);
    return id === undefined ? undefined : this.newsletters.byId(db, id);
  }

  private atOneMoment<T>(read: (trx: Db) => Promise<T>): Promise<T> {
    return this.database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
  }

  private async tell(db: Db, person: PersonRecord): Promise<ReaderStory> {
    const standings = await subscriptionStandings(db).where('subscription.subscriber_id', '=', person.id).execute();
    const standingOf = new Map(standings.map((row) => [row.subscription_id, row.standing]));
    const subscriptions = await this.people.subscriptions(db, person.id);
    return {
      subscriber: {
        id: person.id,
        address: person.address,
        language: person.locale,
        timeZone: person.timeZone,
        since: person.createdAt,
        lastContactAt: person.lastContactAt,
        erasedAt: person.erasedAt,
      },
      addressChange: changeOf(person),
      subscriptions: subscriptions.map((subscription) => ({
        ...subscription,
        standing: standingOf.get(subscription.id) ?? 'unsubscribed',
      })),
      consents: await this.people.consents(db, person.id),
      suppressions: await this.suppressions.of(db, person.addressHash),
      notices: await this.outbox.tracesOf(db, person.id),
      records: await this.records.record(db, person.id),
    };
  }
}

function changeOf({
  newAddress,
  newAskedAt,
  oldConfirmedAt,
  newConfirmedAt,
}: PersonRecord): ReaderStory['addressChange'] {
  if (newAddress === null || newAskedAt === null) return null;
  return {
    newAddress,
    askedAt: newAskedAt,
    confirmedByOldAt: oldConfirmedAt,
    confirmedByNewAt: newConfirmedAt,
    endsAt: new Date(newAskedAt.getTime() + ADDRESS_CHANGE_HOURS * 3_600_000),
  };
}
