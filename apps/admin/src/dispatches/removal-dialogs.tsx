import { Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import {
  getApiV1DispatchesByIdConsequences,
  postApiV1DispatchesByIdKill,
  postApiV1Takedowns,
} from '../client/index.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import type { Consequences } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';

interface RemovalProps {
  id: string;
  opened: boolean;
  onClose: () => void;
}

/** What it reaches, in numbers. */
function Reach({ counted }: { counted: Consequences | undefined }) {
  const m = useWords(words);
  if (counted === undefined) return null;
  const { waves, readers, received, archivePages, upcoming, isExact } = counted;
  return (
    <>
      <ul className={styles.numbers}>
        <li>{waves === 0 ? m.reachNone : m.reach(waves, readers)}</li>
        <li>{received === 0 ? m.alreadyNone : m.already(received)}</li>
        {archivePages > 0 && <li>{m.pages(archivePages)}</li>}
        {upcoming > 0 && <li>{m.upcoming(upcoming)}</li>}
      </ul>
      {!isExact && <p className={styles.quiet}>{m.about}</p>}
    </>
  );
}

function countOf(id: string) {
  return {
    key: ['dispatch', id],
    ask: (signal: AbortSignal) => dataOf(getApiV1DispatchesByIdConsequences({ path: { id }, signal })),
  };
}

export function KillDialog({ id, opened, onClose }: RemovalProps) {
  const m = useWords(words);
  const refresh = useRefresh();
  const [reason, say] = useState('');
  return (
    <ConsequenceDialog<Consequences>
      opened={opened}
      onClose={onClose}
      title={m.killTitle}
      count={countOf(id)}
      describe={(counted) => (
        <>
          <p>{m.killIsFor}</p>
          <Reach counted={counted} />
        </>
      )}
      verb={m.kill}
      isReady={reason.trim() !== ''}
      act={() => dataOf(postApiV1DispatchesByIdKill({ path: { id }, body: { reason } }))}
      onDone={refresh}
    >
      <Textarea
        label={m.reason}
        description={m.reasonHint}
        required
        maxLength={1000}
        value={reason}
        onChange={(event) => {
          say(event.currentTarget.value);
        }}
      />
    </ConsequenceDialog>
  );
}

export function TakeDownDialog({ id, opened, onClose }: RemovalProps) {
  const m = useWords(words);
  const refresh = useRefresh();
  const [reference, refer] = useState('');
  const [publicReason, tell] = useState('');
  const [mode, choose] = useState<'redact' | 'remove'>('redact');
  return (
    <ConsequenceDialog<Consequences>
      opened={opened}
      onClose={onClose}
      title={m.takeDownTitle}
      count={countOf(id)}
      describe={(counted) => (
        <>
          <p>{m.forGood}</p>
          <Reach counted={counted} />
        </>
      )}
      verb={m.takeDown}
      isReady={reference.trim() !== ''}
      act={() =>
        dataOf(
          postApiV1Takedowns({
            body: { object: 'dispatch', objectId: id, mode, reference, ...(publicReason === '' ? {} : { publicReason }) },
          }),
        )
      }
      onDone={refresh}
    >
      <div className={styles.fields}>
        <TextInput
          label={m.reference}
          description={m.referenceHint}
          required
          maxLength={200}
          value={reference}
          onChange={(event) => {
            refer(event.currentTarget.value);
          }}
        />
        <TextInput
          label={m.publicReason}
          maxLength={200}
          value={publicReason}
          onChange={(event) => {
            tell(event.currentTarget.value);
          }}
        />
        <Radio.Group
          label={m.mode}
          value={mode}
          onChange={(value) => {
            choose(value === 'remove' ? 'remove' : 'redact');
          }}
        >
          <div className={styles.choices}>
            <Radio size="md" value="redact" label={m.redact} />
            <Radio size="md" value="remove" label={m.remove} />
          </div>
        </Radio.Group>
      </div>
    </ConsequenceDialog>
  );
} // prettier-ignore
