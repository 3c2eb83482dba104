import { Link } from '@tanstack/react-router';
import { Relative } from '../elements/moment.js';
import { Status } from '../elements/status.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import styles from './desk-screen.module.css';
import type { EditionRow } from './open-editions.js';
import { words } from './words.js';

/** An edition in a list, as the way to its desk. */
export function EditionLine({ edition, zone }: { edition: EditionRow; zone: string }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { id, kind, editionDate, sequence, state, dueAt, freezeAt } = edition;
  const number = sequence > 1 ? ` · ${String(sequence)}` : '';
  return (
    <li className={styles.edition}>
      <Link to="/editions/$id/desk" params={{ id }}>
        {m.editionOf(formatEditionDate(editionDate, locale), m.kinds[kind])}
        {number}
      </Link>
      <Status tone={state === 'held' ? 'bad' : state === 'approved' ? 'good' : 'warn'}>{m.states[state]}</Status>
      <span className={styles.quiet}>
        {m.due} <Relative at={dueAt} zone={zone} />
      </span>
      {(state === 'proposed' || state === 'held') && (
        <span className={styles.quiet}>
          {m.deadline} <Relative at={freezeAt} zone={zone} />
        </span>
      )}
    </li>
  );
}
