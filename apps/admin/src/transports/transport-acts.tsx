import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { FailureLine } from '../elements/failure.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { actOnTransport, testTransport, transportsQuery } from './queries.js';
import type { Transport, TransportTest } from './queries.js';
import styles from './transport-acts.module.css';
import { words } from './words.js';

function TestResult({ result }: { result: TransportTest }) {
  const m = useWords(words);
  const { locale } = useLocale();
  return (
    <p role="status" className={styles.result}>
      {result.works ? (
        <>
          {m.testWorks} {result.isSecured === true ? m.testSecured : m.testOpen}{' '}
          {result.offers.length > 0 && m.testOffers(formatList(result.offers, locale))}
        </>
      ) : (
        <>
          <strong>{result.trouble === null ? '' : m.troubles[result.trouble]}</strong>{' '}
          {result.reply !== null && <code>{result.reply}</code>}
        </>
      )}
    </p>
  );
}

/** How many others carry everything that this one carries. */
function othersFor(transport: Transport, all: readonly Transport[]): number {
  return all.filter(
    ({ name, state, purposes }) =>
      name !== transport.name &&
      state === 'active' &&
      transport.purposes.every((purpose) => purposes.includes(purpose)),
  ).length;
}

export function TransportActs({ transport }: { transport: Transport }) {
  const m = useWords(words);
  const { name, state } = transport;
  const [asking, ask] = useState<'pause' | 'retire' | null>(null);
  const all = useQuery(transportsQuery);
  const client = useQueryClient();
  const announce = useAnnounce();
  const load = () => client.invalidateQueries({ queryKey: transportsQuery.queryKey });
  const testing = useMutation({ mutationFn: () => testTransport(name) });
  const resuming = useMutation({
    mutationFn: () => actOnTransport(name, 'resume'),
    onSuccess: async () => {
      announce(m.resumed);
      await load();
    },
  });
  const others = othersFor(transport, all.data ?? []);
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          ask('retire');
        }}
      >
        {m.retire}
      </Button>
      {state === 'active' ? (
        <Button
          variant="default"
          onClick={() => {
            ask('pause');
          }}
        >
          {m.pause}
        </Button>
      ) : (
        <Button
          variant="default"
          loading={resuming.isPending}
          onClick={() => {
            resuming.mutate();
          }}
        >
          {m.resume}
        </Button>
      )}
      <Button
        loading={testing.isPending}
        onClick={() => {
          testing.mutate();
        }}
      >
        {m.test}
      </Button>
      {testing.data !== undefined && <TestResult result={testing.data} />}
      {(testing.error ?? resuming.error) !== null && (
        <FailureLine error={testing.error ?? resuming.error ?? new Error('')} />
      )}
      <ConsequenceDialog
        opened={asking !== null}
        onClose={() => {
          ask(null);
        }}
        title={asking === 'retire' ? m.retireTitle(name) : m.pauseTitle(name)}
        describe={() => (
          <>
            <p>{asking === 'retire' ? m.retireBody : m.pauseBody}</p>
            <p>{others === 0 ? m.lastOne : m.others(others)}</p>
          </>
        )}
        verb={asking === 'retire' ? m.retire : m.pause}
        act={() => actOnTransport(name, asking ?? 'pause')}
        onDone={() => {
          announce(asking === 'retire' ? m.retired : m.paused);
          void load();
        }}
      />
    </>
  );
}
