import { useQuery } from '@tanstack/react-query';
import type { Newsletter } from '../api/newsletters.js';
import { Failure } from '../elements/failure.js';
import { MailFrame } from '../elements/mail/mail-frame.js';
import { PreviewSkeleton } from '../elements/skeletons.js';
import { useWide } from '../elements/use-wide.js';
import { useWords } from '../language/words.js';
import styles from './editions.module.css';
import { mailQuery, type Edition } from './queries.js';
import { words } from './words.js';

/** The message of the current revision, in the frame that runs nothing. */
export function MailPart({ edition, newsletter }: { edition: Edition; newsletter: Newsletter | undefined }) {
  const m = useWords(words);
  const wide = useWide();
  const query = useQuery(mailQuery(edition.id));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <PreviewSkeleton />;
  const { html, subject, preheader, isFrozen } = query.data;
  return (
    <>
      <p className={styles.hint}>{isFrozen ? m.asSent : m.notFrozen}</p>
      <p dir={newsletter?.direction} lang={newsletter?.language}>
        <strong>{subject}</strong> <span className={styles.hint}>{preheader}</span>
      </p>
      <MailFrame html={html} subject={subject} width={wide ? 'desktop' : 'phone'} />
    </>
  );
}
