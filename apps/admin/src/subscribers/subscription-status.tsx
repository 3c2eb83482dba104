import { Status, type Tone } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Listed } from './queries.js';
import { words } from './words.js';

const tones: Readonly<Record<Listed['state'], Tone>> = {
  active: 'good',
  pending: 'warn',
  paused: 'quiet',
  ended: 'quiet',
};

/** Suppression outranks every state: nobody so marked is mailed. */
export function SubscriptionStatus({ state, suppressed }: { state: Listed['state']; suppressed: boolean }) {
  const m = useWords(words);
  if (suppressed && state !== 'ended') return <Status tone="bad">{m.suppressed}</Status>;
  return <Status tone={tones[state]}>{m.states[state]}</Status>;
}
