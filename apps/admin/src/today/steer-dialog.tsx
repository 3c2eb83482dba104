import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { todayQuery } from '../api/today.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useWords } from '../language/words.js';
import { cancelEdition, leftAndOpen, pauseEdition, resumeEdition } from './queries.js';
import { words } from './words.js';

export type Steering = 'pause' | 'resume' | 'cancel';

/** Characters of a reason, as the server takes them. */
const longestReason = 300;

interface SteerDialogProps {
  name: string;
  editionId: string;
  /** null: closed */
  steering: Steering | null;
  onClose: () => void;
}

/** Before a running edition is held, let go on or ended: what left already, and what did not. */
export function SteerDialog({ name, editionId, steering, onClose }: SteerDialogProps) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [reason, write] = useState('');
  const texts = {
    pause: { title: m.pauseTitle(name), body: m.pauseBody, verb: m.pause, done: m.paused },
    resume: { title: m.resumeTitle(name), body: m.resumeBody, verb: m.resume, done: m.resumed },
    cancel: { title: m.cancelTitle(name), body: m.cancelBody, verb: m.cancel, done: m.cancelled },
  }[steering ?? 'pause'];
  const act = (): Promise<unknown> =>
    steering === 'cancel'
      ? cancelEdition(editionId, reason.trim())
      : steering === 'resume'
        ? resumeEdition(editionId)
        : pauseEdition(editionId);
  return (
    <ConsequenceDialog
      opened={steering !== null}
      onClose={onClose}
      title={texts.title}
      verb={texts.verb}
      count={{ key: ['left', editionId], ask: (signal) => leftAndOpen(editionId, signal) }}
      describe={(counted) => (
        <>
          {counted !== undefined && <p>{m.consequence(counted.done, counted.open)}</p>}
          <p>{texts.body}</p>
        </>
      )}
      isReady={steering !== 'cancel' || reason.trim() !== ''}
      act={act}
      onDone={() => {
        announce(texts.done);
        write('');
        void client.invalidateQueries({ queryKey: todayQuery.queryKey });
      }}
    >
      {steering === 'cancel' && (
        <TextInput
          label={m.reason}
          value={reason}
          maxLength={longestReason}
          required
          onChange={(event) => {
            write(event.currentTarget.value);
          }}
        />
      )}
    </ConsequenceDialog>
  );
}
