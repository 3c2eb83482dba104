import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, tokenErrors, type Db } from '@app/platform';
import { NewsletterRepository, localDate, type Newsletter } from '@app/editions';
import { NetworkEvidence } from '../network-evidence.service.js';
import { ReaderLinks } from '../reader-links.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { SignUp } from '../sign-up/sign-up.service.js';
import { ApplyChoices, type ShownWords } from './apply-choices.service.js';
import {
  knownChoice,
  offeredRegions,
  offeredTopics,
  pauseZone,
  versionOf,
  type KnownLabels,
  type LiveSubscription,
  type ReaderChoices,
} from './choices.js';
import { changesNothing, plannedChanges, type PreferenceWish } from './planned-changes.js';
import { PreferencesRepository, type ChoiceRow } from './preferences.repository.js';

/** What the page said where the reader agreed, and where that was. */
export interface ShownPage extends ShownWords {
  /** The words beside the box of a newsletter that is signed up for here. */
  readonly join: (newsletter: Newsletter) => { readonly wording: string; readonly wordingVersion: string };
  /** Address of the page without its token, for the record. */
  readonly page: string;
  /** The client's internet address as text; only a keyed hash of it is kept. */
  readonly clientAddress?: string | undefined;
}

/** As many newsletters as one sign-up takes. */
const JOINS_AT_ONCE = 20;

/**
 * The preference page behind its signed link. The link stands in every digest and digests get forwarded: so nothing here
 * says whose page it is, and what would begin to mail somebody asks the mailbox first.
 */
@Injectable()
export class ReaderPreferences {
  constructor(
    private readonly database: Database,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly preferences: PreferencesRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly applying: ApplyChoices,
    private readonly signUp: SignUp,
    private readonly evidence: NetworkEvidence,
    private readonly links: ReaderLinks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** What the page shows; changes nothing. Throws `token.invalid`, also for somebody who was erased. */
  async look(token: string, labels: KnownLabels): Promise<ReaderChoices> {
    const { subscriberId, newsletterId } = await this.subject(token);
    return this.choices(this.database, { subscriberId, newsletterId, labels, isLocked: false });
  }

  /**
   * Writes what is different, all of it or nothing. Throws `preferences.changed` where the page no longer shows how
   * things stand or names what is not offered, `preferences.nothing_chosen`, `preferences.pause_date`.
   */
  async change(token: string, wish: PreferenceWish, shown: ShownPage & { labels: KnownLabels }): Promise<void> {
    const { subscriberId, newsletterId } = await this.subject(token);
    const { labels } = shown;
    const network = await this.evidence.of(shown.clientAddress);
    const joins = await this.database.transaction().execute(async (trx) => {
      // First, because it locks the person: two pages of one reader are saved one after the other.
      await this.subscribers.touch(trx, subscriberId);
      const current = await this.choices(trx, { subscriberId, newsletterId, labels, isLocked: true });
      const planned = plannedChanges(current, wish, this.clock.now());
      if (changesNothing(planned)) return [];
      // Who asks for a newsletter once more beside it has seen the same page twice; the mailbox sorts that out.
      const isStale = wish.seen !== versionOf(current, wordingVersions(shown));
      if (isStale && !changesNothing({ ...planned, joins: [] })) throw subscriberErrors.error('preferences.changed');
      await this.applying.apply(trx, current, { planned, shown, network });
      this.log.info('preferences.changed', { subscriberId, subscriptions: planned.subscriptions.length });
      return planned.joins;
    });
    await this.askToJoin(subscriberId, joins, shown);
  }

  /** A confirmation to the address on file, whoever holds the link. */
  private async askToJoin(subscriberId: string, joins: readonly Newsletter[], shown: ShownPage): Promise<void> {
    if (joins.length === 0) return;
    const person = await this.preferences.person(this.database, subscriberId);
    if (person === undefined) return;
    const asked = joins.map((newsletter) => ({ slug: newsletter.slug, ...shown.join(newsletter) }));
    for (let from = 0; from < asked.length; from += JOINS_AT_ONCE)
      await this.signUp.signUp({
        newsletters: asked.slice(from, from + JOINS_AT_ONCE),
        address: person.address,
        page: shown.page,
        placement: 'preferences',
        network: shown.clientAddress,
      });
  }

  private async subject(token: string): Promise<{ subscriberId: string; newsletterId: string }> {
    const { subscriptionId } = this.links.readPreferences(token);
    const subscription = await this.subscriptions.byId(subscriptionId);
    if (subscription === undefined) throw tokenErrors.error('token.invalid');
    return subscription;
  }

  private async choices(
    db: Db,
    asked: { subscriberId: string; newsletterId: string; labels: KnownLabels; isLocked: boolean },
  ): Promise<ReaderChoices> {
    const { subscriberId, labels } = asked;
    const person = await this.preferences.person(db, subscriberId);
    if (person === undefined) throw tokenErrors.error('token.invalid');
    const rows = await this.preferences.of(db, subscriberId, asked);
    const all = await this.newsletters.all();
    const mine = all.find(({ id }) => id === asked.newsletterId);
    if (mine === undefined) throw tokenErrors.error('token.invalid');
    const ofBrand = all.filter(({ brand }) => brand.id === mine.brand.id);
    const rowOf = (newsletter: Newsletter) => rows.find(({ newsletterId }) => newsletterId === newsletter.id);
    const isLive = (newsletter: Newsletter): boolean => isAlive(rowOf(newsletter));
    const live = ofBrand.flatMap((newsletter) => {
      const row = rowOf(newsletter);
      if (row === undefined || !isAlive(row)) return [];
      const sisters = ofBrand.filter((one) => isSister(one, newsletter) && !isLive(one));
      return [liveSubscription(row, newsletter, { sisters, labels, timeZone: person.timeZone })];
    });
    const others = ofBrand
      .filter((one) => !isLive(one) && one.isPublic && !live.some(({ newsletter }) => isFamily(one, newsletter)))
      .map((newsletter) => ({ newsletter, isPending: rowOf(newsletter)?.state === 'pending' }));
    return { subscriberId, timeZone: person.timeZone, newsletter: speaking(mine, live), live, others };
  }
}

function wordingVersions({ opens, clicks, move }: ShownWords): string[] {
  return [opens, clicks, move].map(({ wordingVersion }) => wordingVersion);
}

function isAlive(row: ChoiceRow | undefined): boolean {
  return row?.state === 'active' || row?.state === 'paused';
}

function isFamily(one: Newsletter, other: Newsletter): boolean {
  return one.id === other.id || (one.familyId !== null && one.familyId === other.familyId);
}

/** The same newsletter in another language, open to whoever asks. */
function isSister(one: Newsletter, other: Newsletter): boolean {
  return one.id !== other.id && isFamily(one, other) && one.isPublic;
}

/** The page speaks the language of what is received: a reader who moved to the Arabic newsletter gets it in Arabic. */
function speaking(mine: Newsletter, live: readonly LiveSubscription[]): Newsletter {
  const received = live.map(({ newsletter }) => newsletter);
  if (received.some(({ id }) => id === mine.id)) return mine;
  return received.find((one) => isFamily(one, mine)) ?? received[0] ?? mine;
}

function liveSubscription(
  row: ChoiceRow,
  newsletter: Newsletter,
  {
    sisters,
    labels,
    timeZone,
  }: { readonly sisters: readonly Newsletter[]; readonly labels: KnownLabels; readonly timeZone: string | null },
): LiveSubscription {
  const regions = offeredRegions(newsletter, labels);
  const topics = offeredTopics(newsletter, labels);
  const { pausedUntil } = row;
  return {
    id: row.id,
    newsletter,
    sisters,
    regions,
    topics,
    choices: {
      regions: regions.length === 0 ? row.regions : knownChoice(row.regions, regions),
      topics: topics.length === 0 ? row.topics : knownChoice(row.topics, topics),
      deliveryTime: row.deliveryTime,
      isPaused: row.state === 'paused',
      pausedUntil: pausedUntil === null ? null : localDate(pauseZone(timeZone, newsletter), pausedUntil),
      opens: row.openConsentId !== null,
      clicks: row.clickConsentId !== null,
    },
  };
}
