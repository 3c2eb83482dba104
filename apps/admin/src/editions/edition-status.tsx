import { Status } from '../elements/status.js';
import type { Tone } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Edition } from './queries.js';
import { words } from './words.js';

const tones: Readonly<Record<Edition['state'], Tone>> = {
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

export function EditionStatus({ state, pausedAt }: Pick<Edition, 'state' | 'pausedAt'>) {
  const m = useWords(words);
  const isOver = state === 'sent' || state === 'empty' || state === 'cancelled';
  if (pausedAt !== null && !isOver) return <Status tone="warn">{m.states.paused}</Status>;
  return <Status tone={tones[state]}>{m.states[state]}</Status>;
}
