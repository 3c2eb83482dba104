import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { postApiV1ImportsByIdApply, postApiV1ImportsByIdCancel } from '../client/index.js';
import { useParam } from '../elements/address.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Page, Section } from '../elements/page.js';
import { ProgressBar } from '../elements/progress.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useWords } from '../language/words.js';
import { ImportReading } from './import-reading.js';
import { ImportResult } from './import-result.js';
import { ImportStatus } from './imports-screen.js';
import { words } from './import-words.js';
import { importQuery, importsQuery, isUnderWay, type ListImport } from './queries.js';
import { ReleaseCohort } from './release-cohort.js';
import styles from './subscribers.module.css';

/** One list on its way in: how it is read, what would happen, what happened. */
export function ImportScreen() {
  const m = useWords(words);
  const id = useParam('id');
  const query = useQuery(importQuery(id));
  const one = query.data;
  return (
    <Page
      title={one?.fileName ?? m.title}
      crumbs={[
        { label: m.subscribers, link: { to: '/subscribers' } },
        { label: m.title, link: { to: '/subscribers/imports' } },
      ]}
      lead={one !== undefined && <ImportStatus state={one.state} />}
      actions={one !== undefined && !isUnderWay(one) && !isOver(one) && <GiveUp one={one} />}
    >
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : one === undefined ? (
        <ListSkeleton />
      ) : (
        <ImportSteps one={one} />
      )}
    </Page>
  );
}

function isOver({ state }: ListImport): boolean {
  return state === 'done' || state === 'cancelled';
}

function ImportSteps({ one }: { one: ListImport }) {
  const m = useWords(words);
  return (
    <div className={styles.steps}>
      {isUnderWay(one) && <UnderWay one={one} />}
      {one.state === 'cancelled' && <p>{m.gone}</p>}
      {one.error !== null && one.state !== 'cancelled' && (
        <p role="alert">
          {m.failedWith} <code>{one.error}</code>
        </p>
      )}
      {one.result !== null && (one.state === 'rehearsed' || one.state === 'done') && (
        <Section title={one.state === 'done' ? m.resultDone : m.result}>
          <ImportResult one={one} result={one.result} />
          {one.state === 'rehearsed' && <Apply one={one} readers={one.result.counts.in} />}
          {one.importId !== null && (
            <Link to="/subscribers" search={{ import: one.importId }}>
              {m.seeThem}
            </Link>
          )}
        </Section>
      )}
      {one.state === 'done' && one.importId !== null && one.cohorts !== null && (
        <ReleaseCohort one={one} cohorts={one.cohorts} />
      )}
      {!isUnderWay(one) && !isOver(one) && <ImportReading one={one} />}
    </div>
  );
}

function UnderWay({ one }: { one: ListImport }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => dataOf(postApiV1ImportsByIdCancel({ path: { id: one.id } })),
    onSettled: () => queries.invalidateQueries({ queryKey: importsQuery.queryKey }),
  });
  const label = one.stopping ? m.stopping : one.task === 'apply' ? m.applying : m.rehearsing;
  const known = one.task === 'apply' ? (one.result?.counts.rows ?? null) : null;
  return (
    <>
      <ProgressBar
        label={label}
        done={one.rows ?? 0}
        total={known}
        onCancel={() => {
          cancelling.mutate();
        }}
        cancelling={cancelling.isPending || one.stopping}
      />
      {cancelling.isError && <FailureLine error={cancelling.error} />}
    </>
  );
}

function Apply({ one, readers }: { one: ListImport; readers: number }) {
  const m = useWords(words);
  const [opened, open] = useState(false);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const name = newsletters.find(({ slug }) => slug === one.newsletter)?.name ?? one.newsletter;
  return (
    <div>
      <Button
        onClick={() => {
          open(true);
        }}
      >
        {m.apply}
      </Button>
      <ConsequenceDialog
        opened={opened}
        onClose={() => {
          open(false);
        }}
        title={m.applyTitle}
        describe={() => <p>{m.applyMeans(readers, name)}</p>}
        verb={m.attest}
        act={() => dataOf(postApiV1ImportsByIdApply({ path: { id: one.id }, body: { attested: true } }))}
        onDone={() => {
          announce(m.applyDone);
          void queries.invalidateQueries({ queryKey: importsQuery.queryKey });
        }}
      />
    </div>
  );
}

function GiveUp({ one }: { one: ListImport }) {
  const m = useWords(words);
  const [opened, open] = useState(false);
  const queries = useQueryClient();
  return (
    <>
      <Button
        variant="default"
        onClick={() => {
          open(true);
        }}
      >
        {m.giveUp}
      </Button>
      <ConsequenceDialog
        opened={opened}
        onClose={() => {
          open(false);
        }}
        title={m.giveUp}
        describe={() => <p>{m.giveUpMeans}</p>}
        verb={m.giveUp}
        act={() => dataOf(postApiV1ImportsByIdCancel({ path: { id: one.id } }))}
        onDone={() => void queries.invalidateQueries({ queryKey: importsQuery.queryKey })}
      />
    </>
  );
}
