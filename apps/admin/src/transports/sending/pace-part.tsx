import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/answers.js';
import { postApiV1PaceResume } from '../../client/index.js';
import { useAnnounce } from '../../elements/announcer.js';
import { ConsequenceDialog } from '../../elements/consequence-dialog.js';
import { DataTable } from '../../elements/data-table.js';
import { Failure } from '../../elements/failure.js';
import { Count } from '../../elements/figures.js';
import { Relative } from '../../elements/moment.js';
import { Section } from '../../elements/page.js';
import { Status } from '../../elements/status.js';
import { useWords } from '../../language/words.js';
import { paceQuery, type Pace } from './queries.js';
import styles from './sending.module.css';
import { words } from './words.js';

type Way = Pace['ways'][number];

/** How the API calls a transport as a whole. */
const whole = '*';

/** How gently mailbox providers are dealt with now, what left today, and the rules. */
export function PacePart() {
  const m = useWords(words);
  const query = useQuery(paceQuery);
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />;
  return (
    <div className={styles.part}>
      <p className={styles.lead}>{m.paceLead}</p>
      <Section title={m.paceNow}>
        <Ways ways={query.data?.ways} />
      </Section>
      <Section title={m.sentToday}>
        <DataTable
          caption={m.sentToday}
          rows={query.data?.sentToday}
          rowKey={({ domain, provider }) => `${domain} ${provider}`}
          empty={<p className={styles.quiet}>{m.sentNone}</p>}
          columns={[
            { key: 'domain', head: m.domain, cell: ({ domain }) => domain },
            { key: 'provider', head: m.provider, cell: ({ provider }) => provider },
            { key: 'messages', head: m.messages, isNumber: true, cell: ({ messages }) => <Count of={messages} /> },
          ]}
        />
      </Section>
      <details className={styles.rules}>
        <summary>{m.rules}</summary>
        <p className={styles.lead}>{m.rulesLead}</p>
        <DataTable
          caption={m.rules}
          rows={query.data?.rules}
          rowKey={({ provider }) => provider}
          empty={null}
          columns={[
            { key: 'provider', head: m.provider, cell: ({ provider }) => provider },
            { key: 'connections', head: m.connections, isNumber: true, cell: ({ connections }) => <Count of={connections} /> },
          ]}
        />
      </details>
    </div>
  );
} // prettier-ignore

function Ways({ ways }: { ways: readonly Way[] | undefined }) {
  const m = useWords(words);
  const [asking, ask] = useState<Way | null>(null);
  const client = useQueryClient();
  const announce = useAnnounce();
  const called = (provider: string): string => (provider === whole ? m.whole : provider);
  return (
    <>
      <DataTable<Way>
        caption={m.paceNow}
        rows={ways}
        rowKey={({ transport, provider }) => `${transport} ${provider}`}
        empty={<p className={styles.quiet}>{m.paceNone}</p>}
        columns={[
          { key: 'transport', head: m.transport, cell: ({ transport }) => transport },
          { key: 'provider', head: m.provider, cell: ({ provider }) => called(provider) },
          { key: 'held', head: m.held, isNumber: true, cell: ({ held }) => <Count of={held} /> },
          { key: 'allowed', head: m.allowed, isNumber: true, isMinor: true, cell: ({ allowed }) => (allowed === null ? m.unlimited : <Count of={allowed} />) },
          { key: 'why', head: m.heldBack, cell: (way) => <Hindrance way={way} /> },
          {
            key: 'act',
            head: '',
            cell: (way) =>
              way.reason !== null && (
                <Button variant="default" size="xs" aria-label={`${m.letGo}: ${way.transport}, ${called(way.provider)}`} onClick={() => { ask(way); }}>
                  {m.letGo}
                </Button>
              ),
          },
        ]}
      />
      {asking !== null && (
        <ConsequenceDialog
          opened
          onClose={() => { ask(null); }}
          title={m.letGoTitle(called(asking.provider))}
          describe={() => (
            <>
              <p>{m.letGoBody}</p>
              <p lang="en" dir="auto"><q>{asking.reason}</q></p>
            </>
          )}
          verb={m.letGo}
          act={() => dataOf(postApiV1PaceResume({ body: { transport: asking.transport, provider: asking.provider } }))}
          onDone={() => {
            announce(m.letGoDone);
            void client.invalidateQueries({ queryKey: paceQuery.queryKey });
          }}
        />
      )}
    </>
  );
} // prettier-ignore

function Hindrance({ way }: { way: Way }) {
  const m = useWords(words);
  if (way.reason === null) return <Status tone="good">{m.atPace}</Status>;
  const until = way.suspendedUntil ?? way.slowedUntil;
  return (
    <div className={styles.hindrance}>
      <Status tone={way.suspendedUntil === null ? 'warn' : 'bad'}>
        {way.suspendedUntil === null ? m.slowed : m.suspended} {until !== null && <Relative at={until} />}
      </Status>{' '}
      {way.perSecond !== null && m.perSecond(way.perSecond)}{' '}
      <span lang="en" dir="auto" className={styles.reply}>
        {way.reason}
      </span>
    </div>
  );
}
