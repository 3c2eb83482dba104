import type { ReactNode } from 'react';
import styles from './status.module.css';

/** `good` works, `warn` deserves a look, `bad` needs a human, `quiet` is neither (paused, ended, not yet). */
export type Tone = 'good' | 'warn' | 'bad' | 'quiet';

/** A state in words with a mark that repeats it in colour and shape. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      {children}
    </span>
  );
}
