import { Skeleton } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Page } from '../elements/page.js';
import { useWords } from '../language/words.js';
import styles from './desk-screen.module.css';
import { EditionLine } from './edition-line.js';
import { MakingButtons } from './making.js';
import { openEditions } from './open-editions.js';
import { editionsQuery } from './queries.js';
import type { EditionRow } from './open-editions.js';
import { words } from './words.js';

function NewsletterDesk({ newsletter, editions }: { newsletter: Newsletter; editions: readonly EditionRow[] | undefined }) {
  const m = useWords(words);
  const open = openEditions(editions ?? []);
  return (
    <section className={styles.desk}>
      <h2>
        <Link to="/newsletters/$slug/desk" params={{ slug: newsletter.slug }}>
          <bdi lang={newsletter.language}>{newsletter.name}</bdi>
        </Link>
      </h2>
      {editions === undefined ? (
        <Skeleton height={20} width="40%" />
      ) : open.length === 0 ? (
        <p className={styles.quiet}>{m.noneOpen}</p>
      ) : (
        <ul className={styles.editions}>
          {open.map((edition) => (
            <EditionLine key={edition.id} edition={edition} zone={newsletter.timeZone} />
          ))}
        </ul>
      )}
      <div className={styles.row}>
        <MakingButtons newsletter={newsletter} />
      </div>
    </section>
  );
} // prettier-ignore

/** Every newsletter's desk: what is open, and what can be made beside the calendar. */
export function DesksScreen() {
  const m = useWords(words);
  const query = useQuery(newslettersQuery);
  const newsletters = query.data ?? [];
  const editions = useQueries({ queries: newsletters.map(({ slug }) => editionsQuery(slug)) });
  return (
    <Page title={m.desk} lead={m.deskLead}>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.isPending ? (
        <Skeleton height={120} />
      ) : newsletters.length === 0 ? (
        <EmptyState title={m.noNewsletters} body={m.noNewslettersBody} />
      ) : (
        <div className={styles.desks}>
          {newsletters.map((newsletter, position) => (
            <NewsletterDesk key={newsletter.id} newsletter={newsletter} editions={editions[position]?.data} />
          ))}
        </div>
      )}
    </Page>
  );
}
