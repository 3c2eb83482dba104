import type { Expression } from 'kysely';
import type { Access, Db, DispatchStatus } from '@app/platform';
import type { Fragment } from './fragments.js';

/** What is looked for among the dispatches; what is left out restricts nothing. */
export interface DispatchSearch {
  /** As it was typed: words, "phrases", -words. */
  readonly text?: string | undefined;
  /** Slug. */
  readonly source?: string | undefined;
  readonly language?: string | undefined;
  readonly region?: string | undefined;
  readonly topic?: string | undefined;
  readonly status?: DispatchStatus | undefined;
  /** `replacement`: it corrects or refiles another. */
  readonly told?: 'new' | 'update' | 'replacement' | undefined;
  readonly access?: Access | undefined;
  /** By their own date: from, inclusive, to, exclusive. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly hasPicture?: boolean | undefined;
  /** Nothing else than these. */
  readonly ids?: readonly string[] | undefined;
  /** Without those a higher floor's query names. */
  readonly without?: DispatchNames | undefined;
  /** Newest first, or what fits best among the newest {@link RANKED} that fit. */
  readonly sort: 'newest' | 'rank';
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** A query that a higher floor hands down for this one to join: it names dispatches and nothing else. */
export type DispatchNames = (db: Db) => Expression<{ dispatch_id: string | null }>;

/** Matches that are weighed against each other: the newest. More would have every dispatch that says "government" read. */
export const RANKED = 1_000;

export interface FoundDispatch {
  readonly id: string;
  readonly sourceSlug: string;
  readonly sourceName: string;
  readonly language: string;
  readonly status: DispatchStatus;
  readonly statusReason: string | null;
  readonly access: Access;
  readonly isUpdate: boolean;
  readonly headline: string;
  /** Its beginning. */
  readonly standfirst: string;
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly urgency: number;
  readonly publishedAt: Date;
  readonly firstSeenAt: Date;
  readonly embargoedUntil: Date | null;
  readonly clusterId: string | null;
  readonly hasPicture: boolean;
}

/** With what was looked for marked in its words. */
export interface HighlightedDispatch extends FoundDispatch {
  readonly headlineParts: readonly Fragment[];
  readonly standfirstParts: readonly Fragment[];
}

export interface FoundPage {
  readonly dispatches: readonly HighlightedDispatch[];
  /** null: this is the last. */
  readonly next: string | null;
}
