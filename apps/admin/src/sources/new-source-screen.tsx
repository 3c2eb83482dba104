import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1SourcesDiscover, postApiV1SourcesPreview } from '../client/index.js';
import { FailureLine, MayNot } from '../elements/failure.js';
import { Page, Section } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import { PreviewEntries } from './preview-entries.js';
import type { Preview } from './queries.js';
import styles from './sources.module.css';
import { WatchForm } from './watch-form.js';
import { words } from './words.js';

interface Looked {
  /** feeds the page names; none where the address is a feed */
  choices: readonly { url: string; title?: string | undefined }[];
  problem: { code: string; message: string } | undefined;
  preview: Preview | undefined;
}

/** The feed behind the address, then what it would bring. */
async function lookAt(url: string): Promise<Looked> {
  const found = await dataOf(postApiV1SourcesDiscover({ body: { url } }));
  if (found.problem !== undefined) return { choices: [], problem: found.problem, preview: undefined };
  const preview = await dataOf(postApiV1SourcesPreview({ body: { url: found.url } }));
  return { choices: found.choices, problem: undefined, preview };
}

function Found({ looked, onChoose }: { looked: Looked; onChoose: (url: string) => void }) {
  const m = useWords(words);
  const { choices, problem, preview } = looked;
  if (problem !== undefined)
    return (
      <p role="alert">
        <strong>{m.cannot}.</strong> {problem.message} {said(m.todo, problem.code) !== problem.code && said(m.todo, problem.code)}{' '}
        <code>{problem.code}</code>
      </p>
    );
  if (preview === undefined) return null;
  return (
    <>
      {choices.length > 1 && (
        <NativeSelect
          label={m.feed}
          description={m.choose}
          value={preview.url}
          data={choices.map(({ url, title }) => ({ value: url, label: title ?? url }))}
          onChange={(event) => { onChoose(event.currentTarget.value); }}
        />
      )}
      {preview.watchedAs === null ? (
        <WatchForm key={preview.url} preview={preview} />
      ) : (
        <p>
          {m.watched}{' '}
          <Link to="/sources/$slug" params={{ slug: preview.watchedAs }}>
            {preview.watchedAs}
          </Link>
        </p>
      )}
      <PreviewEntries preview={preview} />
    </>
  );
} // prettier-ignore

export function NewSourceScreen() {
  const m = useWords(words);
  const may = useMay();
  return (
    <Page title={m.add} crumbs={[{ label: m.title, link: { to: '/sources' } }]}>
      {may('edit') ? <LookAtFeed /> : <MayNot>{m.mayNotAdd}</MayNot>}
    </Page>
  );
}

function LookAtFeed() {
  const m = useWords(words);
  const [typed, type] = useState('');
  const looking = useMutation({ mutationFn: lookAt });
  return (
    <>
      <Section title={m.feed}>
        <form
          className={styles.find}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== '') looking.mutate(typed.trim());
          }}
        >
          <TextInput
            type="url"
            label={m.address}
            value={typed}
            maxLength={2000}
            onChange={(event) => {
              type(event.currentTarget.value);
            }}
          />
          <Button type="submit" variant={looking.data?.preview === undefined ? 'filled' : 'default'} loading={looking.isPending}>
            {m.look}
          </Button>
        </form>
      </Section>
      {looking.isError && <FailureLine error={looking.error} />}
      {looking.isPending && (
        <>
          <p role="status">{m.looking}</p>
          <ListSkeleton />
        </>
      )}
      {looking.isSuccess && (
        <Found
          looked={looking.data}
          onChoose={(url) => {
            type(url);
            looking.mutate(url);
          }}
        />
      )}
    </>
  );
} // prettier-ignore
