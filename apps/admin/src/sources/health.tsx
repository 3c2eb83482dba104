import { Status, type Tone } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Source } from './queries.js';
import styles from './sources.module.css';
import type { SourcesView } from './view.js';
import { words } from './words.js';

type State = NonNullable<SourcesView['state']>;

/** One word for how a source is doing: the worst that is true. */
export function stateOf({ state, health }: Pick<Source, 'state' | 'health'>): State {
  if (state !== 'active') return state;
  if (health.failingSince !== null) return 'failing';
  return health.isSilent ? 'silent' : 'active';
}

const tones: Readonly<Record<State, Tone>> = {
  active: 'good',
  failing: 'bad',
  silent: 'warn',
  paused: 'quiet',
  stopped: 'quiet',
};

export function Health({ source }: { source: Source }) {
  const m = useWords(words);
  const state = stateOf(source);
  const name = state === 'failing' ? m.failsSince(source.health.consecutiveFailures) : m.states[state];
  return <Status tone={tones[state]}>{name}</Status>;
}

/** Bars for eight days; said in words for who does not see them. */
export function Spark({ days }: { days: readonly number[] }) {
  const m = useWords(words);
  const most = Math.max(1, ...days);
  return (
    <span role="img" className={styles.spark} aria-label={m.perDayOf(days.join(', '))} title={days.join(' · ')}>
      {days.map((count, day) => (
        <i key={day} style={{ height: `${String(Math.round((count / most) * 100))}%` }} />
      ))}
    </span>
  );
}
