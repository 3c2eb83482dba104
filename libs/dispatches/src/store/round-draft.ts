import type { ArrivalWrites, EventRow, ProvenanceRow } from './dispatch-arrival.repository.js';
import type { DispatchContent } from './dispatch-content.js';
import type { DispatchRow } from './dispatch-row.js';
import type { Alarm } from '../alarms/alarm.repository.js';
import type { Arrival, KnownDispatch } from './store-plan.js';

export interface RoundResult {
  readonly results: readonly {
    readonly index: number;
    readonly id: string;
    readonly version: number;
    readonly outcome: 'created' | 'updated' | 'unchanged' | 'duplicate';
    readonly isLate?: true;
  }[];
  readonly alarms: readonly Alarm[];
  /** Arrivals about a dispatch that another one of the round changes: theirs is the next round. */
  readonly deferred: readonly Arrival[];
}

/** What one round reads as, once its arrivals are identified. */
export interface RoundPlan {
  readonly writes: ArrivalWrites;
  /** As they were looked at; locked before anything is written. */
  readonly changing: readonly KnownDispatch[];
  readonly result: RoundResult;
}

/** What a round comes to, while it is planned. */
export class RoundDraft {
  readonly pictures: ArrivalWrites['pictures'][number][] = [];
  readonly provenances: ProvenanceRow[] = [];
  readonly events: EventRow[] = [];
  readonly alarms: Alarm[] = [];
  readonly replaced: string[] = [];
  readonly deferred: Arrival[] = [];
  private readonly created: DispatchRow[] = [];
  private readonly updated: DispatchRow[] = [];
  private readonly versions: ArrivalWrites['versions'][number][] = [];
  private readonly changing: KnownDispatch[] = [];
  private readonly results: RoundResult['results'][number][] = [];

  /** Nothing new is said; where this source says it for the first time, that is kept. */
  known(
    { index }: Arrival,
    { id, version }: KnownDispatch,
    { outcome, provenance, isLate }: { readonly outcome: 'unchanged' | 'duplicate'; readonly provenance: ProvenanceRow | undefined; readonly isLate?: true },
  ): void {
    if (provenance !== undefined) this.provenances.push(provenance);
    this.results.push({ index, id, version, outcome, ...(isLate && { isLate }) });
  } // prettier-ignore

  isChanging(id: string): boolean {
    return this.changing.some((known) => known.id === id);
  }

  version({ index }: Arrival, dispatch: DispatchRow, content: DispatchContent, known: KnownDispatch | undefined): void {
    const { id, version } = dispatch;
    if (known === undefined) this.created.push(dispatch);
    else {
      this.updated.push(dispatch);
      this.changing.push(known);
    }
    this.versions.push({ dispatch_id: id, version, content });
    this.results.push({ index, id, version, outcome: known === undefined ? 'created' : 'updated' });
  }

  finish(): RoundPlan {
    const { created, updated, versions, provenances, pictures, events, replaced, changing } = this;
    const { results, alarms, deferred } = this;
    return {
      writes: { created, updated, versions, provenances, pictures, events, replaced },
      changing,
      result: { results, alarms, deferred },
    };
  }
}
