import { VisuallyHidden } from '@mantine/core';
import { createContext, use, useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import styles from './announcer.module.css';

/** How long a toast stays, in milliseconds: long enough to read one sentence twice. */
const shownFor = 6000;

type Say = (sentence: string) => void;

const Context = createContext<Say>(() => undefined);

/**
 * Says what an act did, to the eye at the foot of the screen and to a screen reader politely: `useAnnounce()('Saved')`.
 * Only for what worked; a failure stays beside its cause (FailureLine) until it is dealt with.
 */
export function useAnnounce(): Say {
  return use(Context);
}

export function Announcer({ children }: { children: ReactNode }) {
  const [told, tell] = useState<{ sentence: string; turn: number } | null>(null);
  const say = useCallback<Say>((sentence) => {
    tell((before) => ({ sentence, turn: (before?.turn ?? 0) + 1 }));
  }, []);
  useEffect(() => {
    if (told === null) return undefined;
    const timer = setTimeout(() => {
      tell(null);
    }, shownFor);
    return () => {
      clearTimeout(timer);
    };
  }, [told]);
  return (
    <Context value={say}>
      {children}
      <VisuallyHidden role="status">{told?.sentence}</VisuallyHidden>
      {told !== null && (
        <div key={told.turn} className={styles.toast} aria-hidden="true">
          {told.sentence}
        </div>
      )}
    </Context>
  );
}
