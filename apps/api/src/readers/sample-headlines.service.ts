import { Injectable } from '@nestjs/common';
import { DispatchShelf, type ShelfDispatch } from '@app/dispatches';
import { NewsletterWords, type Newsletter } from '@app/editions';
import { Clock, Database } from '@app/platform';
import type { SampleHeadline } from '../pages/page-input.js';

const HEADLINES = 3;
/** How old an example may be, in hours: a quiet weekend should not leave the page without one. */
const WINDOW_HOURS = 72;
/** Dispatches an example is chosen from: the page is public, and three days of a busy newsroom are ten thousand. */
const LOOKED_AT = 1_000;
/** Seconds an example is shown before the dispatches are asked again; the page may be linked from a busy front page. */
const KEPT_SECONDS = 60;

interface Kept {
  readonly until: number;
  readonly headlines: Promise<readonly SampleHeadline[]>;
}

/** The drawn example on a sign-up page: headlines that are on the shelf right now. */
@Injectable()
export class SampleHeadlines {
  /** By newsletter. */
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly database: Database,
    private readonly shelf: DispatchShelf,
    private readonly words: NewsletterWords,
    private readonly clock: Clock,
  ) {}

  async of(newsletter: Newsletter): Promise<readonly SampleHeadline[]> {
    const now = this.clock.now();
    const kept = this.kept.get(newsletter.id);
    if (kept !== undefined && kept.until > now.getTime()) return kept.headlines;
    const headlines = this.read(newsletter, now);
    // A failed look-up must not be remembered; the caller sees the error.
    headlines.catch(() => this.kept.delete(newsletter.id));
    this.kept.set(newsletter.id, { until: now.getTime() + KEPT_SECONDS * 1000, headlines });
    return headlines;
  }

  private async read(newsletter: Newsletter, now: Date): Promise<readonly SampleHeadline[]> {
    const from = new Date(now.getTime() - WINDOW_HOURS * 3_600_000);
    const { language } = newsletter;
    const window = { language, from, to: now, oldest: from, dueAt: now, lastDueAt: from };
    const dispatches = await this.shelf.window(this.database, window, LOOKED_AT);
    return chooseSample(dispatches, newsletter.sections).map(({ headline, section }) => ({
      headline,
      regionKey: section,
      region: this.words.section(newsletter, section),
    }));
  }
}

/** The most urgent of each section, the newest of equals; in the newsletter's order. Pure. */
export function chooseSample(
  dispatches: readonly ShelfDispatch[],
  sections: readonly string[],
): { readonly section: string; readonly headline: string }[] {
  const placed = dispatches
    .flatMap((dispatch) => {
      const section = dispatch.regions.find((region) => sections.includes(region));
      return section === undefined ? [] : [{ section, dispatch }];
    })
    .sort(
      (one, other) =>
        one.dispatch.urgency - other.dispatch.urgency ||
        other.dispatch.publishedAt.getTime() - one.dispatch.publishedAt.getTime(),
    );
  const best = placed.filter(({ section }, at) => placed.findIndex((other) => other.section === section) === at);
  return best
    .slice(0, HEADLINES)
    .sort((one, other) => sections.indexOf(one.section) - sections.indexOf(other.section))
    .map(({ section, dispatch }) => ({ section, headline: dispatch.headline }));
}
