import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { Page } from '../elements/page.js';
import { readSort, sorted } from '../elements/sort.js';
import { AddressTabs } from '../elements/tabs.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { transportsQuery } from './queries.js';
import type { Transport } from './queries.js';
import { DomainsPart } from './sending/domains-part.js';
import { PacePart } from './sending/pace-part.js';
import { WarmUpsPart } from './sending/warm-ups-part.js';
import { words as sendingWords } from './sending/words.js';
import { TransportHealth } from './transport-health.js';
import styles from './transport-acts.module.css';
import { words } from './words.js';

function useColumns(): Column<Transport>[] {
  const m = useWords(words);
  const { locale } = useLocale();
  return [
    { key: 'name', head: m.name, cell: ({ name }) => name, canSort: true },
    { key: 'health', head: m.health, cell: (transport) => <TransportHealth transport={transport} /> },
    { key: 'relay', head: m.relay, cell: ({ host, port }) => `${host}:${String(port)}`, isMinor: true },
    {
      key: 'purposes',
      head: m.purposes,
      cell: ({ purposes }) =>
        formatList(
          purposes.map((purpose) => m.purposeNames[purpose]),
          locale,
        ),
    },
    { key: 'weight', head: m.weight, cell: ({ weight }) => <Count of={weight} />, isNumber: true, canSort: true },
    {
      key: 'limits',
      head: m.limits,
      cell: ({ connections, perSecond }) =>
        [m.connections(connections), ...(perSecond === null ? [] : [m.perSecond(perSecond)])].join(' · '),
      isMinor: true,
    },
  ];
}

/** Relays, and all else that decides how mail leaves. */
export function TransportsScreen() {
  const m = useWords(words);
  const n = useWords(sendingWords);
  return (
    <Page title={m.title} lead={m.lead}>
      <AddressTabs
        label={n.parts}
        tabs={[
          { key: 'relays', label: n.relays, content: () => <Relays /> },
          { key: 'pace', label: n.pace, content: () => <PacePart /> },
          { key: 'warm-ups', label: n.warmUps, content: () => <WarmUpsPart /> },
          { key: 'domains', label: n.domains, content: () => <DomainsPart /> },
        ]}
      />
    </Page>
  );
}

function Relays() {
  const m = useWords(words);
  const may = useMay();
  const query = useQuery(transportsQuery);
  const { sort } = useView(readSort);
  const columns = useColumns();
  const add = may('administer') && (
    <Button component={Link} to="/transports/new">
      {m.add}
    </Button>
  );
  return (
    <>
      {query.data?.length !== 0 && add !== false && <div className={styles.add}>{add}</div>}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <DataTable
          caption={m.title}
          columns={columns}
          rows={query.data && sorted(query.data, sort, { name: ({ name }) => name, weight: ({ weight }) => weight })}
          rowKey={({ name }) => name}
          rowLink={({ name }) => ({ to: '/transports/by-name/$name', params: { name } })}
          empty={
            <EmptyState title={m.noneTitle} body={m.noneBody}>
              {add}
            </EmptyState>
          }
        />
      )}
    </>
  );
}
