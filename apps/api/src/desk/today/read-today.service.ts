import { Injectable } from '@nestjs/common';
import { RunningSendings } from '@app/delivery';
import { ArrivalCountRepository, SourceRepository } from '@app/dispatches';
import {
  NewsletterRepository,
  NewsletterWords,
  nextDue,
  TodayEditionRepository,
  type Newsletter,
  type TodayEdition,
} from '@app/editions';
import { OperatorNamesRepository, SoloMode } from '@app/operators';
import { Clock, InstallationRepository } from '@app/platform';
import { ReaderTotals } from '@app/subscribers';
import { FirstSteps } from './first-steps.service.js';
import { ReadNeeds } from './read-needs.service.js';
import type { TodayAnswer } from './today-answers.js';
import { isAhead, todayEditionAnswer, type Beside } from './today-edition.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What is over is shown so long after its last wave was due: the morning's at lunch, yesterday's no more. */
export const SHOWN_HOURS = 14;

/** Everything one looks at first in the morning, in a dozen statements whatever there is. */
@Injectable()
export class ReadToday {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly words: NewsletterWords,
    private readonly editions: TodayEditionRepository,
    private readonly sendings: RunningSendings,
    private readonly arrivals: ArrivalCountRepository,
    private readonly readers: ReaderTotals,
    private readonly names: OperatorNamesRepository,
    private readonly solo: SoloMode,
    private readonly installation: InstallationRepository,
    private readonly sources: SourceRepository,
    private readonly needs: ReadNeeds,
    private readonly steps: FirstSteps,
    private readonly clock: Clock,
  ) {}

  /** `askedBy`: the operator who looks; null: a program. */
  async read(askedBy: string | null): Promise<TodayAnswer> {
    const now = this.clock.now();
    const [newsletters, editions, readers, installation, sources] = await Promise.all([
      this.newsletters.all(),
      this.editions.current(new Date(now.getTime() - SHOWN_HOURS * HOUR_MS)),
      this.readers.active(),
      this.installation.read(),
      this.sources.list(),
    ]);
    const shown = await this.describe(newsletters, editions, { now, askedBy, readers: readers.active });
    return {
      now: now.toISOString(),
      installation: {
        disarmedSince: installation.disarmedAt?.toISOString() ?? null,
        cause: installation.disarmedCause,
      },
      readersCountedAt: readers.countedAt.toISOString(),
      newsletters: shown,
      needs: await this.needs.read(shown, sources),
      firstSteps: await this.steps.read({ newsletters, sources, readers: readers.active }),
    };
  }

  private async describe(
    newsletters: readonly Newsletter[],
    editions: readonly TodayEdition[],
    given: { now: Date; askedBy: string | null; readers: ReadonlyMap<string, number> },
  ): Promise<TodayAnswer['newsletters']> {
    const { now, askedBy } = given;
    const byId = new Map(newsletters.map((newsletter) => [newsletter.id, newsletter]));
    const sending = editions.filter(({ state }) => state === 'sending');
    const [sendings, results, names, isAlone, nexts] = await Promise.all([
      this.sendings.of(sending, (id) => byId.get(id) ?? NO_TARGET),
      this.sendings.sent(editions.filter(({ state }) => state === 'sent').map(({ id }) => id)),
      this.names.of(editions.flatMap(({ approvedBy }) => approvedBy)),
      this.solo.holds(),
      this.nexts(newsletters, editions, now),
    ]);
    return newsletters.map((newsletter) => {
      const its = editions.filter(({ newsletterId }) => newsletterId === newsletter.id);
      const beside = ({ id }: TodayEdition): Beside => ({
        now, names, askedBy, isAlone, sending: sendings.get(id), result: results.get(id),
      }); // prettier-ignore
      const { id, slug, name, language, familyId, familyName, timeZone, approval, unapproved } = newsletter;
      return {
        id, slug, name, language, familyId, familyName, timeZone, approval, unapproved,
        direction: this.words.direction(newsletter),
        readers: given.readers.get(id) ?? 0,
        editions: its.map((edition) => todayEditionAnswer(edition, newsletter, beside(edition))),
        next: nexts.get(id) ?? null,
      }; // prettier-ignore
    });
  }

  /** What the calendar has next and nobody claimed, with how much there is to choose from by now. */
  private async nexts(newsletters: readonly Newsletter[], editions: readonly TodayEdition[], now: Date) {
    const due = newsletters.flatMap((newsletter) => {
      const its = editions.filter(({ newsletterId }) => newsletterId === newsletter.id);
      if (its.some((edition) => isAhead(edition, newsletter, now))) return [];
      const next = nextDue(newsletter, latestOf(its, now));
      return next === undefined ? [] : [{ newsletter, its, ...next }];
    });
    const counts = await this.arrivals.usableSince(
      due.map(({ newsletter: { id, language, windowHours }, its }) => {
        const oldest = now.getTime() - windowHours * HOUR_MS;
        const cutOffs = its.filter(({ state }) => state === 'sent' || state === 'sending').map(({ cutOff }) => Number(cutOff));
        return { key: id, language, since: new Date(Math.max(oldest, ...cutOffs)) };
      }),
    );
    return new Map(
      due.map(({ newsletter, dueAt, editionDate }) => {
        const leadMinutes = newsletter.freezeLeadMinutes + (newsletter.seedLeadMinutes ?? 0);
        const freezesAt = new Date(dueAt.getTime() - leadMinutes * MINUTE_MS).toISOString();
        const dispatches = counts.get(newsletter.id) ?? 0;
        return [newsletter.id, { dueAt: dueAt.toISOString(), freezesAt, editionDate, dispatches }];
      }),
    );
  } // prettier-ignore
}

const NO_TARGET = { targetMinutes: null, targetPercent: 100 };

/** The calendar's next after what is there already: one that was claimed early and cancelled is not announced again. */
function latestOf(editions: readonly TodayEdition[], now: Date): Date {
  const due = editions.filter(({ slot }) => slot !== null).map(({ lastDueAt }) => lastDueAt.getTime());
  return new Date(Math.max(now.getTime(), ...due));
}
