import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isConflict } from '../api/answers.js';
import { useWords } from '../language/words.js';
import { FailureLine } from './failure.js';
import styles from './save-bar.module.css';
import { words } from './words.js';

interface SaveBarProps {
  /** whether there is something to save */
  isChanged: boolean;
  isSaving: boolean;
  /** what the last try said; a 412 becomes the choice between theirs and ours */
  error: Error | null;
  /** leads to what was refused, where that need not be in sight */
  refused?: ReactNode;
  onSave: () => void;
  onDiscard: () => void;
  /** after a conflict: read anew and show what is stored, or save over it under the tag read anew */
  onLook: () => void;
  onOverwrite: () => void;
}

/** Stands at the foot of a page with settings while there is something to save. */
export function SaveBar({ isChanged, isSaving, error, refused, onSave, onDiscard, onLook, onOverwrite }: SaveBarProps) {
  const m = useWords(words);
  if (!isChanged && error === null) return null;
  return (
    <div className={styles.bar} role="region" aria-label={m.save}>
      {error !== null && isConflict(error) ? (
        <>
          <p role="alert">
            <strong>{m.conflict}.</strong> {m.conflictHint}
          </p>
          <div className={styles.buttons}>
            <Button variant="default" onClick={onLook}>
              {m.look}
            </Button>
            <Button onClick={onOverwrite} loading={isSaving}>
              {m.overwrite}
            </Button>
          </div>
        </>
      ) : (
        <>
          {error === null ? (
            <p>{m.unsaved}</p>
          ) : (
            <div className={styles.refusal}>
              <FailureLine error={error} />
              {refused}
            </div>
          )}
          <div className={styles.buttons}>
            <Button variant="default" onClick={onDiscard} disabled={isSaving}>
              {m.discard}
            </Button>
            <Button onClick={onSave} loading={isSaving} disabled={!isChanged}>
              {m.save}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
