import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1TemplatesByIdRestore } from '../client/index.js';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { DataTable } from '../elements/data-table.js';
import { Failure } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { editorPhrases } from './editor-phrases.js';
import { editorTheme } from './editor-theme.js';
import { templateQuery, versionQuery, versionsQuery } from './queries.js';
import type { VersionTrace } from './queries.js';
import { words } from './words.js';
import styles from './workshop.module.css';

/** Every version there was, and what each one changed. */
export function VersionsScreen() {
  const m = useWords(words);
  const id = useParam('id');
  const template = useQuery(templateQuery(id));
  const pages = useInfiniteQuery(versionsQuery(id));
  const { version: chosen } = useView((search) => ({ version: typeof search['version'] === 'number' ? search['version'] : undefined })); // prettier-ignore
  const versions = pages.data?.pages.flatMap((page) => page.versions);
  const shown = chosen ?? versions?.[0]?.number;
  const error = template.error ?? pages.error;
  const name = template.data?.name ?? m.title;
  return (
    <Page
      title={m.versions}
      lead={m.versionsLead}
      crumbs={[
        { label: m.toList, link: { to: '/templates' } },
        { label: <bdi>{name}</bdi>, link: { to: '/templates/$id', params: { id } } },
      ]}
    >
      {error !== null && <Failure error={error} onRetry={() => void pages.refetch()} retrying={pages.isFetching} />}
      <DataTable<VersionTrace>
        caption={m.versions}
        rows={versions}
        rowKey={({ number }) => String(number)}
        rowLink={({ number }) => ({ to: '/templates/$id/versions', params: { id }, search: { version: number } })}
        isChosen={({ number }) => number === shown}
        columns={[
          { key: 'number', head: m.version, cell: ({ number }) => m.versionOf(number) },
          { key: 'author', head: m.author, cell: ({ author }) => author?.name ?? m.shipped },
          { key: 'note', head: m.note, cell: ({ note }) => <bdi>{note === '' ? m.noNote : note}</bdi> },
          { key: 'at', head: m.changed, isMinor: true, cell: ({ at }) => <Relative at={at} /> },
        ]}
        empty={null}
      />
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {m.more}
        </Button>
      )}
      {shown !== undefined && (
        <OneVersion key={shown} id={id} number={shown} isNewest={shown === versions?.[0]?.number} />
      )}
    </Page>
  );
}

function OneVersion({ id, number, isNewest }: { id: string; number: number; isNewest: boolean }) {
  const m = useWords(words);
  const may = useMay();
  const client = useQueryClient();
  const change = useChangeView();
  const [part, setPart] = useState<'mjml' | 'plainText'>('mjml');
  const [isAsking, ask] = useState(false);
  const [note, setNote] = useState('');
  const version = useQuery(versionQuery(id, number));
  const before = useQuery({ ...versionQuery(id, number - 1), enabled: number > 1 });
  const isReady = version.data !== undefined && (number === 1 || before.data !== undefined);
  return (
    <Section
      title={m.versionOf(number)}
      aside={
        may('design') &&
        !isNewest && (
          <Button
            onClick={() => {
              ask(true);
            }}
          >
            {m.restore}
          </Button>
        )
      }
    >
      <SegmentedControl<'mjml' | 'plainText'>
        size="xs"
        className={styles.own ?? ''}
        aria-label={m.part}
        value={part}
        onChange={setPart}
        data={[
          { value: 'mjml', label: m.sources.mjml },
          { value: 'plainText', label: m.sources.text },
        ]}
      />
      <p className={styles.quiet}>{number === 1 ? m.first : m.compareWith(number - 1)}</p>
      {isReady && <Changes key={part} label={m.sources[part === 'mjml' ? 'mjml' : 'text']} before={before.data?.[part]} after={version.data[part]} none={m.noChange} />}
      <ConsequenceDialog
        opened={isAsking}
        onClose={() => {
          ask(false);
        }}
        title={m.restoreTitle(number)}
        describe={() => m.restoreBody}
        verb={m.restore}
        act={() => dataOf(postApiV1TemplatesByIdRestore({ path: { id }, body: { version: number, note } }))}
        onDone={() => {
          change({ version: undefined });
          void client.invalidateQueries({ queryKey: ['templates'] });
        }}
      >
        <TextInput
          label={m.note}
          maxLength={500}
          value={note}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
      </ConsequenceDialog>
    </Section>
  );
} // prettier-ignore

function Changes({
  label,
  before,
  after,
  none,
}: {
  label: string;
  before: string | undefined;
  after: string;
  none: string;
}) {
  const { locale } = useLocale();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const extensions = [
      lineNumbers(),
      EditorView.lineWrapping,
      editorTheme,
      editorPhrases(locale),
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
      ...(before === undefined
        ? []
        : [unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 } })]),
    ];
    const view = new EditorView({ parent: host.current, doc: after, extensions });
    return () => {
      view.destroy();
    };
  }, [label, before, after, locale]);
  return (
    <>
      {before === after && <p>{none}</p>}
      <div ref={host} className={styles.changes} />
    </>
  );
}
