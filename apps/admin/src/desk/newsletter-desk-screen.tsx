import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { newslettersQuery, previewQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { useParam } from '../elements/address.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { MailFrame } from '../elements/mail/mail-frame.js';
import { Page } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { useZoned } from './block-facts.js';
import styles from './desk-screen.module.css';
import { MakingButtons } from './making.js';
import { openEditions } from './open-editions.js';
import { editionsQuery } from './queries.js';
import { words } from './words.js';

function NothingOpen({ newsletter }: { newsletter: Newsletter }) {
  const m = useWords(words);
  const zoned = useZoned(newsletter.timeZone);
  const preview = useQuery({ ...previewQuery(newsletter.id), enabled: newsletter.nextEdition !== null });
  const { nextEdition } = newsletter;
  return (
    <Page
      title={newsletter.name}
      titleLanguage={newsletter.language}
      crumbs={[{ label: m.desk, link: { to: '/desk' } }]}
      lead={nextEdition === null ? m.noCalendar : m.noneOpenBody(zoned(nextEdition.dueAt))}
      actions={<MakingButtons newsletter={newsletter} />}
    >
      {preview.isError && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data !== undefined && (
        <section className={styles.beside} aria-label={m.preview}>
          <MailFrame html={preview.data.html} subject={preview.data.subject} width="desktop" />
        </section>
      )}
      {preview.isPending && nextEdition !== null && <Skeleton height={480} />}
    </Page>
  );
}

/** A newsletter's desk: its next open edition, or what the next one would hold. */
export function NewsletterDeskScreen() {
  const m = useWords(words);
  const slug = useParam('slug');
  const newsletters = useQuery(newslettersQuery);
  const editions = useQuery(editionsQuery(slug));
  const newsletter = newsletters.data?.find((one) => one.slug === slug);
  const next = openEditions(editions.data ?? [])[0];
  if (next !== undefined) return <Navigate to="/editions/$id/desk" params={{ id: next.id }} replace />;
  if (newsletter !== undefined && editions.isSuccess) return <NothingOpen newsletter={newsletter} />;
  const error = newsletters.error ?? editions.error;
  return (
    <Page title={m.desk}>
      {error !== null ? (
        <Failure error={error} onRetry={() => void editions.refetch()} />
      ) : newsletters.isSuccess && newsletter === undefined ? (
        <EmptyState title={m.noNewsletters} body={m.noNewslettersBody} />
      ) : (
        <Skeleton height={120} />
      )}
    </Page>
  );
}
