import { useMutation } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { postApiV1SubscribersFind } from '../client/index.js';
import { DataTable } from '../elements/data-table.js';
import { FindByAddress } from '../elements/find-by-address.js';
import { Relative } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import type { Found } from './queries.js';
import { SubscriptionStatus } from './subscription-status.js';
import styles from './subscribers.module.css';
import { words } from './words.js';

/** By an address or a part of one, for those who may see addresses. */
export function FindReader() {
  const m = useWords(words);
  const finding = useMutation({
    mutationFn: (address: string) => dataOf(postApiV1SubscribersFind({ body: { address } })),
  });
  return (
    <Section title={m.find}>
      <FindByAddress
        label={m.address}
        hint={m.findHint}
        verb={m.find}
        isFinding={finding.isPending}
        error={finding.error}
        onFind={finding.mutate}
        onTyped={finding.reset}
      />
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
