import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { EditionRepository, NewsletterRepository, editionErrors } from '@app/editions';
import { ReturnPath } from '../return-path.js';
import { DeliveryStoryRepository } from './delivery-story.repository.js';
import type { DeliveryStory } from './delivery-story.js';

/** Answers "did they get it, and if not, why?" for one reader and one edition. Changes nothing. */
@Injectable()
export class TellDeliveryStory {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly stories: DeliveryStoryRepository,
    private readonly returnPath: ReturnPath,
  ) {}

  /** Also of somebody who is not in the audience. @throws edition.unknown */
  async of(editionId: string, subscriberId: string): Promise<DeliveryStory> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const newsletter = await this.newsletters.byId(this.database, edition.newsletterId);
    const row = await this.stories.row(this.database, edition, subscriberId);
    const [attempts, pace, { standing, now }] = await Promise.all([
      this.stories.attempts(this.database, edition, subscriberId),
      this.stories.spared(this.database, row?.provider ?? null),
      this.stories.standing(this.database, edition.newsletterId, subscriberId),
    ]);
    const { id, kind, editionDate, sequence, state, dueAt, usefulUntil, pausedAt, audienceFrozenAt } = edition;
    return {
      edition: { id, kind, editionDate, sequence, state, dueAt, usefulUntil, pausedAt, audienceFrozenAt },
      newsletter: newsletter?.slug ?? '',
      subscriberId,
      messageId: this.returnPath.messageId(edition.number, subscriberId),
      standing,
      row: row ?? null,
      attempts,
      pace,
      now,
    };
  }
}
