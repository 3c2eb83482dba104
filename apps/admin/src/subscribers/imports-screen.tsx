import { Button, FileInput, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Bytes, Count } from '../elements/figures.js';
import { FieldRow, Form } from '../elements/form.js';
import { Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { ProgressBar } from '../elements/progress.js';
import { Status, type Tone } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { importsQuery, type ListImport } from './queries.js';
import { words } from './import-words.js';
import { sendFile } from './send-file.js';

const tones: Readonly<Record<ListImport['state'], Tone>> = {
  receiving: 'quiet', ready: 'warn', waiting: 'quiet', running: 'quiet', rehearsed: 'warn', done: 'good', failed: 'bad', cancelled: 'quiet',
}; // prettier-ignore

export function ImportStatus({ state }: { state: ListImport['state'] }) {
  const m = useWords(words);
  return <Status tone={tones[state]}>{m.states[state]}</Status>;
}

export function ImportsScreen() {
  const m = useWords(words);
  const imports = useQuery(importsQuery);
  return (
    <Page title={m.title} lead={m.lead} crumbs={[{ label: m.subscribers, link: { to: '/subscribers' } }]}>
      <SendList />
      {imports.isError ? (
        <Failure error={imports.error} onRetry={() => void imports.refetch()} retrying={imports.isFetching} />
      ) : (
        <DataTable
          caption={m.title}
          rows={imports.data}
          rowKey={({ id }) => id}
          rowLink={({ id }) => ({ to: '/subscribers/imports/$id', params: { id } })}
          empty={<EmptyState title={m.none} body={m.noneBody} />}
          columns={[
            { key: 'file', head: m.file, cell: ({ fileName }) => <bdi>{fileName}</bdi> },
            { key: 'newsletter', head: m.newsletter, cell: ({ newsletter }) => newsletter },
            { key: 'state', head: m.state, cell: ({ state }) => <ImportStatus state={state} /> },
            { key: 'begun', head: m.begun, cell: ({ createdAt }) => <Relative at={createdAt} /> },
            { key: 'size', head: m.size, isNumber: true, isMinor: true, cell: ({ bytes }) => <Bytes of={bytes} /> },
            {
              key: 'in',
              head: m.came,
              isNumber: true,
              cell: ({ state, result }) => (state === 'done' && result !== null ? <Count of={result.counts.in} /> : '–'),
            },
          ]}
        />
      )}
    </Page>
  );
} // prettier-ignore

function SendList() {
  const m = useWords(words);
  const may = useMay();
  const navigate = useNavigate();
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const mine = newsletters.filter((one) => may('import', one));
  const [file, choose] = useState<File | null>(null);
  const [slug, pick] = useState('');
  const [sent, tell] = useState(0);
  const stop = useRef<AbortController>(null);
  const newsletter = slug === '' ? (mine[0]?.slug ?? '') : slug;
  const sending = useMutation({
    mutationFn: (chosen: File) => {
      tell(0);
      stop.current = new AbortController();
      return sendFile({ newsletter, file: chosen, onProgress: tell, signal: stop.current.signal });
    },
    onSuccess: (id) => void navigate({ to: '/subscribers/imports/$id', params: { id } }),
  });
  if (sending.isPending && file !== null)
    return <ProgressBar label={m.sending} done={sent} total={file.size} onCancel={() => stop.current?.abort()} />;
  return (
    <Form
      error={sending.error}
      fields={['newsletter', 'fileName']}
      onSubmit={() => {
        if (file !== null && newsletter !== '') sending.mutate(file);
      }}
      buttons={
        <Button type="submit" disabled={file === null || newsletter === ''}>
          {m.bringIn}
        </Button>
      }
    >
      <FieldRow>
        <FileInput
          label={m.file}
          description={m.fileHint}
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
          placeholder={m.chooseFile}
          value={file}
          onChange={choose}
        />
        <NativeSelect
          label={m.newsletter}
          value={newsletter}
          data={mine.map((one) => ({ value: one.slug, label: one.name }))}
          onChange={(event) => {
            pick(event.currentTarget.value);
          }}
        />
      </FieldRow>
    </Form>
  );
}
