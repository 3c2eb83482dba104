import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1SubscribersFind } from '../client/index.js';
import { DataTable } from '../elements/data-table.js';
import { FailureLine } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import type { Found } from './queries.js';
import { SubscriptionStatus } from './subscription-status.js';
import styles from './subscribers.module.css';
import { words } from './words.js';

/** The address stays in a form and a body: an address bar is kept by browsers, and logged on the way. */
export function FindReader() {
  const m = useWords(words);
  const [typed, type] = useState('');
  const finding = useMutation({
    mutationFn: (address: string) => dataOf(postApiV1SubscribersFind({ body: { address } })),
  });
  return (
    <Section title={m.find}>
      <form
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') finding.mutate(typed.trim());
        }}
      >
        <TextInput
          type="search"
          size="sm"
          label={m.address}
          description={m.findHint}
          autoComplete="off"
          maxLength={320}
          value={typed}
          onChange={(event) => {
            type(event.currentTarget.value);
            finding.reset();
          }}
        />
        <Button type="submit" loading={finding.isPending}>
          {m.find}
        </Button>
      </form>
      {finding.isError && <FailureLine error={finding.error} />}
      {finding.data !== undefined && <FoundReaders rows={finding.data.subscribers} more={finding.data.next !== null} />}
    </Section>
  );
}

function FoundReaders({ rows, more }: { rows: readonly Found[]; more: boolean }) {
  const m = useWords(words);
  return (
    <>
      <DataTable
        caption={m.foundCaption}
        rows={rows}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/subscribers/$id', params: { id } })}
        empty={<p role="status">{m.nobody}</p>}
        columns={[
          { key: 'address', head: m.address, cell: ({ address }) => <bdi>{address ?? m.erased}</bdi> },
          {
            key: 'subscriptions',
            head: m.subscriptions,
            cell: ({ subscriptions, suppressed }) => (
              <span className={styles.states}>
                {subscriptions.map((one) => (
                  <span key={one.id}>
                    {one.newsletter} <SubscriptionStatus state={one.state} suppressed={suppressed} />
                  </span>
                ))}
              </span>
            ),
          },
          { key: 'since', head: m.since, cell: ({ since }) => <Relative at={since} />, isMinor: true },
        ]}
      />
      {more && <p>{m.moreFound}</p>}
    </>
  );
}
