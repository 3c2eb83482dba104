import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { todayQuery } from '../api/today.js';
import { useWords } from '../language/words.js';
import styles from './today-badge.module.css';
import { words } from './words.js';

/** How many things wait for a person now, beside the room's name; nothing where nothing waits. */
export function TodayBadge() {
  const m = useWords(words);
  const { data } = useQuery(todayQuery);
  const count = data?.needs.filter(({ weight }) => weight !== 'look').length ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.badge} data-now={data?.needs.some(({ weight }) => weight === 'now')}>
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{m.needsYou(count)}</VisuallyHidden>
    </span>
  );
}
