import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1ImportsByIdPreview, postApiV1ImportsByIdRehearse } from '../client/index.js';
import { DataTable } from '../elements/data-table.js';
import { FailureLine } from '../elements/failure.js';
import { FieldRow, Form } from '../elements/form.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { said, useWords } from '../language/words.js';
import { words } from './import-words.js';
import styles from './subscribers.module.css';
import { importsQuery, type ImportOptions, type ImportPreview, type ListImport } from './queries.js';

/** Undefined: taken back. */
type Loose = { readonly [K in keyof ImportOptions]?: ImportOptions[K] | undefined };
type ColumnMap = Readonly<Record<string, string>>;

/** How the list is read: its columns, what the consents rest on, and the first rows as proof. */
export function ImportReading({ one }: { one: ListImport }) {
  const m = useWords(words);
  const [options, choose] = useState<ImportOptions>({});
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: ['subscribers', 'imports', one.id, 'preview', options.map ?? {}, options.consentDate ?? ''],
    queryFn: ({ signal }) => dataOf(postApiV1ImportsByIdPreview({ path: { id: one.id }, body: options, signal })),
    placeholderData: (before) => before,
  });
  const rehearsing = useMutation({
    mutationFn: () => dataOf(postApiV1ImportsByIdRehearse({ path: { id: one.id }, body: options })),
    onSuccess: () => queries.invalidateQueries({ queryKey: importsQuery.queryKey }),
  });
  const change = (part: Loose): void => {
    choose((before) => {
      const chosen = Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined);
      return Object.fromEntries(chosen);
    });
  };
  return (
    <>
      <Form
        error={rehearsing.error}
        fields={['consentDate', 'platform', 'wording', 'cohorts', 'map']}
        onSubmit={() => {
          rehearsing.mutate();
        }}
        buttons={
          <Button type="submit" variant={one.state === 'rehearsed' ? 'default' : 'filled'} loading={rehearsing.isPending}>
            {m.rehearse}
          </Button>
        }
      >
        {preview.data !== undefined && <Columns preview={preview.data} map={options.map ?? {}} onMap={(map) => { change({ map }); }} />}
        <Basis options={options} onChange={change} />
      </Form>
      <Section title={m.firstRows}>
        {preview.isError ? <FailureLine error={preview.error} /> : preview.data === undefined ? <ListSkeleton /> : <FirstRows preview={preview.data} />}
      </Section>
    </>
  );
} // prettier-ignore

function Columns({
  preview,
  map,
  onMap,
}: {
  preview: ImportPreview;
  map: ColumnMap;
  onMap: (map: ColumnMap) => void;
}) {
  const m = useWords(words);
  return (
    <Section title={m.columns}>
      <p className={styles.note}>{m.understood(preview.layout, preview.charset)}</p>
      <FieldRow>
        {Object.entries(m.fields).map(([field, label]) => (
          <NativeSelect
            key={field}
            label={label}
            value={map[field] ?? ''}
            data={[
              { value: '', label: preview.mapping[field] === undefined ? m.byName : `${m.byName} (${preview.mapping[field]})` },
              ...preview.columns.filter((name) => name !== '').map((name) => ({ value: name, label: name })),
            ]}
            onChange={(event) => {
              const { value } = event.currentTarget;
              const others = Object.fromEntries(Object.entries(map).filter(([name]) => name !== field));
              onMap(value === '' ? others : { ...others, [field]: value });
            }}
          />
        ))}
      </FieldRow>
    </Section>
  );
} // prettier-ignore

function Basis({ options, onChange }: { options: ImportOptions; onChange: (part: Loose) => void }) {
  const m = useWords(words);
  const text = (key: 'platform' | 'wording' | 'consentDate', value: string): void => {
    onChange({ [key]: value === '' ? undefined : value });
  };
  return (
    <Section title={m.consent}>
      <FieldRow>
        <TextInput
          label={m.consentDate}
          type="date"
          value={options.consentDate ?? ''}
          onChange={(event) => {
            text('consentDate', event.currentTarget.value);
          }}
        />
        <TextInput
          label={m.platform}
          maxLength={100}
          value={options.platform ?? ''}
          onChange={(event) => {
            text('platform', event.currentTarget.value);
          }}
        />
        <TextInput
          label={m.wording}
          maxLength={2_000}
          value={options.wording ?? ''}
          onChange={(event) => {
            text('wording', event.currentTarget.value);
          }}
        />
        <NumberInput
          label={m.cohorts}
          min={2}
          max={1_000}
          allowDecimal={false}
          hideControls
          value={options.cohorts ?? ''}
          onChange={(value) => {
            onChange({ cohorts: typeof value === 'number' ? value : undefined });
          }}
        />
      </FieldRow>
      <p className={styles.note}>{m.cohortsHint}</p>
    </Section>
  );
}

function FirstRows({ preview }: { preview: ImportPreview }) {
  const m = useWords(words);
  return (
    <DataTable
      caption={m.firstRows}
      rows={preview.rows}
      rowKey={({ line }) => String(line)}
      empty={null}
      columns={[
        { key: 'line', head: m.line, cell: ({ line }) => line },
        { key: 'address', head: m.address, cell: ({ read }) => <bdi>{read?.address ?? '–'}</bdi> },
        {
          key: 'read',
          head: m.read,
          cell: ({ read, problem }) =>
            read === null
              ? `${m.refusedAs}, ${said(m.reasons, problem?.code ?? '')}${typeof problem?.column === 'string' ? ` (${problem.column})` : ''}`
              : said(m.standings, read.standing),
        },
        {
          key: 'agreed',
          head: m.agreed,
          isMinor: true,
          cell: ({ read }) => (typeof read?.consentedAt === 'string' ? <Moment at={read.consentedAt} /> : '–'),
        },
      ]}
    />
  );
}
