import { Button } from '@mantine/core';
import { useWords } from './locale.js';
import styles from './notice.module.css';

interface EmptyProps {
  title: string;
  body: string;
  /** what to type to fill it */
  command: string;
  onLookAgain: () => void;
  looking: boolean;
}

/** An empty state teaches: what this is, how it comes to be, one button. */
export function Empty({ title, body, command, onLookAgain, looking }: EmptyProps) {
  const { m } = useWords();
  return (
    <div className={styles.notice}>
      <h2>{title}</h2>
      <p>{body}</p>
      <code className={styles.command}>{command}</code>
      <Button onClick={onLookAgain} loading={looking}>
        {m.lookAgain}
      </Button>
    </div>
  );
}
