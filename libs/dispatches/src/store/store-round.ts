import type { EventRow, ProvenanceRow } from './dispatch-arrival.repository.js';
import type { ArrivalKeys } from './known-dispatch.repository.js';
import { givenContent, saysTheSame, type DispatchContent, type GivenContent } from './dispatch-content.js';
import { isBackCatalogue } from './dispatch-dates.js';
import { labelContent } from './dispatch-labels.js';
import { rowsOf } from './dispatch-row.js';
import { standingOnArrival, STATUS_REASONS, type ArrivalStanding, type Standing } from '../life/dispatch-status.js';
import type { LabelBook } from '../labels/label-book.js';
import { RoundDraft, type RoundPlan } from './round-draft.js';
import type { Alarm } from '../alarms/alarm.repository.js';
import type { SourceRecord } from '../sources/source.js';
import { headlineKey, identify, type Arrival, type Identity, type Known, type KnownDispatch } from './store-plan.js';
import { readTitleMarks, type TitleMark } from './title-marks.js';

export interface RoundFacts {
  readonly source: SourceRecord;
  readonly arrivals: readonly Arrival[];
  readonly firstSeen: Date;
  readonly isFirstPoll: boolean;
  /** The installation's regions and topics. */
  readonly labels: LabelBook;
}

/** Where what an arrival replaces may be found. */
interface Replaceable {
  /** By the external id that it names. */
  readonly stated: ReadonlyMap<string, string>;
  /** The source's latest, newest first. */
  readonly correctable: readonly { readonly id: string; readonly headline: string }[];
}

type Identified = readonly { readonly arrival: Arrival; readonly identity: Identity }[];

/** A mark says that an earlier text is wrong; an update's earlier text was right when it was written. */
const REPLACING: ReadonlySet<TitleMark['kind']> = new Set(['correction', 'replace', 'kill']);

/**
 * One round of arrivals, thought through: what is looked up for it, and what is written. No I/O. A round that lost a
 * race is planned again from what is stored then; the costly part, cleaning the texts, is done once.
 */
export class StoreRound {
  readonly firstSeen: Date;
  private current: SourceRecord;
  private readonly given = new Map<Arrival, GivenContent>();

  constructor(private readonly facts: RoundFacts) {
    this.current = facts.source;
    this.firstSeen = facts.firstSeen;
  }

  get source(): SourceRecord {
    return this.current;
  }

  /** The source as it stands when the round is stored: its rights may have changed while its feed was fetched. */
  under(source: SourceRecord): void {
    this.current = source;
  }

  keys(): ArrivalKeys {
    const { arrivals } = this.facts;
    return {
      sourceId: this.source.id,
      externalIds: arrivals.map(({ data }) => data.externalId),
      canonicalLinks: arrivals.flatMap(({ canonical }) => canonical ?? []),
    };
  }

  identify(known: Known): Identified {
    return this.facts.arrivals.map((arrival) => ({ arrival, identity: identify(arrival, this.source.id, known) }));
  }

  /** External ids that arrivals say they replace. */
  statedReplacements(): string[] {
    return this.facts.arrivals.flatMap(({ data }) => data.replaces ?? []);
  }

  hasMarks(identified: Identified): boolean {
    return identified.some(({ arrival, identity }) => identity.kind === 'new' && arrival.title.marks.length > 0);
  }

  plan(identified: Identified, replaceable: Replaceable): RoundPlan {
    const draft = new RoundDraft();
    for (const { arrival, identity } of identified) {
      const same = identity.kind === 'new' ? identity.sameLink : identity.of;
      if (same?.reason === STATUS_REASONS.takenDown) {
        // Not even that it is still offered: the link would name what was taken down.
        draft.known(arrival, same, { outcome: 'unchanged', provenance: undefined });
        continue;
      }
      if (identity.kind === 'new') {
        this.store(draft, arrival, { identity, content: this.content(arrival, null), replaceable });
        continue;
      }
      const { of: known } = identity;
      const provenance = identity.isFirst ? this.provenance(arrival, known.id) : undefined;
      if (identity.kind === 'duplicate') {
        draft.known(arrival, known, { outcome: 'duplicate', provenance });
        continue;
      }
      const content = this.changed(arrival, known);
      if (content === 'late') draft.known(arrival, known, { outcome: 'unchanged', provenance, isLate: true });
      else if (content === undefined) draft.known(arrival, known, { outcome: 'unchanged', provenance });
      else if (draft.isChanging(known.id)) draft.deferred.push(arrival);
      else this.store(draft, arrival, { identity, content, replaceable });
    }
    return draft.finish();
  }

  /** The content of the next version; undefined where the stored one says it already, `late` where it says something later. */
  private changed(arrival: Arrival, known: KnownDispatch): DispatchContent | 'late' | undefined {
    // Refiled under another id, both ids go on being listed: each is compared with what it said itself.
    const said = known.said ?? known.content;
    if (said.fingerprint === arrival.fingerprint) return undefined;
    const { sourceVersion } = arrival.data;
    if (sourceVersion !== undefined && sourceVersion < (said.sourceVersion ?? 0)) return 'late';
    if (saysTheSame(this.givenOf(arrival), said)) return undefined;
    return this.content(arrival, known.content.article);
  } // prettier-ignore

  private store(
    draft: RoundDraft,
    arrival: Arrival,
    { identity, content, replaceable }: {
      readonly identity: Exclude<Identity, { kind: 'duplicate' }>;
      readonly content: DispatchContent;
      readonly replaceable: Replaceable;
    },
  ): void {
    const known = identity.kind === 'version' ? identity.of : undefined;
    const standing = this.standing(arrival, known);
    const replaced = this.replaced(arrival, identity, replaceable);
    const { dispatch, picture } = rowsOf({
      source: this.source,
      content,
      known,
      externalId: arrival.data.externalId,
      canonical: identity.canonical,
      standing,
      labels: labelContent(content, this.source.slug, this.facts.labels),
      firstSeen: this.firstSeen,
      isBackCatalogue: this.facts.isFirstPoll && isBackCatalogue(content.publishedAt ?? content.updatedAt, this.firstSeen),
      replacesId: replaced?.id ?? null,
    });
    draft.version(arrival, dispatch, content, known);
    if (picture !== undefined) draft.pictures.push(picture);
    if (identity.kind === 'new' || identity.isFirst) draft.provenances.push(this.provenance(arrival, dispatch.id));
    if (replaced?.isWrong === true) draft.replaced.push(replaced.id);
    draft.events.push(...eventsOf(dispatch.id, known, standing, replaced?.id));
    if (standing.alarm !== undefined) draft.alarms.push(this.alarm(standing.alarm, arrival, dispatch.id));
  } // prettier-ignore

  private standing(arrival: Arrival, known: KnownDispatch | undefined): ArrivalStanding {
    return standingOnArrival({
      before: known,
      says: arrival.data.status,
      isTrusted: this.source.isTrusted,
      marks: arrival.title.marks,
      marksBefore: known === undefined ? [] : readTitleMarks(known.content.headline).marks,
      hasEmbargoInstant: arrival.data.embargoedUntil !== undefined || (known?.embargoedUntil ?? null) !== null,
    });
  }

  /** By the source's own word, else the same source's dispatch at the same link or with the same headline. */
  private replaced(arrival: Arrival, identity: Identity, { stated, correctable }: Replaceable) {
    const self = identity.kind === 'version' ? identity.of.id : undefined;
    const named = arrival.data.replaces === undefined ? undefined : stated.get(arrival.data.replaces);
    if (named !== undefined) return named === self ? undefined : { id: named, isWrong: true };
    const { marks } = arrival.title;
    if (identity.kind !== 'new' || marks.length === 0) return undefined;
    const found = identity.sameLink ?? correctable.find(({ headline }) => arrival.headlineKey !== '' && headlineKey(readTitleMarks(headline).rest) === arrival.headlineKey);
    return found === undefined ? undefined : { id: found.id, isWrong: marks.some(({ kind }) => REPLACING.has(kind)) };
  } // prettier-ignore

  private givenOf(arrival: Arrival): GivenContent {
    const made = this.given.get(arrival) ?? givenContent(arrival.data, this.source);
    this.given.set(arrival, made);
    return made;
  }

  private content(arrival: Arrival, article: DispatchContent['article']): DispatchContent {
    return { ...this.givenOf(arrival), fingerprint: arrival.fingerprint, article };
  }

  private provenance(arrival: Arrival, dispatchId: string): ProvenanceRow {
    return {
      source_id: this.source.id,
      external_id: arrival.data.externalId,
      dispatch_id: dispatchId,
      link: arrival.data.link ?? null,
      first_seen_at: this.firstSeen,
    };
  }

  private alarm(code: string, { title }: Arrival, dispatchId: string): Alarm {
    const marks = code === STATUS_REASONS.titleMark ? { marks: title.marks } : {};
    return { code, sourceId: this.source.id, dispatchId, detail: marks };
  }
}

function eventsOf(
  dispatchId: string,
  before: Standing | undefined,
  standing: ArrivalStanding,
  replacesId: string | undefined,
): EventRow[] {
  const events: EventRow[] = [];
  const actor = standing.reason === STATUS_REASONS.titleMark ? 'machine' : 'source';
  if (standing.status !== (before?.status ?? 'usable')) {
    const kind = standing.status === 'usable' ? 'dispatch.released' : `dispatch.${standing.status}`;
    events.push({ dispatch_id: dispatchId, kind, actor, reason: standing.reason, detail: {} });
  }
  if (replacesId !== undefined)
    events.push({ dispatch_id: dispatchId, kind: 'dispatch.replaces', actor, reason: null, detail: { replacesId } });
  return events;
}
