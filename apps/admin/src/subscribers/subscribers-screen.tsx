import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { postApiV1SubscribersFind } from '../client/index.js';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import { subscribersQuery, type Found } from './queries.js';
import { SubscriptionStatus } from './subscription-status.js';
import styles from './subscribers.module.css';
import { filterOf, readListView } from './view.js';
import { words } from './words.js';

/** The address stays in a form and a body: an address bar is kept by browsers, and logged on the way. */
function FindReader() {
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
        <FilterBar
          filters={[
            {
              key: 'newsletter',
              label: m.newsletter,
              kind: 'choice',
              options: newsletters.map(({ slug, name }) => ({ value: slug, label: name })),
            },
            { key: 'state', label: m.state, kind: 'choice', options: optionsOf(m.states) },
            { key: 'endedBy', label: m.endedBy, kind: 'choice', options: optionsOf(m.enders) },
            { key: 'from', label: m.joinedFrom, kind: 'date' },
            { key: 'until', label: m.joinedBefore, kind: 'date' },
            { key: 'placement', label: m.placement, kind: 'text', longest: 60 },
            {
              key: 'suppressed',
              label: m.suppression,
              kind: 'choice',
              options: [
                { value: 'true', label: m.suppressed },
                { value: 'false', label: m.notSuppressed },
              ],
            },
          ]}
        />
        {list.isError ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
        ) : (
          <DataTable
            caption={m.title}
            rows={list.data?.subscriptions}
            rowKey={({ id }) => id}
            rowLink={({ subscriberId }) => ({ to: '/subscribers/$id', params: { id: subscriberId } })}
            empty={
              typeof list.data?.next === 'string' ? (
                <EmptyState title={m.noneHereTitle} body={m.noneHereBody} />
              ) : (
                <EmptyState
                  title={isNarrowed ? m.noneFilteredTitle : m.noneTitle}
                  body={isNarrowed ? m.noneFilteredBody : m.noneBody}
                />
              )
            }
            columns={[
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
            ]}
          />
        )}
        <Pages next={list.data?.next} />
      </Section>
    </Page>
  );
}

function optionsOf(names: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
