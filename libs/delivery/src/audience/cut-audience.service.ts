import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import { EditionVariants, choiceKey, type Choice, type Edition, type Newsletter } from '@app/editions';
import { ReadersRepository, type ChosenCut } from './readers.repository.js';

/**
 * Choices that are cut for in one edition, the most frequent ones: each may be a rendering of 60 KB, and rendering this
 * many takes seconds. Readers with rarer ones get the whole.
 */
const MOST_CHOICES = 2_000;

/** Asks editions for a cut for each choice that readers of the audience made. */
@Injectable()
export class CutAudience {
  constructor(
    private readonly readers: ReadersRepository,
    private readonly variants: EditionVariants,
  ) {}

  /** Choices that are not named get everything. */
  async of(
    trx: Db,
    { edition, newsletter, activeSince }: { edition: Edition; newsletter: Newsletter; activeSince?: Date | undefined },
  ): Promise<ChosenCut[]> {
    const { offers } = newsletter;
    if (edition.kind !== 'digest' || !(offers.regions || offers.topics)) return [];
    const stored = await this.readers.choices(trx, newsletter.id, MOST_CHOICES, activeSince);
    const chosen = stored.map((one) => ({ ...one, choice: choiceOf(newsletter, one) }));
    const cuts = await this.variants.ensureCuts(trx, edition.id, chosen.map(({ choice }) => choice)); // prettier-ignore
    return chosen.map(({ regions, topics, choice }) => ({ regions, topics, cut: cuts.get(choiceKey(choice)) ?? 0 }));
  }
}

/** What is not offered (any more) counts as not chosen. */
function choiceOf({ offers }: Newsletter, stored: Omit<ChosenCut, 'cut'>): Choice {
  return {
    regions: offers.regions ? (stored.regions ?? []) : [],
    topics: offers.topics ? (stored.topics ?? []) : [],
  };
}
