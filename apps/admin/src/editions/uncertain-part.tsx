import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import type { Newsletter } from '../api/newsletters.js';
import { postApiV1EditionsByIdUncertain } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Moment } from '../elements/moment.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import styles from './editions.module.css';
import { uncertainQuery, type Edition, type Uncertain } from './queries.js';
import { words } from './words.js';

/** Copies nobody knows the end of, and the decision of somebody who looked into the relay's log. */
export function UncertainPart({ edition, newsletter }: { edition: Edition; newsletter: Newsletter | undefined }) {
  const m = useWords(words);
  const may = useMay();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [decision, decide] = useState<{ wasSent: boolean } | null>(null);
  const query = useQuery(uncertainQuery(edition.id));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const count = query.data?.length ?? 0;
  const wasSent = decision?.wasSent === true;
  const ids = query.data?.map(({ subscriberId }) => subscriberId) ?? [];
  return (
    <div className={styles.stack}>
      {may('send', newsletter) && count > 0 && (
        <div className={styles.head}>
          <Button variant="default" onClick={() => { decide({ wasSent: true }); }}>
            {m.wasSent}
          </Button>
          <Button variant="default" onClick={() => { decide({ wasSent: false }); }}>
            {m.wasNotSent}
          </Button>
        </div>
      )}
      <DataTable<Uncertain>
        caption={m.uncertainCaption}
        rows={query.data}
        rowKey={({ subscriberId }) => subscriberId}
        rowLink={({ subscriberId }) => ({ to: '/subscribers/$id', params: { id: subscriberId } })}
        empty={<EmptyState title={m.noUncertain} body={m.noUncertainBody} />}
        columns={[
          { key: 'message', head: m.message, cell: ({ messageId }) => <code>{messageId}</code> },
          { key: 'happened', head: m.happened, cell: ({ cause }) => m.uncertainCauses[cause] },
          { key: 'tried', head: m.tried, cell: ({ submittingAt }) => submittingAt === null ? '–' : <span className={styles.whole}><Moment at={submittingAt} zone={newsletter?.timeZone} /></span>, isMinor: true },
          { key: 'provider', head: m.provider, cell: ({ provider }) => <bdi className={styles.whole}>{provider ?? '–'}</bdi>, isMinor: true },
          { key: 'evidence', head: m.evidence, cell: ({ evidence }) => evidence === 'policy' ? m.byPolicy : (evidence ?? m.open) },
        ]}
      />
      <ConsequenceDialog
        opened={decision !== null}
        onClose={() => { decide(null); }}
        title={wasSent ? m.wasSentTitle : m.wasNotSentTitle}
        describe={() => <p>{wasSent ? m.wasSentBody(count) : m.wasNotSentBody(count)}</p>}
        verb={wasSent ? m.wasSent : m.wasNotSent}
        // Those on screen and no others: what became uncertain meanwhile is another decision.
        act={() => dataOf(postApiV1EditionsByIdUncertain({ path: { id: edition.id }, body: { wasSent, subscriberIds: ids } }))}
        onDone={() => {
          announce(m.decided);
          void client.invalidateQueries({ queryKey: ['editions', edition.id] });
        }}
      />
    </div>
  );
} // prettier-ignore
