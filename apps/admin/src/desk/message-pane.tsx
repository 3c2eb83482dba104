import { SegmentedControl, Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/answers.js';
import { useChangeView, useView } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { MailFrame } from '../elements/mail/mail-frame.js';
import { useLocale } from '../language/locale.js';
import { formatBytes } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import styles from './panes.module.css';
import { previewQuery } from './queries.js';
import type { Proposal } from './queries.js';
import { readDeskView } from './view.js';
import { words } from './words.js';

/** Milliseconds of rest after an act before the message is made anew: a row of moves makes one. */
const REST = 300;

/** The very message, as it would leave now; made anew after each act. */
export function MessagePane({ proposal }: { proposal: Proposal }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { width = 'phone' } = useView(readDeskView);
  const change = useChangeView();
  const [version] = useDebouncedValue(proposal.version, REST);
  const query = useQuery(previewQuery(proposal.editionId, version));
  const isEmpty = query.error instanceof ApiError && query.error.code === 'edition.empty';
  return (
    <div className={styles.pane}>
      <div className={styles.bar}>
        <SegmentedControl
          size="xs"
          aria-label={m.width}
          value={width}
          onChange={(value) => {
            change({ width: value });
          }}
          data={[
            { value: 'phone', label: m.phone },
            { value: 'desktop', label: m.desktop },
          ]}
        />
        {query.data !== undefined && (
          <span className={styles.quiet}>{m.size(formatBytes(query.data.htmlBytes, locale))}</span>
        )}
        {query.isPlaceholderData && (
          <span role="status" className={styles.quiet}>
            {m.previewOld}
          </span>
        )}
      </div>
      {isEmpty ? (
        <p className={styles.quiet}>{m.previewEmpty}</p>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.data === undefined ? (
        <Skeleton height={480} />
      ) : (
        <>
          <p className={styles.subject}>
            <strong dir="auto" lang={proposal.language}>
              {query.data.subject}
            </strong>
            <span dir="auto" lang={proposal.language} className={styles.quiet}>
              {query.data.preheader}
            </span>
          </p>
          {query.data.leftOut > 0 && <p className={styles.cause}>{m.leftOut(query.data.leftOut)}</p>}
          <MailFrame html={query.data.html} subject={query.data.subject} width={width} />
        </>
      )}
    </div>
  );
}
