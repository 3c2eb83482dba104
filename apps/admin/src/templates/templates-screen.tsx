import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1Templates } from '../client/index.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { errorOf, Form } from '../elements/form.js';
import { Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { said, useWords } from '../language/words.js';
import { templatesQuery } from './queries.js';
import type { ListedTemplate, TemplateKind } from './queries.js';
import { words } from './words.js';

const kinds = ['digest', 'flash', 'letter', 'correction', 'notice', 'partial'] as const;
const fields = ['name', 'slug', 'kind', 'from'] as const;

/** A new one begins with the shipped source, or with another of its kind. */
function NewTemplate({ templates, onClose }: { templates: readonly ListedTemplate[]; onClose: () => void }) {
  const m = useWords(words);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [given, give] = useState<{ name: string; slug: string; kind: TemplateKind; from: string }>({ name: '', slug: '', kind: 'digest', from: '' }); // prettier-ignore
  const making = useMutation({
    mutationFn: () => dataOf(postApiV1Templates({ body: { name: given.name, slug: given.slug, kind: given.kind, ...(given.from === '' ? {} : { from: given.from }) } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['templates'] });
      await navigate({ to: '/templates/$id', params: { id } });
    },
  }); // prettier-ignore
  const others = templates.filter(({ kind }) => kind === given.kind);
  return (
    <Modal opened onClose={onClose} title={m.newTemplate} withCloseButton={false}>
      <Form
        error={making.error}
        fields={fields}
        onSubmit={() => {
          making.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.cancel}
            </Button>
            <Button type="submit" loading={making.isPending}>
              {m.make}
            </Button>
          </>
        }
      >
        <TextInput
          data-autofocus
          label={m.name}
          value={given.name}
          error={errorOf(making.error, 'name')}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, name: value }));
          }}
        />
        <TextInput
          label={m.slug}
          description={m.slugHint}
          value={given.slug}
          error={errorOf(making.error, 'slug')}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, slug: value }));
          }}
        />
        <NativeSelect
          label={m.kind}
          value={given.kind}
          data={kinds.map((value) => ({ value, label: m.kinds[value] }))}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, kind: kinds.find((kind) => kind === value) ?? 'digest', from: '' }));
          }}
        />
        <NativeSelect
          label={m.beginWith}
          value={given.from}
          error={errorOf(making.error, 'from')}
          data={[{ value: '', label: m.beginShipped }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={({ currentTarget: { value } }) => {
            give((before) => ({ ...before, from: value }));
          }}
        />
      </Form>
    </Modal>
  );
}

export function TemplatesScreen() {
  const m = useWords(words);
  const { locale } = useLocale();
  const may = useMay();
  const query = useQuery(templatesQuery);
  const [isMaking, make] = useState(false);
  const names = (given: readonly { name: string | null }[]): string =>
    formatList(given.flatMap(({ name }) => (name === null ? [] : [name])), locale);
  return (
    <Page
      title={m.title}
      lead={m.lead}
      actions={
        may('design') && (
          <Button
            onClick={() => {
              make(true);
            }}
          >
            {m.newTemplate}
          </Button>
        )
      }
    >
      {query.error === null ? (
        <DataTable<ListedTemplate>
          caption={m.title}
          rows={query.data}
          rowKey={({ id }) => id}
          rowLink={({ id }) => ({ to: '/templates/$id', params: { id } })}
          columns={[
            { key: 'name', head: m.name, cell: ({ name }) => <bdi>{name}</bdi> },
            { key: 'kind', head: m.kind, cell: ({ kind }) => said(m.kinds, kind) },
            { key: 'usedBy', head: m.usedBy, cell: ({ usedBy }) => <bdi>{usedBy.length === 0 ? m.unused : names(usedBy)}</bdi> },
            { key: 'version', head: m.version, isNumber: true, cell: ({ version }) => version },
            { key: 'author', head: m.author, isMinor: true, cell: ({ author }) => author?.name ?? m.shipped },
            { key: 'changed', head: m.changed, isMinor: true, cell: ({ updatedAt }) => <Relative at={updatedAt} /> },
            { key: 'writing', head: m.writing, isMinor: true, cell: ({ drafts }) => <bdi>{names(drafts)}</bdi> },
          ]}
          empty={<EmptyState title={m.noneTitle} body={m.noneBody} />}
        />
      ) : (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      )}
      {isMaking && (
        <NewTemplate
          templates={query.data ?? []}
          onClose={() => {
            make(false);
          }}
        />
      )}
    </Page>
  );
} // prettier-ignore
