import { Button, FileButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { dataOf } from '../api/answers.js';
import { postApiV1SourcesImport } from '../client/index.js';
import { useView } from '../elements/address.js';
import { DataTable, type Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Percent } from '../elements/figures.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { Health, Spark, stateOf } from './health.js';
import { activityQuery, sourcesQuery, type Source } from './queries.js';
import styles from './sources.module.css';
import { readSourcesView, type SourcesView } from './view.js';
import { words } from './words.js';

type M = (typeof words)['en'];
type Activity = ReadonlyMap<string, { days: number[]; total: number; withPicture: number; undated: number }>;

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function fits(source: Source, { name, state }: SourcesView): boolean {
  const words = plain(`${source.name} ${source.slug} ${source.url ?? ''}`);
  return (name === undefined || words.includes(plain(name))) && (state === undefined || stateOf(source) === state);
}

function columnsOf(m: M, activity: Activity | undefined): Column<Source>[] {
  const at = (instant: string | null) => (instant === null ? '–' : <Relative at={instant} />);
  return [
    { key: 'name', head: m.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { key: 'state', head: m.state, cell: (source) => <Health source={source} /> },
    { key: 'new', head: m.lastNew, isNumber: true, cell: ({ health }) => at(health.lastNewAt) },
    {
      key: 'success',
      head: m.lastSuccess,
      isNumber: true,
      isMinor: true,
      cell: ({ kind, health }) => (kind === 'feed' ? at(health.lastSuccessAt) : m.pushes),
    },
    { key: 'next', head: m.nextPoll, isNumber: true, isMinor: true, cell: ({ health }) => at(health.nextPollAt) },
    {
      key: 'days',
      head: m.perDay,
      cell: ({ slug }) => {
        const found = activity?.get(slug);
        return found === undefined ? '–' : <Spark days={found.days} />;
      },
    },
    {
      key: 'pictures',
      head: m.withPicture,
      isNumber: true,
      isMinor: true,
      cell: ({ slug }) => (
        <Percent part={activity?.get(slug)?.withPicture ?? 0} whole={activity?.get(slug)?.total ?? 0} />
      ),
    },
    {
      key: 'undated',
      head: m.undated,
      isNumber: true,
      isMinor: true,
      cell: ({ slug }) => <Percent part={activity?.get(slug)?.undated ?? 0} whole={activity?.get(slug)?.total ?? 0} />,
    },
  ];
}

function ImportList() {
  const m = useWords(words);
  const queries = useQueryClient();
  const taking = useMutation({
    mutationFn: async (file: File) =>
      dataOf(
        postApiV1SourcesImport({
          body: await file.text(),
          bodySerializer: (body: unknown) => String(body),
          headers: { 'content-type': 'text/x-opml' },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sources'] }),
  });
  const count = (outcome: string): number =>
    taking.data?.sources.filter((source) => source.outcome === outcome).length ?? 0;
  return (
    <>
      <FileButton
        accept=".opml,.xml,text/x-opml"
        onChange={(file) => {
          if (file !== null) taking.mutate(file);
        }}
      >
        {(props) => (
          <Button variant="default" loading={taking.isPending} {...props}>
            {m.importOpml}
          </Button>
        )}
      </FileButton>
      {taking.isError && <FailureLine error={taking.error} />}
      {taking.isSuccess && <p role="status">{m.imported(count('added'), count('known'), count('refused'))}</p>}
    </>
  );
}

function Actions() {
  const m = useWords(words);
  const may = useMay();
  return (
    <>
      <a href="/api/v1/sources/export.opml">{m.exportOpml}</a>
      {may('edit') && <ImportList />}
      {may('edit') && (
        <Button component={Link} to="/sources/new">
          {m.add}
        </Button>
      )}
    </>
  );
}

export function SourcesScreen() {
  const m = useWords(words);
  const view = useView(readSourcesView);
  const query = useQuery(sourcesQuery);
  const activity = useQuery(activityQuery);
  const isNarrowed = Object.keys(view).length > 0;
  return (
    <Page title={m.title} lead={m.lead} actions={<Actions />}>
      <FilterBar
        filters={[
          { key: 'name', label: m.name, kind: 'text' },
          {
            key: 'state',
            label: m.state,
            kind: 'choice',
            options: Object.entries(m.states).map(([value, label]) => ({ value, label })),
          },
        ]}
      />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <DataTable
          caption={m.caption}
          columns={columnsOf(m, activity.data)}
          rows={query.data?.filter((source) => fits(source, view))}
          rowKey={({ slug }) => slug}
          rowLink={({ slug }) => ({ to: '/sources/$slug', params: { slug } })}
          empty={
            isNarrowed ? (
              <EmptyState title={m.nothingTitle} body={m.nothingBody} />
            ) : (
              <EmptyState title={m.noneTitle} body={m.noneBody}>
                <Link to="/sources/new" className={styles.quiet}>
                  {m.add}
                </Link>
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}
