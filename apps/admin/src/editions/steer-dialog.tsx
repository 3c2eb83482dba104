import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import {
  postApiV1EditionsByIdCancel,
  postApiV1EditionsByIdPause,
  postApiV1EditionsByIdResume,
} from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { leftAndOpen } from './queries.js';
import { words } from './words.js';

export type Steering = 'pause' | 'resume' | 'cancel';

/** Characters of a reason, as the server takes them. */
const longestReason = 300;

interface SteerDialogProps {
  editionId: string;
  /** null: closed */
  steering: Steering | null;
  onClose: () => void;
}

/** Before an edition is held, let go on or ended: how many left already, and how many did not. */
export function SteerDialog({ editionId, steering, onClose }: SteerDialogProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [reason, write] = useState('');
  const path = { id: editionId };
  const texts = {
    pause: { title: m.pauseTitle, body: m.pauseBody, verb: m.pause, done: m.paused },
    resume: { title: m.resumeTitle, body: m.resumeBody, verb: m.resume, done: m.resumed },
    cancel: { title: m.cancelTitle, body: m.cancelBody, verb: m.cancel, done: m.cancelled },
  }[steering ?? 'pause'];
  const act = (): Promise<unknown> => {
    if (steering === 'cancel') return dataOf(postApiV1EditionsByIdCancel({ path, body: { reason: reason.trim() } }));
    return dataOf(steering === 'resume' ? postApiV1EditionsByIdResume({ path }) : postApiV1EditionsByIdPause({ path }));
  };
  return (
    <ConsequenceDialog
      opened={steering !== null}
      onClose={onClose}
      title={texts.title}
      verb={texts.verb}
      count={{ key: ['editions', editionId, 'left'], ask: (signal) => leftAndOpen(editionId, signal) }}
      describe={(counted) => (
        <>
          {counted !== undefined && (
            <p>
              {counted.left + counted.open === 0
                ? m.nobodyYet
                : m.leftAndOpen(formatNumber(counted.left, locale), formatNumber(counted.open, locale))}
            </p>
          )}
          <p>{texts.body}</p>
        </>
      )}
      isReady={steering !== 'cancel' || reason.trim() !== ''}
      act={act}
      onDone={() => {
        announce(texts.done);
        write('');
        void client.invalidateQueries({ queryKey: ['editions'] });
      }}
    >
      {steering === 'cancel' && (
        <TextInput
          label={m.reason}
          dir="auto"
          maxLength={longestReason}
          value={reason}
          onChange={({ currentTarget }) => {
            write(currentTarget.value);
          }}
        />
      )}
    </ConsequenceDialog>
  );
}
