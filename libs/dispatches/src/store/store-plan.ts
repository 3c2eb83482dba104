import { canonicalLink } from './canonical-link.js';
import type { CheckedDispatch } from '../dispatch.js';
import { fingerprintOf, type DispatchContent } from './dispatch-content.js';
import type { Standing } from '../life/dispatch-status.js';
import { foldTitle, readTitleMarks, type MarkedTitle } from './title-marks.js';

/**
 * Which dispatch an arrival is. Pure: what is stored is looked up before, what follows is written after. The identity
 * table stands in CONTEXT.md and decision 0014.
 */

/** An arrival with all that its identity goes by. */
export interface Arrival {
  /** Its place among those given. */
  readonly index: number;
  readonly data: CheckedDispatch;
  readonly fingerprint: string;
  readonly canonical: string | null;
  readonly title: MarkedTitle;
  /** Of its headline without marks; what makes two headlines the same. */
  readonly headlineKey: string;
}

/** A stored dispatch as an arrival meets it. */
export interface KnownDispatch extends Standing {
  readonly id: string;
  readonly sourceId: string;
  readonly version: number;
  readonly language: string;
  readonly headline: string;
  readonly canonical: string | null;
  /** The newest version. */
  readonly content: DispatchContent;
  /** The newest version under the id it was asked for by; null: asked for by its link, or stored before ids were kept. */
  readonly said: DispatchContent | null;
  readonly firstSeenAt: Date;
  readonly publishedAt: Date;
  readonly publishedIsFirstSeen: boolean;
  readonly embargoedUntil: Date | null;
  readonly rightsByDesk: boolean;
  readonly deskLabels: { countries?: string[]; regions?: string[]; topics?: string[] };
  readonly replacesId: string | null;
}

export interface Known {
  readonly byExternalId: ReadonlyMap<string, KnownDispatch>;
  readonly byLink: ReadonlyMap<string, KnownDispatch>;
}

/** `isFirst`: this source tells of it under this id for the first time. */
export type Identity =
  | {
      readonly kind: 'new';
      readonly canonical: string | null;
      /** The dispatch of the same source that holds its link under another headline; undefined: none. */
      readonly sameLink: KnownDispatch | undefined;
    }
  | { readonly kind: 'version'; readonly of: KnownDispatch; readonly canonical: string | null; readonly isFirst: boolean }
  | { readonly kind: 'duplicate'; readonly of: KnownDispatch; readonly isFirst: boolean }; // prettier-ignore

export function arrivalOf(data: CheckedDispatch, index: number): Arrival {
  const title = readTitleMarks(data.headline);
  return {
    index,
    data,
    fingerprint: fingerprintOf(data),
    canonical: data.link === undefined ? null : (canonicalLink(data.link) ?? null),
    title,
    headlineKey: headlineKey(title.rest),
  };
}

/** Case, accents, punctuation and spacing do not make two headlines different. */
export function headlineKey(headline: string): string {
  return foldTitle(headline).replace(/[\p{P}\p{S}\s]+/gu, '');
}

export function identify(arrival: Arrival, sourceId: string, known: Known): Identity {
  const byId = known.byExternalId.get(arrival.data.externalId);
  const byLink = arrival.canonical === null ? undefined : known.byLink.get(arrival.canonical);
  if (byId !== undefined) {
    if (byId.sourceId !== sourceId) return { kind: 'duplicate', of: byId, isFirst: false };
    return { kind: 'version', of: byId, canonical: freeLink(arrival, byLink, byId), isFirst: false };
  }
  // A page in two languages under one address is two dispatches: each language's readers get theirs.
  if (byLink?.language !== arrival.data.language) return { kind: 'new', canonical: freeLink(arrival, byLink), sameLink: undefined };
  if (byLink.sourceId !== sourceId) return { kind: 'duplicate', of: byLink, isFirst: true };
  const isRefile = headlineKey(readTitleMarks(byLink.headline).rest) === arrival.headlineKey;
  if (isRefile) return { kind: 'version', of: byLink, canonical: arrival.canonical, isFirst: true };
  // A live page: one address, one headline after the other.
  return { kind: 'new', canonical: null, sameLink: byLink };
} // prettier-ignore

/** One dispatch holds a canonical link; another that comes with it has none. */
function freeLink(arrival: Arrival, holder: KnownDispatch | undefined, self?: KnownDispatch): string | null {
  return holder === undefined || holder.id === self?.id ? arrival.canonical : null;
}

/**
 * The arrivals in rounds: in the order in which they were written, and none in one round with another that may be the
 * same dispatch, so that within a round what is stored does not change.
 */
export function inRounds(arrivals: readonly Arrival[], size: number): Arrival[][] {
  const rounds: Arrival[][] = [];
  /** By whatever two arrivals can have in common: the first round that is free of it. */
  const free = new Map<string, number>();
  // What a marked title corrects is found by its headline.
  const marked = new Set(arrivals.flatMap(({ title, headlineKey: key }) => (title.marks.length === 0 ? [] : [key])));
  for (const arrival of [...arrivals].sort(byWriting)) {
    const keys = keysOf(arrival, marked);
    let at = Math.max(0, ...keys.map((key) => free.get(key) ?? 0));
    while ((rounds[at]?.length ?? 0) >= size) at += 1;
    (rounds[at] ??= []).push(arrival);
    for (const key of keys) free.set(key, at + 1);
  }
  return rounds;
}

function keysOf({ data, canonical, headlineKey: headline }: Arrival, marked: ReadonlySet<string>): string[] {
  return [
    `id ${data.externalId}`,
    ...(canonical === null ? [] : [`link ${canonical}`]),
    ...(data.replaces === undefined ? [] : [`id ${data.replaces}`]),
    ...(marked.has(headline) ? [`headline ${headline}`] : []),
  ];
}

/** Feeds list the newest first; what has no date was written when it came. */
function byWriting(one: Arrival, other: Arrival): number {
  const at = ({ data }: Arrival): number => (data.updatedAt ?? data.publishedAt)?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return at(one) - at(other) || one.index - other.index;
}
