import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { labelName, labelsQuery } from '../api/labels.js';
import { useView } from '../elements/address.js';
import { DataTable, type Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { FilterBar, type Filter } from '../elements/filter-bar.js';
import { Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import { Parts } from './parts.js';
import { dispatchesQuery, editionNamesQuery, sourceNamesQuery, type Found } from './queries.js';
import { Standing } from './standing.js';
import { readListView, type ListView } from './view.js';
import { words } from './words.js';

type M = (typeof words)['en'];

interface Choices {
  sources: readonly { slug: string; name: string; language: string | null }[];
  regions: readonly Choice[];
  topics: readonly Choice[];
  editions: readonly Choice[];
}

interface Choice {
  value: string;
  label: string;
}

function filtersOf(m: M, { sources, regions, topics, editions }: Choices): Filter[] {
  const choice = (key: string, label: string, group: Readonly<Record<string, string>>): Filter => ({
    key,
    label,
    kind: 'choice',
    options: Object.entries(group).map(([value, name]) => ({ value, label: name })),
  });
  // A choice of nothing is no filter: an installation without labels, or without an edition so far.
  const offered = (key: string, label: string, options: readonly Choice[]): Filter[] =>
    options.length === 0 ? [] : [{ key, label, kind: 'choice', options }];
  const languages = [...new Set(sources.flatMap(({ language }) => language ?? []))].sort();
  return [
    { key: 'text', label: m.search, kind: 'text' },
    { key: 'source', label: m.source, kind: 'choice', options: sources.map(({ slug, name }) => ({ value: slug, label: name })) },
    { key: 'language', label: m.language, kind: 'choice', options: languages.map((value) => ({ value, label: value })) },
    ...offered('region', m.regionOne, regions),
    ...offered('topic', m.topic, topics),
    choice('status', m.status, m.statuses),
    ...[
      choice('told', m.told, m.kinds),
      choice('access', m.access, m.accesses),
      choice('picture', m.picture, { true: m.withPicture, false: m.withoutPicture }),
      choice('unused', m.used, { true: m.unused }),
      ...offered('edition', m.edition, editions),
      { key: 'from', label: m.from, kind: 'date' as const },
      { key: 'until', label: m.until, kind: 'date' as const },
    ].map((filter) => ({ ...filter, isMinor: true })),
    { key: 'order', label: m.order, kind: 'choice', any: m.newest, options: [{ value: 'rank', label: m.rank }] },
  ];
} // prettier-ignore

function columnsOf(m: M): Column<Found>[] {
  return [
    {
      key: 'headline',
      head: m.headline,
      cell: ({ headlineParts, language }) => (
        <span className={styles.headline}>
          {headlineParts.every(({ text }) => text === '') ? (
            m.takenDown
          ) : (
            <Parts parts={headlineParts} language={language} />
          )}
        </span>
      ),
    },
    {
      key: 'standfirst',
      head: m.standfirst,
      isMinor: true,
      cell: ({ standfirstParts, language }) => (
        <span className={styles.clipped}>
          <Parts parts={standfirstParts} language={language} />
        </span>
      ),
    },
    { key: 'source', head: m.source, cell: ({ sourceName }) => <bdi className={styles.source}>{sourceName}</bdi> },
    { key: 'language', head: m.language, isMinor: true, cell: ({ language }) => language },
    {
      key: 'status',
      head: m.status,
      cell: ({ status, statusReason }) => <Standing status={status} reason={statusReason} />,
    },
    { key: 'published', head: m.published, isNumber: true, cell: ({ publishedAt }) => <Relative at={publishedAt} /> },
  ];
}

/** What the filters offer. What the address already names is among it, also when it is too old to be listed. */
function useChoices(view: ListView): Choices {
  const { locale } = useLocale();
  const { data: sources = [] } = useQuery(sourceNamesQuery);
  const { data: labels = [] } = useQuery(labelsQuery);
  const { data: editions = [] } = useQuery(editionNamesQuery);
  const named = (kind: 'region' | 'topic', chosen: string | undefined): Choice[] =>
    withChosen(
      labels.filter((one) => one.kind === kind).map((one) => ({ value: one.slug, label: labelName(one, locale) })),
      chosen,
    );
  return {
    sources,
    regions: named('region', view.region),
    topics: named('topic', view.topic),
    editions: withChosen(
      editions.map(({ id, newsletter, editionDate }) => ({
        value: id,
        label: `${newsletter.name} · ${formatEditionDate(editionDate, locale)}`,
      })),
      view.edition,
    ),
  };
}

function withChosen(choices: readonly Choice[], chosen: string | undefined): Choice[] {
  const isListed = chosen === undefined || choices.some(({ value }) => value === chosen);
  return isListed ? [...choices] : [...choices, { value: chosen, label: chosen }];
}

export function DispatchesScreen() {
  const m = useWords(words);
  const may = useMay();
  const view = useView(readListView);
  const query = useQuery(dispatchesQuery(view));
  const choices = useChoices(view);
  const isNarrowed = Object.keys(view).length > 0;
  return (
    <Page
      title={m.title}
      lead={m.lead}
      actions={
        may('edit') && (
          <Button component={Link} to="/dispatches/new">
            {m.add}
          </Button>
        )
      }
    >
      <FilterBar filters={filtersOf(m, choices)} />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <>
          <DataTable
            caption={m.caption}
            columns={columnsOf(m)}
            rows={query.data?.dispatches}
            rowKey={({ id }) => id}
            rowLink={({ id }) => ({ to: '/dispatches/$id', params: { id } })}
            empty={
              isNarrowed ? (
                <EmptyState title={m.nothingTitle} body={m.nothingBody} />
              ) : (
                <EmptyState title={m.noneTitle} body={m.noneBody}>
                  <Link to="/sources/new">{m.addSource}</Link>
                </EmptyState>
              )
            }
          />
          <Pages next={query.data?.next} />
        </>
      )}
    </Page>
  );
}
