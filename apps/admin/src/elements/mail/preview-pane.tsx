import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { previewQuery } from '../../api/newsletters.js';
import type { Preview } from '../../api/newsletters.js';
import { Failure } from '../failure.js';
import { AgainIcon } from '../icons.js';
import { useLocale } from '../../language/locale.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';
import { MailRow } from './mail-row.js';
import { MailView } from './mail-view.js';
import { useMoment } from '../moment.js';
import { formatTime } from '../../language/moments.js';
import { PreviewFacts } from './preview-facts.js';
import styles from './preview-pane.module.css';
import { PreviewSkeleton } from '../skeletons.js';

interface PreviewPaneProps {
  /** id */
  newsletter: string;
  /** id; absent: the newsletter's own */
  template?: string;
  zone: string;
  direction: 'ltr' | 'rtl';
  language: string | undefined;
  heading: ReactNode;
}

function Warnings({ preview, zone }: { preview: Preview; zone: string }) {
  const m = useWords(words);
  const moment = useMoment();
  return (
    <>
      {preview.dispatchCount === 0 && (
        <div className={styles.warning} role="status">
          <strong>{m.noDispatchTitle}</strong>
          <p>{m.noDispatchBody(moment(preview.window.from, zone), moment(preview.window.to, zone))}</p>
          <code>npm run colporteur -- dispatch add --text FILE</code>
        </div>
      )}
      {/* Without a dispatch the server says the same in one line. */}
      {preview.dispatchCount > 0 && preview.warnings.length > 0 && (
        <div className={styles.warning} role="status">
          <strong>{m.warningsTitle(preview.warnings.length)}</strong>
          <ul>
            {preview.warnings.map((warning) => (
              <li key={warning} dir="auto">
                {warning}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** The very message that would leave, assembled on request from the dispatches that are stored at this moment. */
export function PreviewPane({ newsletter, template, zone, direction, language, heading }: PreviewPaneProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const query = useQuery(previewQuery(newsletter, template));
  const again = () => void query.refetch();
  const reader = { direction, language, zone };
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        {heading}
        {!query.isError && (
          <Button variant="default" leftSection={<AgainIcon />} onClick={again} loading={query.isFetching}>
            {m.assembleAgain}
          </Button>
        )}
      </div>
      {!query.isError && (
        <p className={styles.claim}>
          <span>{m.asItWouldLeave}</span>
          {query.data && <span>{m.assembledAt(formatTime(new Date(query.data.assembledAt), zone, locale))}</span>}
        </p>
      )}
      {query.isPending ? (
        <PreviewSkeleton />
      ) : query.isError ? (
        <div className={styles.failure}>
          <Failure error={query.error} onRetry={again} retrying={query.isFetching} />
        </div>
      ) : (
        <div className={styles.body}>
          <div className={styles.lead}>
            <Warnings preview={query.data} zone={zone} />
            <MailRow preview={query.data} {...reader} />
          </div>
          <PreviewFacts preview={query.data} zone={zone} />
          <MailView preview={query.data} direction={direction} language={language} />
        </div>
      )}
    </div>
  );
}
