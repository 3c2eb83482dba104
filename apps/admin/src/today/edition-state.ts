import type { TodayEdition } from '../api/today.js';
import type { Tone } from '../elements/status.js';
import type { M } from './words.js';

const tones: Readonly<Record<TodayEdition['state'], Tone>> = {
  claimed: 'quiet',
  proposed: 'warn',
  held: 'bad',
  approved: 'good',
  frozen: 'good',
  sending: 'good',
  sent: 'good',
  empty: 'quiet',
  cancelled: 'quiet',
};

const over: readonly TodayEdition['state'][] = ['sent', 'empty', 'cancelled'];

export function isOver({ state }: Pick<TodayEdition, 'state'>): boolean {
  return over.includes(state);
}

/** Whether the calendar made it; what a person made leaves when a person approves it, and at no deadline. */
export function isByCalendar({ slot }: Pick<TodayEdition, 'slot'>): boolean {
  return slot !== null;
}

/** Whether a person has to do something before it leaves. */
export function waitsForApproval({ state, approvals }: Pick<TodayEdition, 'state' | 'approvals'>): boolean {
  return (state === 'proposed' || state === 'held') && (approvals?.missing ?? 0) > 0;
}

/** A proposal that leaves by itself is no warning. */
export function shownState(edition: TodayEdition, m: M): { tone: Tone; label: string } {
  if (edition.pausedAt !== null && !isOver(edition)) return { tone: 'warn', label: m.states.paused };
  const label = m.states[edition.state];
  if (edition.state === 'proposed' && !waitsForApproval(edition)) return { tone: 'quiet', label };
  return { tone: tones[edition.state], label };
}
