import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newslettersQuery, type Newsletter } from '../api/newsletters.js';
import { useView } from '../elements/address.js';
import { DataTable, type Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { FilterBar, type Filter } from '../elements/filter-bar.js';
import { Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import { FindReader } from './find-reader.js';
import { subscribersQuery, type SubscriptionPage } from './queries.js';
import { SubscriptionStatus } from './subscription-status.js';
import { filterOf, readListView } from './view.js';
import { words } from './words.js';

export function SubscribersScreen() {
  const m = useWords(words);
  const may = useMay();
  const view = useView(readListView);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const list = useQuery(subscribersQuery(view));
  const filter = filterOf(view);
  const isNarrowed = Object.keys(filter).length > 0;
  const mayImport = newsletters.some((one) => may('import', one)) || may('import');
  const mayExport = newsletters.some((one) => may('export', one)) || may('export');
  return (
    <Page
      title={m.title}
      lead={m.lead}
      actions={
        <>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/subscribers/readership" />}>
            {m.readership}
          </Button>
          {mayExport && (
            <Button
              variant="default"
              component="a"
              href={`/api/v1/subscribers/export?${new URLSearchParams(filter).toString()}`}
              download
            >
              {isNarrowed ? m.exportThese : m.exportAll}
            </Button>
          )}
          {mayImport && (
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/subscribers/imports" />}>
              {m.importList}
            </Button>
          )}
        </>
      }
    >
      <FindReader />
      <Section title={m.all}>
        <FilterBar filters={filtersIn(m, newsletters)} />
        {list.isError ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
        ) : (
          <SubscriptionTable page={list.data} newsletters={newsletters} isNarrowed={isNarrowed} />
        )}
        <Pages next={list.data?.next} />
      </Section>
    </Page>
  );
}

type M = (typeof words)['en'];

/** The first two are asked for every day, the others now and then. */
function filtersIn(m: M, newsletters: readonly Newsletter[]): Filter[] {
  const rare = { isMinor: true };
  return [
    {
      key: 'newsletter',
      label: m.newsletter,
      kind: 'choice',
      options: newsletters.map(({ slug, name }) => ({ value: slug, label: name })),
    },
    { key: 'state', label: m.state, kind: 'choice', options: optionsOf(m.states) },
    { ...rare, key: 'endedBy', label: m.endedBy, kind: 'choice', options: optionsOf(m.enders) },
    { ...rare, key: 'from', label: m.joinedFrom, kind: 'date' },
    { ...rare, key: 'until', label: m.joinedBefore, kind: 'date' },
    { ...rare, key: 'placement', label: m.placement, kind: 'text', longest: 60 },
    {
      ...rare,
      key: 'suppressed',
      label: m.suppression,
      kind: 'choice',
      options: [
        { value: 'true', label: m.suppressed },
        { value: 'false', label: m.notSuppressed },
      ],
    },
  ];
}

function optionsOf(names: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}

interface SubscriptionTableProps {
  /** undefined: on its way */
  page: SubscriptionPage | undefined;
  newsletters: readonly Newsletter[];
  isNarrowed: boolean;
}

function SubscriptionTable({ page, newsletters, isNarrowed }: SubscriptionTableProps) {
  const m = useWords(words);
  return (
    <DataTable
      caption={m.title}
      rows={page?.subscriptions}
      rowKey={({ id }) => id}
      rowLink={({ subscriberId }) => ({ to: '/subscribers/$id', params: { id: subscriberId } })}
      empty={
        typeof page?.next === 'string' ? (
          <EmptyState title={m.noneHereTitle} body={m.noneHereBody} />
        ) : (
          <EmptyState
            title={isNarrowed ? m.noneFilteredTitle : m.noneTitle}
            body={isNarrowed ? m.noneFilteredBody : m.noneBody}
          />
        )
      }
      columns={columnsIn(m, newsletters)}
    />
  );
}

function columnsIn(m: M, newsletters: readonly Newsletter[]): Column<SubscriptionPage['subscriptions'][number]>[] {
  return [
    { key: 'address', head: m.address, cell: ({ address }) => <bdi>{address ?? m.erased}</bdi> },
    {
      key: 'newsletter',
      head: m.newsletter,
      cell: ({ newsletter }) => newsletters.find(({ slug }) => slug === newsletter)?.name ?? newsletter,
    },
    {
      key: 'state',
      head: m.state,
      cell: ({ state, suppressed }) => <SubscriptionStatus state={state} suppressed={suppressed} />,
    },
    { key: 'joined', head: m.joined, cell: ({ requestedAt }) => <Relative at={requestedAt} /> },
    {
      key: 'ended',
      head: m.ended,
      isMinor: true,
      cell: ({ endedAt, endedBy }) =>
        endedAt === null ? (
          '–'
        ) : (
          <>
            <Relative at={endedAt} />, {said(m.enders, endedBy ?? '')}
          </>
        ),
    },
  ];
}
