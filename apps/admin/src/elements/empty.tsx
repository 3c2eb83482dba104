import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import styles from './notice.module.css';
import { words } from './words.js';

/** An empty state teaches in one sentence and one button (or link), which does what fills it. */
export function EmptyState({ title, body, children }: { title: string; body: string; children?: ReactNode }) {
  return (
    <div className={styles.notice}>
      <h2>{title}</h2>
      <p>{body}</p>
      {children}
    </div>
  );
}

interface EmptyProps {
  title: string;
  body: string;
  /** what to type to fill it, where only the command line can */
  command: string;
  onLookAgain: () => void;
  looking: boolean;
}

export function Empty({ title, body, command, onLookAgain, looking }: EmptyProps) {
  const m = useWords(words);
  return (
    <EmptyState title={title} body={body}>
      <code className={styles.command}>{command}</code>
      <Button onClick={onLookAgain} loading={looking}>
        {m.lookAgain}
      </Button>
    </EmptyState>
  );
}
