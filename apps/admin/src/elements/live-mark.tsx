import type { LiveState } from '../api/live.js';
import { useWords } from '../language/words.js';
import { Status } from './status.js';
import { words } from './words.js';

/** Whether what is on screen follows the events as they happen. */
export function LiveMark({ state }: { state: LiveState }) {
  const m = useWords(words);
  if (state === 'live') return <Status tone="good">{m.live}</Status>;
  if (state === 'connecting') return <Status tone="quiet">{m.connecting}</Status>;
  return (
    <span role="status" title={m.notLiveHint}>
      <Status tone="warn">{m.notLive}</Status>
    </span>
  );
}
