import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { dataOf } from '../api/answers.js';
import type { Tagged } from '../api/answers.js';
import {
  postApiV1SourcesBySlugPause,
  postApiV1SourcesBySlugPoll,
  postApiV1SourcesBySlugResume,
} from '../client/index.js';
import { useParam } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import { Facts, type Fact } from '../elements/facts.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Bytes, Count } from '../elements/figures.js';
import { Moment, Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import { EditSource } from './edit-source.js';
import { Health } from './health.js';
import { pollsQuery, sourceQuery, type Source } from './queries.js';
import styles from './sources.module.css';
import { words } from './words.js';

/** Seconds of a minute, for pauses between polls. */
const MINUTE = 60;

function Acts({ source }: { source: Source }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const path = { slug: source.slug };
  const doing = useMutation({
    mutationFn: (act: 'poll' | 'pause' | 'resume') => {
      if (act === 'poll') return dataOf(postApiV1SourcesBySlugPoll({ path }));
      const call = act === 'pause' ? postApiV1SourcesBySlugPause : postApiV1SourcesBySlugResume;
      return dataOf(call({ path, body: {} }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sources'] }),
  });
  const button = (act: 'poll' | 'pause' | 'resume') => (
    <Button variant="default" disabled={doing.isPending} onClick={() => { doing.mutate(act); }}>
      {m[act]}
    </Button>
  );
  return (
    <>
      {source.state === 'active' && source.kind === 'feed' && button('poll')}
      {source.state === 'active' ? button('pause') : button('resume')}
      {doing.isError && <FailureLine error={doing.error} />}
    </>
  );
} // prettier-ignore

function useFacts(source: Source): Fact[] {
  const m = useWords(words);
  const { health } = source;
  const at = (instant: string | null) =>
    instant === null ? (
      m.never
    ) : (
      <>
        <Moment at={instant} /> (<Relative at={instant} />)
      </>
    );
  return [
    { name: m.state, value: <Health source={source} /> },
    ...(health.lastFailure === null
      ? []
      : [
          {
            name: m.lastFailure,
            value: (
              <>
                <code>{health.lastFailure}</code>{' '}
                {health.failingSince !== null &&
                  (Object.hasOwn(m.todo, health.lastFailure) ? said(m.todo, health.lastFailure) : m.todoElse)}
              </>
            ),
          },
        ]),
    ...(source.url === null ? [] : [{ name: m.url, value: <bdi>{source.url}</bdi> }]),
    { name: m.lastNew, value: at(health.lastNewAt) },
    ...(source.kind === 'feed' ? [{ name: m.lastSuccess, value: at(health.lastSuccessAt) }] : []),
    ...(health.nextPollAt === null ? [] : [{ name: m.nextPoll, value: at(health.nextPollAt) }]),
    ...(source.kind === 'feed'
      ? [{ name: m.every, value: m.minutes(Math.max(1, Math.round(source.pollSeconds / MINUTE))) }]
      : []),
    ...(health.isSilent ? [{ name: '', value: m.silent }] : []),
  ];
}

function Polls({ slug }: { slug: string }) {
  const m = useWords(words);
  const query = useQuery(pollsQuery(slug));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <DataTable
      caption={m.polls}
      rows={query.data}
      rowKey={({ polledAt }) => polledAt}
      empty={<p className={styles.quiet}>{m.pollsNone}</p>}
      columns={[
        { key: 'at', head: m.at, cell: ({ polledAt }) => <Moment at={polledAt} /> },
        { key: 'outcome', head: m.outcome, cell: ({ outcome }) => said(m.pollOutcomes, outcome) },
        { key: 'created', head: m.created, isNumber: true, cell: ({ created }) => <Count of={created} /> },
        { key: 'updated', head: m.updatedCount, isNumber: true, cell: ({ updated }) => <Count of={updated} /> },
        { key: 'refused', head: m.refused, isNumber: true, cell: ({ refused }) => <Count of={refused} /> },
        { key: 'bytes', head: m.bytes, isNumber: true, isMinor: true, cell: ({ bytes }) => <Bytes of={bytes} /> },
        { key: 'why', head: m.why, cell: ({ message, reason }) => <span dir="auto">{message ?? reason ?? '–'}</span> },
      ]}
    />
  );
}

function Whole({ read }: { read: Tagged<Source> }) {
  const source = read.data;
  const m = useWords(words);
  const may = useMay();
  const facts = useFacts(source);
  return (
    <Page
      title={source.name}
      crumbs={[{ label: m.title, link: { to: '/sources' } }]}
      actions={
        <>
          <Link to="/dispatches" search={{ source: source.slug }}>
            {m.dispatches}
          </Link>
          {may('edit') && <Acts source={source} />}
        </>
      }
    >
      <Section title={m.facts}>
        <Facts facts={facts} />
      </Section>
      {may('edit') && (
        <Section title={m.edit}>
          <EditSource key={source.slug} read={read} />
        </Section>
      )}
      {source.kind === 'feed' && (
        <Section title={m.polls}>
          <Polls slug={source.slug} />
        </Section>
      )}
    </Page>
  );
}

export function SourceScreen() {
  const m = useWords(words);
  const query = useQuery(sourceQuery(useParam('slug')));
  if (query.data !== undefined) return <Whole read={query.data} />;
  return (
    <Page title={m.title} crumbs={[{ label: m.title, link: { to: '/sources' } }]}>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <ListSkeleton />
      )}
    </Page>
  );
}
