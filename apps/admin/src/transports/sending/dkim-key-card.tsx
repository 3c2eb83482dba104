import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/answers.js';
import {
  postApiV1DkimKeysByDomainBySelectorActivate,
  postApiV1DkimKeysByDomainBySelectorCheck,
  postApiV1DkimKeysByDomainRotate,
} from '../../client/index.js';
import { useAnnounce } from '../../elements/announcer.js';
import { ConsequenceDialog } from '../../elements/consequence-dialog.js';
import { CopyField } from '../../elements/copy-field.js';
import { FailureLine } from '../../elements/failure.js';
import { Relative } from '../../elements/moment.js';
import { Status, type Tone } from '../../elements/status.js';
import { useWords } from '../../language/words.js';
import { dkimKeysQuery, type DkimKey } from './queries.js';
import styles from './sending.module.css';
import { words } from './words.js';

const tones: Readonly<Record<DkimKey['state'], Tone>> = { pending: 'warn', active: 'good', retiring: 'quiet', retired: 'quiet' }; // prettier-ignore

/** One key: its state, the record to publish, and the next step. */
export function DkimKeyCard({ dkimKey }: { dkimKey: DkimKey }) {
  const m = useWords(words);
  const { state, record } = dkimKey;
  const since = dkimKey.retiredAt ?? dkimKey.retiringAt ?? dkimKey.activeAt ?? dkimKey.createdAt;
  return (
    <div className={styles.entry}>
      <h3>{record.name}</h3>
      <p className={styles.quiet}>
        <Status tone={tones[state]}>{m.keyStates[state]}</Status> · <Relative at={since} />
      </p>
      {state !== 'retired' && (
        <>
          <CopyField label={`${m.record}: ${m.recordName}`} text={record.name} />
          <CopyField label={`${m.record}: ${m.recordValue}`} text={record.value} />
          <KeyActs dkimKey={dkimKey} />
        </>
      )}
    </div>
  );
}

function KeyActs({ dkimKey: { domain, selector, state, record } }: { dkimKey: DkimKey }) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [isAsking, ask] = useState(false);
  const path = { domain, selector };
  const load = () => client.invalidateQueries({ queryKey: dkimKeysQuery.queryKey });
  const checking = useMutation({ mutationFn: () => dataOf(postApiV1DkimKeysByDomainBySelectorCheck({ path })) });
  const rotating = useMutation({
    mutationFn: () => dataOf(postApiV1DkimKeysByDomainRotate({ path: { domain } })),
    onSuccess: async ({ key, outcome }) => {
      announce(outcome === 'done' ? m.activated : m.rotated(key.selector));
      await load();
    },
  });
  const failed = checking.error ?? rotating.error;
  return (
    <>
      <div className={styles.acts}>
        <Button
          variant="default"
          size="xs"
          loading={checking.isPending}
          onClick={() => {
            checking.mutate();
          }}
        >
          {m.checkKey}
        </Button>
        {state === 'pending' && (
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              ask(true);
            }}
          >
            {m.activate}
          </Button>
        )}
        {state === 'active' && (
          <Button
            variant="default"
            size="xs"
            loading={rotating.isPending}
            onClick={() => {
              rotating.mutate();
            }}
          >
            {m.rotate}
          </Button>
        )}
      </div>
      <div role="status">
        {checking.isSuccess &&
          (checking.data.isPublished ? (
            m.isPublished
          ) : (
            <span lang="en" dir="auto">
              {checking.data.why}
            </span>
          ))}
        {rotating.isSuccess && rotating.data.outcome === 'waits' && m.rotated(rotating.data.key.selector)}
      </div>
      {failed !== null && <FailureLine error={failed} />}
      <ConsequenceDialog
        opened={isAsking}
        onClose={() => {
          ask(false);
        }}
        title={m.activateTitle(record.name)}
        describe={() => <p>{m.activateBody}</p>}
        verb={m.activate}
        act={() => dataOf(postApiV1DkimKeysByDomainBySelectorActivate({ path }))}
        onDone={() => {
          announce(m.activated);
          void load();
        }}
      />
    </>
  );
}
