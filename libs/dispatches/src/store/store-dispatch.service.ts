import { Injectable } from '@nestjs/common';
import { Clock, Database, Log, type Db } from '@app/platform';
import type { Article } from '../articles/article.js';
import { incomingDispatch, type CheckedDispatch, type IncomingDispatch } from '../dispatch.js';
import { DispatchArrivalRepository, LostRace } from './dispatch-arrival.repository.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { enrichedVersion } from './enriched-version.js';
import { KnownDispatchRepository } from './known-dispatch.repository.js';
import { Labeller } from '../labels/labeller.service.js';
import { AlarmRepository, type Alarm } from '../alarms/alarm.repository.js';
import { SourceRepository } from '../sources/source.repository.js';
import type { SourceRecord } from '../sources/source.js';
import type { RoundResult } from './round-draft.js';
import { StoreRound } from './store-round.js';
import { arrivalOf, inRounds, type Arrival } from './store-plan.js';

export interface StoreResult {
  readonly id: string;
  readonly version: number;
  /** `duplicate`: another source told us first; its text stays, this source is shown beside it. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'duplicate';
  /** It is unchanged because what came has a lower version of its source's than the stored one; left out otherwise. */
  readonly isLate?: true;
}

export type StoreOutcome =
  StoreResult | { readonly outcome: 'refused'; readonly externalId: string; readonly issues: readonly StoreIssue[] };

export interface StoreIssue {
  readonly field: string;
  readonly problem: string;
}

export interface StoreOptions {
  /** For sample data dated into the past; everybody else lets the clock say. */
  readonly firstSeen?: Date;
  /** What a source listed before it was watched is no news. */
  readonly isFirstPoll?: boolean;
}

/** Dispatches stored in one transaction: enough to make a statement's cost small, few enough to hold locks briefly. */
const ROUND_SIZE = 200;
/** How often a round is begun again when others store the same; each time at least one of them is done. */
const MAX_TRIES = 10;
/** PostgreSQL's class 40 (rolled back) and unique_violation: somebody else was at the same rows. */
const RACE_CODES: ReadonlySet<unknown> = new Set(['40P01', '40001', '23505']);

/** Stores what comes in: sanitised, labelled, under the source's rights. The same id again is a new version or nothing. */
@Injectable()
export class StoreDispatch {
  constructor(
    private readonly database: Database,
    private readonly known: KnownDispatchRepository,
    private readonly arrivals: DispatchArrivalRepository,
    private readonly alarms: AlarmRepository,
    private readonly sources: SourceRepository,
    private readonly labeller: Labeller,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * One dispatch.
   *
   * @throws CatalogueError `dispatch.invalid`, naming the fields at fault
   */
  async store(source: SourceRecord, incoming: IncomingDispatch, firstSeen?: Date): Promise<StoreResult> {
    const [stored] = await this.storeMany(source, [incoming], firstSeen === undefined ? {} : { firstSeen });
    if (stored === undefined) throw dispatchErrors.error('dispatch.vanished');
    if (stored.outcome === 'refused') throw dispatchErrors.error('dispatch.invalid', { issues: stored.issues });
    return stored;
  }

  /** Any number, outcomes in the order given. What cannot be stored is `refused` and costs none of the others. */
  async storeMany(
    source: SourceRecord,
    incoming: readonly IncomingDispatch[],
    options: StoreOptions = {},
  ): Promise<readonly StoreOutcome[]> {
    const outcomes: StoreOutcome[] = [];
    const arrivals: Arrival[] = [];
    for (const [index, one] of incoming.entries()) {
      const checked = checkIncoming(source, one);
      if ('data' in checked) arrivals.push(arrivalOf(checked.data, index));
      else outcomes[index] = { outcome: 'refused', externalId: externalIdOf(one), issues: checked.issues };
    }
    const rounds = inRounds(arrivals, ROUND_SIZE);
    for (let round = rounds.shift(); round !== undefined; round = rounds.shift()) {
      const { results, alarms, deferred } = await this.storeRound(source, round, options);
      if (deferred.length > 0) rounds.unshift([...deferred]);
      for (const { index, ...result } of results) outcomes[index] = result;
      this.tell(source, results, alarms);
    }
    return outcomes;
  }

  /**
   * What the article page adds, as a new version; the source's own words and the desk's decisions stay. A dispatch that
   * was killed meanwhile, or that the page adds nothing to, is `unchanged`. Either way its page is read.
   *
   * @throws CatalogueError `dispatch.unknown`
   */
  async enrich(source: SourceRecord, dispatchId: string, article: Article): Promise<StoreResult> {
    const labels = await this.labeller.book();
    const result = await this.retrying(async (trx) => {
      const current = await this.sources.held(trx, source.id);
      const known = await this.known.byId(trx, dispatchId);
      if (known === undefined) throw dispatchErrors.error('dispatch.unknown', { id: dispatchId });
      const enriched = enrichedVersion({ source: current, known, article, labels, now: this.clock.now() });
      if (enriched !== undefined) {
        await this.arrivals.lock(trx, [known], []);
        await this.arrivals.write(trx, enriched.writes);
      }
      await this.arrivals.articleRead(trx, dispatchId);
      const version = enriched?.version ?? known.version;
      return { id: dispatchId, version, outcome: enriched === undefined ? 'unchanged' : 'updated' } as const;
    });
    this.log.info('dispatch.enriched', { dispatchId, version: result.version, outcome: result.outcome });
    return result;
  }

  private async storeRound(
    source: SourceRecord,
    round: readonly Arrival[],
    { firstSeen = this.clock.now(), isFirstPoll = false }: StoreOptions,
  ): Promise<RoundResult> {
    const labels = await this.labeller.book();
    const plan = new StoreRound({ source, arrivals: round, firstSeen, isFirstPoll, labels });
    return this.retrying((trx) => this.attempt(trx, plan));
  }

  /** Begun again, whole, when others were at the same rows: what is stored then decides. */
  private async retrying<Result>(work: (trx: Db) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.database.transaction().execute(work);
      } catch (error) {
        // Nothing of it is stored, so that looking again is all there is to do.
        if (tries === MAX_TRIES || !isRace(error)) throw error;
      }
    }
  }

  private async attempt(trx: Db, round: StoreRound): Promise<RoundResult> {
    // Before any dispatch is locked, as whoever changes the source's rights does.
    round.under(await this.sources.held(trx, round.source.id));
    const known = await this.known.known(trx, round.keys());
    const identified = round.identify(known);
    const replaced = await this.known.idsOf(trx, round.source.id, round.statedReplacements());
    const correctable = round.hasMarks(identified)
      ? await this.known.correctable(trx, round.source.id, round.firstSeen)
      : [];
    const { writes, changing, result } = round.plan(identified, { stated: replaced, correctable });
    await this.arrivals.lock(trx, changing, writes.replaced);
    await this.arrivals.write(trx, writes);
    for (const alarm of result.alarms) await this.alarms.raise(trx, alarm);
    return result;
  }

  private tell(source: SourceRecord, results: RoundResult['results'], alarms: readonly Alarm[]): void {
    for (const { outcome, id, version } of results)
      if (outcome !== 'unchanged')
        this.log.info(`dispatch.${outcome}`, { dispatchId: id, version, sourceId: source.id });
    for (const { code, dispatchId } of alarms) this.log.warn(code, { dispatchId, sourceId: source.id });
  }
}

/** Whether it can be stored at all, as the store and the preview of a source ask. Pure. */
export function checkIncoming(
  source: SourceRecord,
  incoming: IncomingDispatch,
): { data: CheckedDispatch } | { issues: StoreIssue[] } {
  const parsed = incomingDispatch.safeParse(incoming);
  if (!parsed.success) {
    return { issues: parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message })) };
  }
  const statesRights = parsed.data.rights !== undefined || parsed.data.picture?.rights !== undefined;
  if (statesRights && source.kind === 'feed')
    return { issues: [{ field: 'rights', problem: 'a feed states no rights; they are agreed for the whole source' }] };
  return { data: parsed.data };
}

/** Whatever came, for whoever has to find it in what was sent. */
function externalIdOf(incoming: IncomingDispatch): string {
  const given: unknown = (incoming as Partial<IncomingDispatch> | undefined)?.externalId;
  return typeof given === 'string' ? given.slice(0, 500) : '';
}

function isRace(error: unknown): boolean {
  return error instanceof LostRace || (error instanceof Error && 'code' in error && RACE_CODES.has(error.code));
}
