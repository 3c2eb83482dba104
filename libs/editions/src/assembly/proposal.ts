import type { ShelfDispatch } from '@app/dispatches';
import type { BlockKind, EditionKind } from '@app/platform';
import type { StandingInsertion } from '../newsletters/insertion.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { Reason } from './reasons.js';

/** What the assembly of a digest goes by: everything it knows, so that the same input gives the same bytes. */
export interface AssemblyInput {
  /** What the window holds, and what was told and has a newer version; in any order. */
  readonly dispatches: readonly ShelfDispatch[];
  readonly rules: AssemblyRules;
  /** `YYYY-MM-DD`. */
  readonly editionDate: string;
  /** The first readers' instant: freshness and embargoes are judged here. */
  readonly dueAt: Date;
  /** The last readers': rights have to hold until here. */
  readonly lastDueAt: Date;
  readonly told: readonly Telling[];
  readonly insertions: readonly StandingInsertion[];
  /** What the desk did to an earlier proposal of this edition. */
  readonly desk: DeskChoices;
}

export type AssemblyRules = Pick<Newsletter, 'sectionRules' | 'maxDispatches' | 'toldDays' | 'slowDay' | 'slowDayMin'>;

/** A dispatch as an edition told it that went out or will. */
export interface Telling {
  readonly dispatchId: string;
  readonly version: number;
  /** The event it belongs to now; null: not clustered. */
  readonly clusterId: string | null;
  readonly headline: string;
  readonly standfirst: string;
  readonly link: string | null;
  /** The edition's cut-off: what came later it could not know. */
  readonly at: Date;
  readonly editionDate: string;
  readonly editionKind: EditionKind;
}

export interface DeskChoices {
  readonly kept: readonly KeptBlock[];
  readonly excluded: readonly { readonly dispatchId: string; readonly reason: string }[];
}

/** A block that assembling again leaves to the desk. Pinned: at its position; else only in the edition. */
export interface KeptBlock {
  readonly id: string;
  readonly kind: BlockKind;
  readonly section: string;
  readonly position: number;
  readonly isPinned: boolean;
  /** Set for kind `dispatch` only. */
  readonly dispatchId: string | null;
  /** Of the insertion it was made from; null: none. */
  readonly insertionId: string | null;
}

/** What was chosen, in order, and what was left out; each with its reasons. */
export interface Proposal {
  readonly blocks: readonly ProposedBlock[];
  readonly omitted: readonly Omission[];
  /** Too few dispatches, and what the newsletter does then; null: enough. */
  readonly slowDay: SlowDay | null;
}

export interface SlowDay {
  readonly rule: Newsletter['slowDay'];
  readonly dispatches: number;
  readonly atLeast: number;
}

export type ProposedBlock = ProposedDispatch | ProposedInsertion | KeptWords;

/** The entry of one event. */
export interface ProposedDispatch {
  readonly kind: 'dispatch';
  readonly section: string;
  readonly dispatchId: string;
  readonly headline: string;
  /** Its own source, then all others that told of the event, first to tell first. */
  readonly sources: readonly string[];
  /** Told before, with new facts since. */
  readonly isUpdate: boolean;
  readonly isPaid: boolean;
  readonly isPinned: boolean;
  readonly score: ScoreParts;
  /** Dispatches of the same event, which stand in it by their sources' names. */
  readonly others: readonly OtherDispatch[];
  readonly reasons: readonly Reason[];
}

export interface OtherDispatch {
  readonly dispatchId: string;
  readonly headline: string;
  readonly source: string;
  readonly reasons: readonly Reason[];
}

/** Points; `total` is their sum. */
export interface ScoreParts {
  readonly urgency: number;
  readonly freshness: number;
  readonly breadth: number;
  readonly sourceWeight: number;
  readonly novelty: number;
  readonly total: number;
}

/** The house's promotion or a sponsor's, which stands in every edition of its days. */
export interface ProposedInsertion {
  readonly kind: 'promotion' | 'sponsor';
  readonly section: string;
  readonly insertion: StandingInsertion;
  readonly reasons: readonly Reason[];
}

/** Words the desk put there. */
export interface KeptWords {
  readonly kind: 'words';
  readonly section: string;
  readonly blockId: string;
  readonly reasons: readonly Reason[];
}

export interface Omission {
  /** null: an insertion. */
  readonly dispatchId: string | null;
  /** null: a dispatch. */
  readonly insertionId: string | null;
  readonly headline: string;
  readonly source: string;
  /** Points of its event; null where it was not weighed against others. */
  readonly score: number | null;
  readonly reasons: readonly Reason[];
}
