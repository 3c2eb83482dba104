import { Button } from '@mantine/core';
import { readCursor } from '../api/cursor.js';
import { useWords } from '../language/words.js';
import { useChangeView, useView } from './address.js';
import styles from './pages.module.css';
import { words } from './words.js';

/**
 * Below a list that comes page by page (api/cursor.ts): `next` is the cursor of the answer, null on the last page. The
 * browser's Back is the page before.
 */
export function Pages({ next }: { next: string | null | undefined }) {
  const m = useWords(words);
  const { after } = useView(readCursor);
  const change = useChangeView();
  const isFirst = after === undefined;
  const isLast = next === null || next === undefined;
  if (isFirst && isLast) return null;
  return (
    <nav className={styles.pages} aria-label={m.pages}>
      <Button
        variant="default"
        disabled={isFirst}
        onClick={() => {
          change({ after: undefined }, { push: true });
        }}
      >
        {m.firstPage}
      </Button>
      <Button
        variant="default"
        disabled={isLast}
        onClick={() => {
          change({ after: next }, { push: true });
        }}
      >
        {m.nextPage}
      </Button>
    </nav>
  );
}
