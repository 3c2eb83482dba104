import { VisuallyHidden } from '@mantine/core';
import { useWords } from '../language/words.js';
import styles from './diff.module.css';
import { wordDiff } from './word-diff.js';
import { words } from './words.js';

/** Two states of a text in one: what went is struck through, what came is underlined; both are also said. */
export function Diff({ before, after, language }: { before: string; after: string; language?: string | undefined }) {
  const m = useWords(words);
  if (before === after) return <p className={styles.same}>{m.unchanged}</p>;
  return (
    <p className={styles.diff} dir="auto" lang={language}>
      {wordDiff(before, after).map(({ kind, text }, position) =>
        kind === 'same' ? (
          <span key={position}>{text}</span>
        ) : kind === 'added' ? (
          <ins key={position}>
            <VisuallyHidden>{m.added} </VisuallyHidden>
            {text}
          </ins>
        ) : (
          <del key={position}>
            <VisuallyHidden>{m.removed} </VisuallyHidden>
            {text}
          </del>
        ),
      )}
    </p>
  );
}
