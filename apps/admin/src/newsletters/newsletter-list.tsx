import { Link } from '@tanstack/react-router';
import type { Newsletter } from '../api/newsletters.js';
import styles from '../elements/list.module.css';
import { useWords } from '../language/words.js';
import { words } from './words.js';
import { Moment, Relative } from '../elements/moment.js';

function NextEdition({ newsletter }: { newsletter: Newsletter }) {
  const m = useWords(words);
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

/** `chosen` is the slug of the newsletter on screen beside the list, if any. */
export function NewsletterList({ newsletters, chosen }: { newsletters: Newsletter[]; chosen: string | undefined }) {
  const m = useWords(words);
  return (
    <ul className={styles.rows}>
      {newsletters.map((newsletter) => (
        <li key={newsletter.id}>
          <Link
            to="/newsletters/$slug/preview"
            params={{ slug: newsletter.slug }}
            className={styles.row}
            aria-current={newsletter.slug === chosen ? 'true' : undefined}
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
