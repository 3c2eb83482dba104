import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import { editionTimes, type EditionTimes } from '../calendar/planned-editions.js';
import { readerDueAt, slotOf, WHOLE_DAY } from '../calendar/reader-due.js';
import { ReaderMornings } from '../calendar/reader-mornings.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { AssembleEdition, type Assembled } from './assemble-edition.service.js';

export interface AssembledDay extends Assembled {
  /** `YYYY-MM-DD`. */
  readonly editionDate: string;
  /** As it is now; undefined: it was not claimed yet, or never. */
  readonly edition: Edition | undefined;
  readonly times: Pick<EditionTimes, 'dueAt' | 'lastDueAt' | 'freezeAt'>;
  /** null: an extra edition, for everybody. */
  readonly slot: string | null;
  /** The edition holds this proposal now; else it is what it would hold, or what it would have held. */
  readonly written: boolean;
}

/** The calendar's digest of a day, as it is assembled at its cut-off. */
@Injectable()
export class AssembleDay {
  constructor(
    private readonly database: Database,
    private readonly claiming: ClaimEditions,
    private readonly mornings: ReaderMornings,
    private readonly editions: EditionRepository,
    private readonly assembling: AssembleEdition,
  ) {}

  /**
   * Claims the edition if it is its time, and assembles it, as long as nobody approved it. Of a day that is over or not yet
   * near, nothing is written. The same dispatches give the same answer at whatever moment it is asked for.
   *
   * @param day `YYYY-MM-DD`, and the slot; left out: the one of the newsletter's own zone
   * @throws `edition.not_by_calendar`
   */
  async assemble(newsletter: Newsletter, day: { editionDate: string; slot?: string | undefined }): Promise<AssembledDay> {
    const { editionDate } = day;
    await this.claiming.claimOf(newsletter);
    const slot = day.slot ?? slotOf(newsletter, null);
    const claimed = await this.claimed(newsletter, { editionDate, slot: day.slot });
    const times = claimed ?? (await this.timesOf(newsletter, editionDate, slot));
    if (times === undefined) throw editionErrors.error('edition.not_by_calendar', { slug: newsletter.slug, editionDate, slot });
    const { dueAt, lastDueAt, freezeAt: cutOff } = times;
    const written = claimed === undefined ? undefined : await this.assembling.assembleAgain(claimed.id, cutOff);
    const occasion = { editionDate, dueAt, lastDueAt, cutOff, slot, ...(claimed !== undefined && { editionId: claimed.id }) };
    return {
      ...(written ?? (await this.assembling.choose(this.database, newsletter, occasion))),
      edition: claimed === undefined ? undefined : await this.editions.byId(this.database, claimed.id),
      editionDate,
      times: { dueAt, lastDueAt, freezeAt: cutOff },
      slot: claimed?.slot ?? slot,
      written: written !== undefined,
    };
  } // prettier-ignore

  /** Under the slot's name, or as the day's first where the newsletter divided its days otherwise then. */
  private async claimed(
    { id: newsletterId, ...newsletter }: Newsletter,
    { editionDate, slot }: { editionDate: string; slot: string | undefined },
  ): Promise<Edition | undefined> {
    const own = slot ?? slotOf(newsletter, null);
    const found = await this.editions.ofSlot(this.database, { newsletterId, editionDate, slot: own });
    if (found !== undefined || slot !== undefined) return found;
    return this.editions.named(this.database, { newsletterId, date: editionDate, kind: 'digest', sequence: 1 });
  }

  /** When it is due for those who read it now; undefined: the calendar has no edition there. */
  private async timesOf(newsletter: Newsletter, editionDate: string, slot: string): Promise<EditionTimes | undefined> {
    const mornings = await this.mornings.of(this.database, newsletter.id);
    const readers = mornings.filter(({ timeZone }) => slotOf(newsletter, timeZone) === slot);
    const isOwn = slotOf(newsletter, null) === slot || slot === WHOLE_DAY;
    const own = isOwn && readers.length === 0 ? [{ timeZone: null, deliveryTime: null }] : [];
    const instants = [...readers, ...own]
      .map((morning) => readerDueAt(newsletter, editionDate, morning))
      .flatMap((dueAt) => dueAt?.getTime() ?? []);
    if (instants.length === 0) return undefined;
    return editionTimes(newsletter, new Date(Math.min(...instants)), new Date(Math.max(...instants)));
  }
}
