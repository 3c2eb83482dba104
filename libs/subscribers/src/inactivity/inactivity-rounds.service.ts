import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, Log, isId, type Db } from '@app/platform';
import { NewsletterRepository, editionErrors, type Newsletter } from '@app/editions';
import { subscriberErrors } from '../subscribers.errors.js';
import { daysAfter, needsSecondOperator, NOTICE_DAYS } from './inactivity-rule.js';
import { InactivityRoundRepository, type InactivityRound } from './inactivity-round.repository.js';
import { InactivityRepository, type SilenceCount } from './inactivity.repository.js';

export interface InactivityForecast extends SilenceCount {
  readonly newsletter: string;
  readonly months: number;
  /** Whether a second operator must approve it. */
  readonly needsApproval: boolean;
}

/** What operators decide about the silent. Nothing ends by itself: a round is proposed, and above 1 % approved by another. */
@Injectable()
export class InactivityRounds {
  constructor(
    private readonly database: Database,
    private readonly rounds: InactivityRoundRepository,
    private readonly silences: InactivityRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Changes nothing. `months` instead of the newsletter's own, to try one. */
  async forecast(slug: string, months?: number): Promise<InactivityForecast> {
    return this.count(this.database, await this.newsletter(slug), months);
  }

  /** @throws inactivity.off, inactivity.nobody, inactivity.open */
  async propose(slug: string, operatorId: string): Promise<InactivityRound> {
    const newsletter = await this.newsletter(slug);
    return this.database.transaction().execute(async (trx) => {
      const { inactive, readers, months, needsApproval } = await this.count(trx, newsletter);
      if (inactive === 0) throw subscriberErrors.error('inactivity.nobody', { months });
      const proposed = { newsletterId: newsletter.id, months, inactive, readers, proposedBy: operatorId };
      const round = await this.rounds.open(trx, { ...proposed, proposedAt: this.clock.now() });
      if (round === undefined) throw subscriberErrors.error('inactivity.open');
      await this.record(trx, 'inactivity.proposed', round, operatorId);
      return needsApproval ? round : this.begin(trx, round, null);
    });
  }

  /** @throws inactivity.unknown, inactivity.closed, inactivity.same_operator */
  async approve(roundId: string, operatorId: string): Promise<InactivityRound> {
    return this.database.transaction().execute(async (trx) => {
      const round = await this.locked(trx, roundId);
      if (round.state !== 'proposed') throw subscriberErrors.error('inactivity.closed', { state: round.state });
      if (round.proposedBy === operatorId) throw subscriberErrors.error('inactivity.same_operator');
      await this.record(trx, 'inactivity.approved', round, operatorId);
      return this.begin(trx, round, operatorId);
    });
  }

  /** Who was told stays a reader. @throws inactivity.unknown, inactivity.closed */
  async cancel(roundId: string, operatorId: string): Promise<InactivityRound> {
    return this.database.transaction().execute(async (trx) => {
      const round = await this.locked(trx, roundId);
      if (round.state !== 'proposed' && round.state !== 'approved')
        throw subscriberErrors.error('inactivity.closed', { state: round.state });
      await this.rounds.close(trx, round.id, { state: 'cancelled', at: this.clock.now() });
      await this.silences.forgetTold(trx, round.newsletterId);
      await this.record(trx, 'inactivity.cancelled', round, operatorId);
      return this.locked(trx, round.id);
    });
  }

  list(): Promise<InactivityRound[]> {
    return this.rounds.list(this.database);
  }

  private async begin(trx: Db, round: InactivityRound, by: string | null): Promise<InactivityRound> {
    const at = this.clock.now();
    // What an earlier round left behind is not this one's notice.
    await this.silences.forgetTold(trx, round.newsletterId);
    await this.rounds.approve(trx, round.id, { by, at, endsAt: daysAfter(at, NOTICE_DAYS) });
    return this.locked(trx, round.id);
  }

  private async count(db: Db, newsletter: Newsletter, given?: number): Promise<InactivityForecast> {
    const months = given ?? newsletter.inactivityMonths;
    if (months === null) throw subscriberErrors.error('inactivity.off', { newsletter: newsletter.slug });
    const counted = await this.silences.count(db, { newsletterId: newsletter.id, before: this.clock.now(), months });
    return { newsletter: newsletter.slug, months, ...counted, needsApproval: needsSecondOperator(counted) };
  }

  private async newsletter(slug: string): Promise<Newsletter> {
    const newsletter = await this.newsletters.bySlug(slug);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug });
    return newsletter;
  }

  private async locked(trx: Db, roundId: string): Promise<InactivityRound> {
    const round = isId(roundId) ? await this.rounds.lock(trx, roundId) : undefined;
    if (round === undefined) throw subscriberErrors.error('inactivity.unknown');
    return round;
  }

  private async record(trx: Db, action: string, round: InactivityRound, operatorId: string): Promise<void> {
    const { id, newsletterId, months, inactive, readers } = round;
    const detail = { newsletterId, months, inactive, readers };
    await this.audit.append(trx, { operatorId, action, object: `inactivity_round:${id}`, detail });
    this.log.info(action, { roundId: id, newsletterId, inactive, readers });
  }
}
