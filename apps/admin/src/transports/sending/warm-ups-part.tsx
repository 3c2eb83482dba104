import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/answers.js';
import { postApiV1WarmUpsByDomainStop } from '../../client/index.js';
import { useAnnounce } from '../../elements/announcer.js';
import { ConsequenceDialog } from '../../elements/consequence-dialog.js';
import { DataTable } from '../../elements/data-table.js';
import { EmptyState } from '../../elements/empty.js';
import { Failure } from '../../elements/failure.js';
import { Count } from '../../elements/figures.js';
import { Status } from '../../elements/status.js';
import { useLocale } from '../../language/locale.js';
import { useWords } from '../../language/words.js';
import { warmUpsQuery, type WarmUp } from './queries.js';
import styles from './sending.module.css';
import { WarmUpForm } from './warm-up-form.js';
import { words } from './words.js';

/** Sending domains that began with few messages a day: their day, its cap, and what of it has left. */
export function WarmUpsPart() {
  const m = useWords(words);
  const query = useQuery(warmUpsQuery);
  const [isBeginning, begin] = useState(false);
  const [stopping, stop] = useState<WarmUp | null>(null);
  const { locale } = useLocale();
  const client = useQueryClient();
  const announce = useAnnounce();
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  const start = <Button variant="default" onClick={() => { begin(true); }}>{m.warmUpStart}</Button>;
  return (
    <div className={styles.part}>
      <p className={styles.lead}>{m.warmUpLead}</p>
      {isBeginning ? (
        <WarmUpForm onClose={() => { begin(false); }} />
      ) : (
        query.data !== undefined && query.data.length > 0 && <div>{start}</div>
      )}
      <DataTable<WarmUp>
        caption={m.warmUps}
        rows={query.data}
        rowKey={({ domain }) => domain}
        empty={isBeginning ? null : <EmptyState title={m.warmUpNone} body={m.warmUpNoneBody}>{start}</EmptyState>}
        columns={[
          { key: 'domain', head: m.domain, cell: ({ domain }) => domain },
          { key: 'over', head: m.onlyOver, isMinor: true, cell: ({ transport }) => transport ?? m.allTransports },
          { key: 'day', head: m.warmUpState, cell: (warmUp) => <Day warmUp={warmUp} /> },
          { key: 'cap', head: m.cap, isNumber: true, cell: ({ cap }) => (cap === null ? m.capNone : <Count of={cap} />) },
          { key: 'sent', head: m.leftToday, isNumber: true, cell: ({ sentToday }) => <Count of={sentToday} /> },
          {
            key: 'act',
            head: '',
            cell: (warmUp) =>
              warmUp.cap !== null && (
                <Button variant="default" size="xs" aria-label={`${m.stop}: ${warmUp.domain}`} onClick={() => { stop(warmUp); }}>
                  {m.stop}
                </Button>
              ),
          },
        ]}
      />
      {stopping !== null && (
        <ConsequenceDialog
          opened
          onClose={() => { stop(null); }}
          title={m.stopTitle(stopping.domain)}
          describe={() => <p>{m.stopBody(new Intl.NumberFormat(locale).format(stopping.cap ?? 0))}</p>}
          verb={m.stop}
          act={() => dataOf(postApiV1WarmUpsByDomainStop({ path: { domain: stopping.domain } }))}
          onDone={() => {
            announce(m.stopDone);
            void client.invalidateQueries({ queryKey: warmUpsQuery.queryKey });
          }}
        />
      )}
    </div>
  );
} // prettier-ignore

function Day({ warmUp: { endedAt, dayNumber, caps } }: { warmUp: WarmUp }) {
  const m = useWords(words);
  if (endedAt !== null) return <Status tone="quiet">{m.stopped}</Status>;
  if (dayNumber > caps.length) return <Status tone="good">{m.over}</Status>;
  return <Status tone="warn">{m.dayOf(dayNumber, caps.length)}</Status>;
}
