import { Injectable } from '@nestjs/common';
import { Clock } from '@app/platform';
import { DispatchPlacesRepository, type DispatchPlace } from '@app/editions';
import { ReachRepository, type EditionReach } from './reach.repository.js';

/** What taking a dispatch out of everything would do, in numbers, before anybody does it. */
export interface Consequences {
  /** false: some readers chose regions or topics and may have been sent an edition without it; the numbers are at most these. */
  readonly isExact: boolean;
  /** Waves that have not left in full, and readers who are still owed an edition with it: it leaves without. */
  readonly waves: number;
  readonly readers: number;
  /** Readers whose edition with it was accepted by a relay: a mail cannot be called back. */
  readonly received: number;
  /** Editions that nobody was written down for yet: proposals, and frozen ones before their first wave. */
  readonly upcoming: number;
  /** Pages of the archive that show it now. */
  readonly archivePages: number;
  /** The newest first. */
  readonly editions: readonly (DispatchPlace & Pick<EditionReach, 'openWaves' | 'owed' | 'received'>)[];
}

const NOBODY: Omit<EditionReach, 'editionId'> = { openWaves: 0, owed: 0, received: 0 };

/** Foresees what killing, correcting or taking down a dispatch means for what left already and for what is about to. */
@Injectable()
export class ForeseeConsequences {
  constructor(
    private readonly places: DispatchPlacesRepository,
    private readonly reach: ReachRepository,
    private readonly clock: Clock,
  ) {}

  async of(dispatchId: string): Promise<Consequences> {
    const places = await this.places.places(dispatchId, this.clock.now());
    const reaches = await this.reach.reach(places.map(({ editionId }) => editionId));
    return consequencesOf(places, reaches);
  }
}

/** Pure. */
export function consequencesOf(places: readonly DispatchPlace[], reaches: readonly EditionReach[]): Consequences {
  const byId = new Map(reaches.map((reach) => [reach.editionId, reach]));
  const editions = places.map((place) => {
    const { openWaves, owed, received } = byId.get(place.editionId) ?? NOBODY;
    // A later revision is without it already, so whoever is still owed the edition gets it without.
    const ahead = place.isCurrent ? { openWaves, owed } : { openWaves: 0, owed: 0 };
    return { ...place, ...ahead, received: place.revisions.length === 0 ? 0 : received };
  });
  const sum = (of: (edition: (typeof editions)[number]) => number): number => editions.reduce((all, edition) => all + of(edition), 0);
  return {
    isExact: editions.every(({ isCut, isCurrent, revisions, received }) => !isCut && (isCurrent || revisions.length === 0 || received === 0)),
    waves: sum(({ openWaves }) => openWaves),
    readers: sum(({ owed }) => owed),
    received: sum(({ received }) => received),
    upcoming: editions.filter(isUpcoming).length,
    archivePages: editions.filter(({ isInArchive }) => isInArchive).length,
    editions,
  };
} // prettier-ignore

function isUpcoming(edition: DispatchPlace & { readonly owed: number; readonly received: number }): boolean {
  if (edition.isProposed) return true;
  return edition.state === 'frozen' && edition.isCurrent && edition.owed === 0 && edition.received === 0;
}
