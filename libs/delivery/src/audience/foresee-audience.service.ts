import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { EditionAudienceRepository, editionErrors, EditionRepository, NewsletterRepository } from '@app/editions';
import { planAudience } from './audience-plan.js';
import { ReadersRepository } from './readers.repository.js';

/** What approving an edition would set going. */
export interface AudienceForecast {
  /** Active readers; null: known when its audience is frozen, because it goes to those alone who were sent an error. */
  readonly readers: number | null;
  /** Earliest first; readers who share an instant. */
  readonly waves: readonly { readonly dueAt: Date; readonly readers: number }[];
  /** When seed addresses get it, before everybody; null: with everybody. */
  readonly seedDueAt: Date | null;
}

/** Who an edition would go to and when, as things are: for whoever is about to approve it. Nothing depends on it. */
@Injectable()
export class ForeseeAudience {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly siblings: EditionAudienceRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly readers: ReadersRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws `edition.unknown` */
  async of(editionId: string): Promise<AudienceForecast> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    if (edition.kind === 'correction') return { readers: null, waves: [], seedDueAt: null };
    const newsletter = await this.newsletters.known(this.database, edition.newsletterId);
    const mornings = await this.readers.morningCounts(this.database, edition.newsletterId);
    const siblings = await this.siblings.siblings(this.database, edition.id);
    const plan = planAudience(newsletter, edition, { mornings, siblings, now: this.clock.now() });
    const counts = new Map(
      mornings.map(({ timeZone, deliveryTime, readers }) => [key(timeZone, deliveryTime), readers]),
    );
    const waves = new Map<number, number>();
    for (const { timeZone, deliveryTime, dueAt } of plan.mornings) {
      const readers = counts.get(key(timeZone, deliveryTime)) ?? 0;
      waves.set(dueAt.getTime(), (waves.get(dueAt.getTime()) ?? 0) + readers);
    }
    const inOrder = [...waves].sort(([one], [other]) => one - other);
    return {
      readers: inOrder.reduce((sum, [, readers]) => sum + readers, 0),
      waves: inOrder.map(([dueAt, readers]) => ({ dueAt: new Date(dueAt), readers })),
      seedDueAt: plan.seedDueAt,
    };
  }
}

function key(timeZone: string | null, deliveryTime: string | null): string {
  return `${timeZone ?? ''} ${deliveryTime ?? ''}`;
}
