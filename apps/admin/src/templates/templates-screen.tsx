import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1TemplatesByIdUnarchive } from '../client/index.js';
import { useChangeView, useView } from '../elements/address.js';
import { useAnnounce } from '../elements/announcer.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { said, useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import { NewTemplate } from './new-template.js';
import { archivedTemplatesQuery, templatesQuery } from './queries.js';
import type { ListedTemplate } from './queries.js';
import { readListView } from './workshop-view.js';
import { words } from './words.js';
import styles from './workshop.module.css';

export function TemplatesScreen() {
  const m = { ...useWords(words), ...useWords(moreWords) };
  const may = useMay();
  const { archived } = useView(readListView);
  const change = useChangeView();
  const query = useQuery(templatesQuery);
  const [isMaking, make] = useState(false);
  return (
    <Page
      title={m.title}
      lead={m.lead}
      actions={
        <>
          <Button variant="default" aria-pressed={archived} onClick={() => { change({ archived: archived ? undefined : true }); }}>
            {archived ? m.archivedHide : m.archivedShow}
          </Button>
          {may('design') && (
            <Button onClick={() => { make(true); }}>
              {m.newTemplate}
            </Button>
          )}
        </>
      }
    >
      {query.error !== null && <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />}
      {archived && <Archived />}
      {!archived && query.error === null && (
        <>
          <Templates title={m.messages} rows={query.data?.filter(({ kind }) => kind !== 'partial')} />
          {(query.data === undefined || query.data.some(({ kind }) => kind === 'partial')) && (
            <Templates title={m.partials} rows={query.data?.filter(({ kind }) => kind === 'partial')} />
          )}
        </>
      )}
      {isMaking && <NewTemplate templates={query.data ?? []} onClose={() => { make(false); }} />}
    </Page>
  );
} // prettier-ignore

/** Names of different scripts keep to themselves: each is isolated (Unicode UAX #9, FSI and PDI). */
function useNames(): (given: readonly { name: string | null }[]) => string {
  const { locale } = useLocale();
  return (given) =>
    formatList(
      given.flatMap(({ name }) => (name === null ? [] : [`\u2068${name}\u2069`])),
      locale,
    );
}

function useColumns(): Column<ListedTemplate>[] {
  const m = { ...useWords(words), ...useWords(moreWords) };
  const names = useNames();
  return [
    { key: 'name', head: m.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { key: 'kind', head: m.kind, cell: ({ kind }) => <span className={styles.whole}>{said(m.kinds, kind)}</span> },
    {
      key: 'usedBy',
      head: m.usedBy,
      cell: ({ usedBy, slug }) => (usedBy.length > 0 ? names(usedBy) : Object.hasOwn(m.takenBySlug, slug) ? said(m.takenBySlug, slug) : m.unused),
    },
    { key: 'version', head: m.version, isNumber: true, cell: ({ version }) => version },
    {
      key: 'changed',
      head: m.changed,
      isMinor: true,
      cell: ({ author, updatedAt }) => <><Relative at={updatedAt} /> · <bdi>{author?.name ?? m.shipped}</bdi></>,
    },
  ];
} // prettier-ignore

function Templates({ title, rows }: { title: string; rows: ListedTemplate[] | undefined }) {
  const m = { ...useWords(words), ...useWords(moreWords) };
  const names = useNames();
  const isWritten = rows?.some(({ drafts }) => drafts.length > 0) === true;
  const columns = useColumns().filter(({ key }) => key !== 'kind' || rows?.some(({ kind }) => kind !== 'partial') !== false);
  return (
    <Section title={title}>
      <DataTable<ListedTemplate>
        caption={title}
        rows={rows}
        rowKey={({ id }) => id}
        rowLink={({ id }) => ({ to: '/templates/$id', params: { id } })}
        columns={[
          ...columns,
          ...(isWritten ? [{ key: 'writing', head: m.writing, isMinor: true, cell: ({ drafts }: ListedTemplate) => names(drafts) }] : []),
        ]}
        empty={<EmptyState title={m.noneTitle} body={m.noneBody} />}
      />
    </Section>
  );
} // prettier-ignore

/** What nobody can take any more, each to be brought back. */
function Archived() {
  const m = { ...useWords(words), ...useWords(moreWords) };
  const may = useMay();
  const announce = useAnnounce();
  const client = useQueryClient();
  const query = useQuery(archivedTemplatesQuery);
  const bringing = useMutation({
    mutationFn: (id: string) => dataOf(postApiV1TemplatesByIdUnarchive({ path: { id } })),
    onSuccess: async () => {
      announce(m.broughtBack);
      await client.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  const act: Column<ListedTemplate> = {
    key: 'act',
    head: '',
    cell: ({ id, name }) => (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${m.bringBack}: ${name}`}
        loading={bringing.isPending && bringing.variables === id}
        onClick={() => { bringing.mutate(id); }}
      >
        {m.bringBack}
      </Button>
    ),
  };
  const columns = useColumns().filter(({ key }) => key !== 'usedBy');
  return (
    <Section title={m.archivedTitle}>
      {query.error !== null && <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />}
      {bringing.isError && <FailureLine error={bringing.error} />}
      <DataTable<ListedTemplate>
        caption={m.archivedTitle}
        rows={query.data}
        rowKey={({ id }) => id}
        columns={may('design') ? [...columns, act] : columns}
        empty={<EmptyState title={m.archivedNone} body={m.archivedNoneBody} />}
      />
    </Section>
  );
} // prettier-ignore
