import { Injectable } from '@nestjs/common';
import { DispatchShelf, type FormerDispatch, type ShelfDispatch, type ShelfEntry } from '@app/dispatches';
import { Clock, Database, type Db } from '@app/platform';
import type { UnusableCause } from '../desk/apply-act.js';
import { homeSection } from '../desk/desk-proposal.js';
import { DeskProposalRepository } from '../desk/desk-proposal.repository.js';
import { machineChoice, type StoredReason } from '../desk/machine-choice.js';
import { unusableCause } from '../desk/proposal-warnings.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { shelfReasons } from './shelf-reasons.js';
import { byRank, shelfCursor, type ShelfRank } from './shelf-rank.js';

const HOUR_MS = 3_600_000;

/** Who looks for something by its words looks for what was there last week too. Days before the window. */
const SEARCHED_DAYS = 7;

export interface ShelfQuery {
  /** Each has to stand in the headline, the standfirst or the source's name; none: what the edition could have held. */
  readonly words: readonly string[];
  /** Slug: only what belongs there by its labels. */
  readonly section?: string | undefined;
  /** Where the page before ended. */
  readonly after?: ShelfRank | undefined;
  readonly limit: number;
}

/** A dispatch that is not in the edition. */
export interface OnShelf {
  readonly id: string;
  readonly status: ShelfEntry['status'];
  readonly headline: string;
  readonly sourceName: string;
  readonly publishedAt: Date;
  readonly firstSeenAt: Date;
  /** Where it would stand. */
  readonly section: string;
  /** In full; null: it may not be published. */
  readonly dispatch: ShelfDispatch | null;
  /** The machine's points; null: it was not weighed against others. */
  readonly score: number | null;
  readonly reasons: readonly StoredReason[];
  /** Why it cannot be taken in; null: it can. */
  readonly cause: UnusableCause | null;
}

export interface ShelfPage {
  readonly found: readonly OnShelf[];
  /** Of all pages. */
  readonly total: number;
  /** Opaque; null: this is the last page. */
  readonly next: string | null;
}

interface Ranked {
  readonly entry: ShelfEntry;
  readonly score: number | null;
  readonly rank: ShelfRank;
}

/** The shelf beside a proposal: the dispatches it does not hold, and why. */
@Injectable()
export class ReadShelf {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly proposals: DeskProposalRepository,
    private readonly shelf: DispatchShelf,
    private readonly clock: Clock,
  ) {}

  /**
   * What the desk left out first, because it may want it back; then by the machine's points, then the newest.
   *
   * @throws `edition.unknown`
   */
  async page(editionId: string, query: ShelfQuery): Promise<ShelfPage> {
    return this.database.transaction().setIsolationLevel('repeatable read').execute(async (trx) => {
      const edition = await this.editions.byId(trx, editionId);
      if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
      const newsletter = await this.newsletters.known(trx, edition.newsletterId);
      const { blocks, exclusions } = await this.proposals.read(trx, edition);
      const machine = machineChoice(await this.proposals.assembled(trx, editionId));
      const excluded = new Map(exclusions.map((exclusion) => [exclusion.dispatchId, exclusion]));
      const span = this.spanOf(edition, newsletter);
      const entries = await this.shelf.search(trx, {
        language: newsletter.language,
        since: query.words.length > 0 ? daysBefore(span.from, SEARCHED_DAYS) : span.from,
        ids: [...machine.leftOut.keys(), ...excluded.keys()],
        without: blocks.flatMap(({ dispatchId }) => dispatchId ?? []),
        words: query.words,
      });
      const ranked = entries
        .filter((entry) => query.section === undefined || homeSection(newsletter, entry, edition.editionDate) === query.section)
        .map((entry): Ranked => {
          const score = machine.leftOut.get(entry.id)?.score ?? null;
          return { entry, score, rank: [excluded.has(entry.id), score ?? -1, entry.firstSeenAt.getTime(), entry.id] };
        })
        .sort((one, other) => byRank(one.rank, other.rank));
      const { after } = query;
      const rest = after === undefined ? ranked : ranked.filter(({ rank }) => byRank(rank, after) > 0);
      const page = rest.slice(0, query.limit);
      const last = page.at(-1);
      const context = { span: { ...span, windowFrom: edition.windowFrom, cutOff: edition.cutOff }, machine, exclusions: excluded };
      const shown = await this.shown(trx, page);
      return {
        found: page.flatMap(({ entry, score }) => {
          const one = shown.get(entry.id);
          if (one === undefined) return [];
          const cause = unusableCause(one.dispatch ?? undefined, edition, newsletter) ?? null;
          const section = homeSection(newsletter, entry, edition.editionDate);
          return [{ ...one, firstSeenAt: entry.firstSeenAt, section, score, reasons: shelfReasons(entry, context), cause }];
        }),
        total: ranked.length,
        next: last !== undefined && page.length < rest.length ? shelfCursor(last.rank) : null,
      };
    });
  } // prettier-ignore

  private spanOf(
    { windowFrom, cutOff }: Edition,
    { windowHours }: Newsletter,
  ): { readonly from: Date; readonly oldest: Date } {
    const oldest = new Date((cutOff ?? this.clock.now()).getTime() - windowHours * HOUR_MS);
    return { from: windowFrom ?? oldest, oldest };
  }

  private async shown(
    trx: Db,
    page: readonly Ranked[],
  ): Promise<Map<string, FormerDispatch & { dispatch: ShelfDispatch | null }>> {
    const ids = page.map(({ entry }) => entry.id);
    const usable = new Map((await this.shelf.usable(trx, ids)).map((dispatch) => [dispatch.id, dispatch]));
    const all = await this.shelf.former(trx, ids);
    return new Map(all.map((one) => [one.id, { ...one, dispatch: usable.get(one.id) ?? null }]));
  }
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * 24 * HOUR_MS);
}
