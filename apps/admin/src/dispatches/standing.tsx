import { Status, type Tone } from '../elements/status.js';
import { said, useWords } from '../language/words.js';
import { words } from './words.js';

const tones: Readonly<Record<string, Tone>> = { usable: 'good', withheld: 'warn', killed: 'bad' };

export function Standing({ status, reason }: { status: string; reason: string | null }) {
  const m = useWords(words);
  const name = reason === 'dispatch.taken_down' ? m.takenDown : said(m.statuses, status);
  return <Status tone={tones[status] ?? 'quiet'}>{name}</Status>;
}
