import { Link } from '@tanstack/react-router';
import type { FirstStep } from '../api/today.js';
import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import styles from './today.module.css';
import { words } from './words.js';

/** The way to a first edition, from what is really there. */
export function FirstSteps({ steps }: { steps: readonly FirstStep[] }) {
  const m = useWords(words);
  return (
    <ol className={styles.steps}>
      {steps.map(({ code, isDone, path }) => (
        <li key={code}>
          <Status tone={isDone ? 'good' : 'quiet'}>{isDone ? m.stepDone : m.stepOpen}</Status>
          {isDone ? <span>{m.steps[code]}</span> : <Link to={path}>{m.steps[code]}</Link>}
        </li>
      ))}
    </ol>
  );
}
