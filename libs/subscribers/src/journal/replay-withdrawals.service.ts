import { Injectable } from '@nestjs/common';
import { Clock, Database, JournalStore, lineOf, type Db, type EndedBy, type SuppressionCause } from '@app/platform';
import { ConsentRepository } from '../consent.repository.js';
import { EndSubscription } from '../leaving/end-subscription.service.js';
import { LeavingRepository } from '../leaving/leaving.repository.js';
import { EraseReader } from '../personal/erase-reader.service.js';
import { PersonalRepository } from '../personal/personal.repository.js';
import { PreferencesRepository } from '../preferences/preferences.repository.js';
import { SubscriptionRepository } from '../subscription.repository.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { SuppressReader } from '../suppression/suppress-reader.service.js';
import { suppressionRules } from '../suppression/suppression-causes.js';
import { dayNamed, dayOf, lastWords, readEntries, withdrawalsOf, type JournalEntry } from './journal-entry.js';
import { WithdrawalRepository } from './withdrawal.repository.js';

/** A withdrawal that had begun before the last sign of life may have been committed after the backup was taken. */
const MARGIN_MS = 300_000;

const PLACEMENT = 'journal';

/** What a replay did, or would do: subscriptions, addresses, readers, consents. */
export interface ReplayedWithdrawals {
  readonly entries: number;
  readonly ended: number;
  readonly paused: number;
  readonly suppressed: number;
  readonly erased: number;
  readonly measures: number;
}

/** Does again what readers did after the backup was taken. Idempotent: what stands already stays as it is. */
@Injectable()
export class ReplayWithdrawals {
  constructor(
    private readonly database: Database,
    private readonly journal: JournalStore,
    private readonly withdrawals: WithdrawalRepository,
    private readonly subscriptions: SubscriptionRepository,
    private readonly ending: EndSubscription,
    private readonly leaving: LeavingRepository,
    private readonly consents: ConsentRepository,
    private readonly preferences: PreferencesRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly suppressReader: SuppressReader,
    private readonly people: PersonalRepository,
    private readonly erasing: EraseReader,
    private readonly clock: Clock,
  ) {}

  /**
   * What was withdrawn since shortly before an instant, by this installation and by all that it went on as.
   *
   * @throws journal.damaged, files.unavailable, files.misconfigured
   */
  async find(installationId: string, since: Date): Promise<JournalEntry[]> {
    const from = new Date(since.getTime() - MARGIN_MS);
    const found: JournalEntry[] = [];
    for (const id of await lineOf(this.journal, installationId))
      for (const name of await this.journal.list(withdrawalsOf(id))) {
        // A file's day is that of its last entry.
        if ((dayNamed(name) ?? '') < dayOf(from)) continue;
        const bytes = await this.journal.read(name);
        if (bytes !== undefined) found.push(...readEntries(name, bytes).filter(({ at }) => at >= from));
      }
    return lastWords(found);
  }

  /** Each in a transaction of its own: many hours of withdrawals hold no lock for long. */
  async replay(entries: readonly JournalEntry[]): Promise<ReplayedWithdrawals> {
    const done = { entries: entries.length, ended: 0, paused: 0, suppressed: 0, erased: 0, measures: 0 };
    for (const entry of entries) {
      switch (entry.kind) {
        case 'ended':
          done.ended += Number(await this.inTransaction((trx) => this.end(trx, entry)));
          break;
        case 'paused':
          done.paused += Number(await this.inTransaction((trx) => this.pause(trx, entry)));
          break;
        case 'opens_withdrawn':
        case 'clicks_withdrawn':
          done.measures += Number(await this.inTransaction((trx) => this.measureNoMore(trx, entry)));
          break;
        case 'suppressed':
          done.suppressed += Number(await this.inTransaction((trx) => this.suppress(trx, entry)));
          if (isErasure(entry)) done.erased += Number(await this.erase(entry));
          break;
        case 'returned':
      }
    }
    return done;
  }

  private inTransaction(work: (trx: Db) => Promise<boolean>): Promise<boolean> {
    return this.database.transaction().execute(work);
  }

  private async end(trx: Db, entry: JournalEntry): Promise<boolean> {
    const { subscriptionId } = entry;
    const known =
      subscriptionId === null ? undefined : await this.withdrawals.lockSubscription(trx, { id: subscriptionId });
    // Who left and has consented again since: the later word counts.
    if (known === undefined || (known.consentAt !== null && known.consentAt > entry.at)) return false;
    const subscription = await this.subscriptions.lock(trx, known.id);
    if (subscription === undefined || subscription.state === 'ended') return false;
    await this.ending.end(trx, subscription, { by: endedBy(entry.detail['by']), placement: PLACEMENT });
    return true;
  }

  private async pause(trx: Db, { subscriptionId, detail }: JournalEntry): Promise<boolean> {
    const until = typeof detail['pausedUntil'] === 'string' ? new Date(detail['pausedUntil']) : null;
    if (subscriptionId === null || (until !== null && until <= this.clock.now())) return false;
    const subscription = await this.subscriptions.lock(trx, subscriptionId);
    if (subscription?.state !== 'active') return false;
    await this.subscriptions.pause(trx, subscriptionId, until);
    return true;
  }

  private async measureNoMore(trx: Db, { kind, subscriberId, detail }: JournalEntry): Promise<boolean> {
    const newsletterId = detail['newsletterId'];
    if (subscriberId === null || typeof newsletterId !== 'string') return false;
    const known = await this.withdrawals.lockSubscription(trx, { subscriberId, newsletterId });
    const purpose = kind === 'opens_withdrawn' ? 'opens' : 'clicks';
    const withdraws = purpose === 'opens' ? known?.openConsentId : known?.clickConsentId;
    if (known === undefined || withdraws === null || withdraws === undefined) return false;
    const given = await this.leaving.given(trx, withdraws);
    await this.consents.append(trx, {
      subscriberId,
      newsletterId,
      act: 'withdrawn',
      basis: null,
      wording: given?.wording ?? '',
      wordingVersion: given?.wordingVersion ?? '',
      language: given?.language ?? 'und',
      page: null,
      placement: PLACEMENT,
      occurredAt: this.clock.now(),
      purpose,
      evidence: { withdraws },
    });
    await this.preferences.measure(trx, known.id, purpose, null);
    return true;
  }

  private erase({ addressHash }: JournalEntry): Promise<boolean> {
    return addressHash === null ? Promise.resolve(false) : this.erasing.byJournal(Buffer.from(addressHash, 'base64'));
  }

  private async suppress(trx: Db, { addressHash, detail }: JournalEntry): Promise<boolean> {
    const cause = causeOf(detail['cause']);
    if (addressHash === null || cause === undefined) return false;
    const hash = Buffer.from(addressHash, 'base64');
    const isNew = await this.suppressions.ban(trx, hash, cause, { from: PLACEMENT });
    // Stops the notices that are owed, too.
    const person = await this.people.byHash(trx, hash);
    if (person !== undefined) await this.suppressReader.suppress(trx, [person.id], cause, { from: PLACEMENT });
    return isNew;
  }
}

function isErasure({ detail }: JournalEntry): boolean {
  return detail['cause'] === 'erased';
}

const CAUSES: ReadonlyMap<unknown, SuppressionCause> = new Map(
  (Object.keys(suppressionRules) as SuppressionCause[]).map((cause) => [cause, cause]),
);

function causeOf(given: unknown): SuppressionCause | undefined {
  return CAUSES.get(given);
}

/** As a reader's own, where the journal does not say who ended it. */
function endedBy(given: unknown): EndedBy {
  return ENDED_BY.find((one) => one === given) ?? 'reader';
}

const ENDED_BY: readonly EndedBy[] = [
  'reader',
  'one_click',
  'operator',
  'suppression',
  'erasure',
  'inactivity',
  'moved',
];
