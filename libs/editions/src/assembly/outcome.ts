import type { Edition } from '../edition.repository.js';
import type { DeskChoices, Proposal } from './proposal.js';

/** What becomes of an edition that was assembled. */
export interface Outcome {
  readonly state: 'proposed' | 'held' | 'empty';
  /** A code; null: nothing is wrong. */
  readonly reason: string | null;
}

const SLOW_DAY = 'edition.slow_day';

/**
 * On a slow day the newsletter's rule: nothing is sent and the dispatches wait for the next edition, or a person decides,
 * or it is proposed as any other. What a desk has worked on is never thrown away by a rule. An edition held for another
 * reason stays held.
 */
export function outcomeOf(
  { state, reason }: Pick<Edition, 'state' | 'reason'>,
  { slowDay }: Proposal,
  desk: DeskChoices,
): Outcome {
  if (slowDay?.rule === 'skip' && desk.kept.length === 0) return { state: 'empty', reason: SLOW_DAY };
  if (slowDay?.rule === 'hold') return { state: 'held', reason: SLOW_DAY };
  if (state === 'held' && reason !== SLOW_DAY) return { state, reason };
  return { state: 'proposed', reason: null };
}
