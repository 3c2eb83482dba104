import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Audit,
  Clock,
  Database,
  Log,
  TokenSigner,
  knownZone,
  newId,
  redactAddresses,
  redactedLine,
  type Db,
} from '@app/platform';
import type { Newsletter } from '@app/editions';
import { NoticeOutbox } from '@app/mail';
import { judgeAddress } from '../address/address.js';
import { ConsentRepository, type ConsentEntry } from '../consent.repository.js';
import { NetworkEvidence } from '../network-evidence.service.js';
import { SubscriberRepository } from '../subscriber.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SubscriptionRepository, type SubscriptionRecord } from '../subscription.repository.js';
import { addressHash } from '../suppression/address-hash.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { NamedNewsletters } from './named-newsletters.service.js';
import { ReaderNotices } from './reader-notices.service.js';

export interface Attestation {
  readonly address: string;
  /** Slugs: 1 to 20, of one brand. */
  readonly newsletters: readonly string[];
  /** BCP 47 tag of the reader; left out: the first newsletter's. */
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly evidence: {
    /** How the caller knows that the address is the reader's, in a few words. */
    readonly method: string;
    readonly verifiedAt: Date;
    readonly page?: string | undefined;
    /** The very words the reader agreed to. */
    readonly wording: string;
    /** Left out: the first 16 hex digits of the words' SHA-256. */
    readonly wordingVersion?: string | undefined;
    /** The reader's internet address; only a keyed hash of it is kept. */
    readonly network?: string | undefined;
  };
  /** Who attests it. */
  readonly by: { readonly operatorId: string; readonly keyId?: string | undefined };
  /** Whether the reader is written a welcome. */
  readonly welcome: boolean;
}

export interface AttestedNewsletter {
  readonly newsletter: string;
  readonly outcome: 'activated' | 'already_active' | 'refused';
  /** Of a refusal: the address may not be written to; all about it was erased; the reader left after the verification. */
  readonly reason?: 'suppressed' | 'erased' | 'left_since';
}

/** A verification is as old as the session of a newsroom's account page at most. */
const OLDEST_DAYS = 30;
/** Two machines' clocks may differ by so much. */
const SKEW_MS = 300_000;
const DAY_MS = 86_400_000;
const METHOD_LIMIT = 100;
const VERSION_LENGTH = 16;

/**
 * A sign-up whose address the caller has verified itself, such as a newsroom's own account page: active at once, under a
 * consent that names who attests it. It is the reader's act, so it may begin again what the reader has ended before; it
 * lifts no suppression, and an erasure is undone by nobody but the reader's own confirmation.
 */
@Injectable()
export class AttestSubscriptions {
  constructor(
    private readonly database: Database,
    private readonly named: NamedNewsletters,
    private readonly subscribers: SubscriberRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly consents: ConsentRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly evidence: NetworkEvidence,
    private readonly notices: ReaderNotices,
    private readonly outbox: NoticeOutbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly tokens: TokenSigner,
  ) {}

  /**
   * What became of each, in the order given.
   *
   * @throws `newsletter.unknown`, `sign_up.newsletters_invalid`, `subscriber.address_invalid`, `attestation.verified_at`
   */
  async attest(attestation: Attestation): Promise<AttestedNewsletter[]> {
    const newsletters = await this.named.find(attestation.newsletters);
    const judged = judgeAddress(attestation.address);
    if (judged.verdict === 'reject')
      throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
    this.checkTime(attestation.evidence.verifiedAt);
    const consent = await this.consentOf(attestation);
    const hash = addressHash(this.tokens, judged.canonical);
    const { results, noticeId } = await this.database.transaction().execute(async (trx) => {
      // An erasure that is under way ends first: this one must not put the address back.
      await this.subscribers.lockByHash(trx, hash);
      const causes = await this.suppressions.causes(trx, hash);
      if (causes.length > 0) {
        const reason = causes.every((cause) => cause === 'erased') ? 'erased' : 'suppressed';
        return { results: newsletters.map(({ slug }) => refused(slug, reason)), noticeId: undefined };
      }
      const reader = await this.subscribers.ensure(trx, {
        address: judged.address,
        canonical: judged.canonical,
        addressHash: hash,
        locale: attestation.language ?? newsletters[0]?.language ?? 'und',
        timeZone: knownZone(attestation.timeZone),
      });
      return this.activate(trx, { reader, newsletters, consent, attestation });
    });
    await this.outbox.ring(noticeId);
    return results;
  }

  private async activate(
    trx: Db,
    given: {
      readonly reader: { readonly id: string; readonly address: string };
      readonly newsletters: readonly Newsletter[];
      readonly consent: AttestedConsent;
      readonly attestation: Attestation;
    },
  ): Promise<{ results: AttestedNewsletter[]; noticeId: string | undefined }> {
    const { reader, newsletters, consent, attestation } = given;
    const known = await this.subscriptions.lockOf(trx, reader.id);
    const leftSince = await this.subscriptions.endedAfter(trx, reader.id, attestation.evidence.verifiedAt);
    const results: AttestedNewsletter[] = [];
    const active: { id: string; newsletter: Newsletter }[] = [];
    for (const newsletter of newsletters) {
      const tie = known.find(({ newsletterId }) => newsletterId === newsletter.id);
      if (tie?.state === 'active' || tie?.state === 'paused') {
        results.push({ newsletter: newsletter.slug, outcome: 'already_active' });
      } else if (tie !== undefined && leftSince.includes(tie.id)) {
        results.push(refused(newsletter.slug, 'left_since'));
      } else {
        active.push({ id: await this.begin(trx, { readerId: reader.id, newsletter, tie, consent }), newsletter });
        results.push({ newsletter: newsletter.slug, outcome: 'activated' });
      }
    }
    for (const { id } of active) await this.tell(trx, id, attestation);
    const [first] = active;
    if (first === undefined || !attestation.welcome) return { results, noticeId: undefined };
    const about = { reader, newsletters: active.map(({ newsletter }) => newsletter), subscriptionId: first.id };
    return { results, noticeId: await this.outbox.owe(trx, this.notices.welcome(about)) };
  }

  private async begin(
    trx: Db,
    given: { readerId: string; newsletter: Newsletter; tie: SubscriptionRecord | undefined; consent: AttestedConsent },
  ): Promise<string> {
    const { readerId: subscriberId, newsletter, tie, consent } = given;
    const requestedAt = this.clock.now();
    const id = tie?.id ?? newId();
    if (tie === undefined)
      await this.subscriptions.add(trx, [{ id, subscriberId, newsletterId: newsletter.id, requestedAt }]);
    else await this.subscriptions.renew(trx, { subscriberId, ids: [id], instants: [], requestedAt });
    const consentId = await this.consents.append(trx, {
      ...consent,
      subscriberId,
      newsletterId: newsletter.id,
      language: newsletter.language,
      act: 'given',
      basis: 'attested',
      placement: null,
      occurredAt: requestedAt,
    });
    await this.subscriptions.activate(trx, id, consentId);
    return id;
  }

  private async tell(trx: Db, subscriptionId: string, { by, evidence }: Attestation): Promise<void> {
    const detail = { keyId: by.keyId ?? null, method: redactedLine(evidence.method, METHOD_LIMIT) };
    const object = `subscription:${subscriptionId}`;
    await this.audit.append(trx, { operatorId: by.operatorId, action: 'subscription.attested', object, detail });
    this.log.info('subscription.active', { subscriptionId, basis: 'attested' });
  }

  private checkTime(verifiedAt: Date): void {
    const ageMs = this.clock.now().getTime() - verifiedAt.getTime();
    if (!(ageMs >= -SKEW_MS && ageMs <= OLDEST_DAYS * DAY_MS))
      throw subscriberErrors.error('attestation.verified_at', { oldestDays: OLDEST_DAYS });
  }

  private async consentOf({ evidence, by }: Attestation): Promise<AttestedConsent> {
    const wording = fitForRecord(evidence.wording);
    const digest = createHash('sha256').update(wording).digest('hex').slice(0, VERSION_LENGTH);
    return {
      wording,
      wordingVersion: fitForRecord(evidence.wordingVersion ?? digest),
      page: evidence.page ?? null,
      evidence: {
        method: redactedLine(evidence.method, METHOD_LIMIT),
        verifiedAt: evidence.verifiedAt.toISOString(),
        attestedBy: by.operatorId,
        ...(by.keyId === undefined ? {} : { keyId: by.keyId }),
      },
      network: await this.evidence.of(evidence.network),
    };
  }
}

type AttestedConsent = Pick<ConsentEntry, 'wording' | 'wordingVersion' | 'page' | 'evidence' | 'network'>;

/** As the caller says it, but for what PostgreSQL cannot store, and for addresses: nothing is ever taken out again. */
function fitForRecord(text: string): string {
  return redactAddresses(text.toWellFormed().replaceAll('\0', ' '));
}

function refused(newsletter: string, reason: NonNullable<AttestedNewsletter['reason']>): AttestedNewsletter {
  return { newsletter, outcome: 'refused', reason };
}
