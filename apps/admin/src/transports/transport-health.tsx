import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Transport } from './queries.js';
import { words } from './words.js';

/** Whether it is used, and whether it answers, in one mark. */
export function TransportHealth({ transport }: { transport: Transport }) {
  const m = useWords(words);
  if (transport.state !== 'active') return <Status tone="quiet">{m.states[transport.state]}</Status>;
  return transport.health.works ? <Status tone="good">{m.works}</Status> : <Status tone="bad">{m.failing}</Status>;
}
