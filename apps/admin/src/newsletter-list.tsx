import { Link } from '@tanstack/react-router';
import type { Newsletter } from './api.js';
import styles from './list.module.css';
import { useWords } from './locale.js';
import { Moment, Relative } from './moment.js';

function NextEdition({ newsletter }: { newsletter: Newsletter }) {
  const { m } = useWords();
  const { nextEdition, timeZone } = newsletter;
  if (nextEdition === null) return <span className={styles.quiet}>{m.noNextEdition}</span>;
  return (
    <>
      <Moment at={nextEdition.dueAt} zone={timeZone} />
      <span className={`${styles.line ?? ''} ${styles.quiet ?? ''}`}>
        <span>{timeZone.replaceAll('_', ' ')}</span>
        <span className={styles.end}>
          <Relative at={nextEdition.dueAt} zone={timeZone} />
        </span>
      </span>
    </>
  );
}

/** `chosen` is the newsletter on screen beside the list, if any. */
export function NewsletterList({ newsletters, chosen }: { newsletters: Newsletter[]; chosen: string | undefined }) {
  const { m } = useWords();
  return (
    <ul className={styles.rows}>
      {newsletters.map((newsletter) => (
        <li key={newsletter.id}>
          <Link
            to="/newsletters/$id"
            params={{ id: newsletter.id }}
            className={styles.row}
            aria-current={newsletter.id === chosen ? 'true' : undefined}
          >
            <span className={styles.line}>
              <bdi className={styles.name} lang={newsletter.language}>
                {newsletter.name}
              </bdi>
              <span className={styles.tag}>{newsletter.language}</span>
            </span>
            <NextEdition newsletter={newsletter} />
            <span className={styles.line}>
              <span className={styles.mark} data-full={newsletter.approval === 'automatic'}>
                {newsletter.approval === 'desk' ? m.approvalDesk : m.approvalAutomatic}
              </span>
              <span className={`numbers ${styles.end ?? ''}`}>{m.readers(newsletter.activeSubscriptions)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
