import { Button } from '@mantine/core';
import { FailureLine } from '../elements/failure.js';
import { useWords } from '../language/words.js';
import styles from './desk-screen.module.css';
import type { Desk } from './use-desk.js';
import { words } from './words.js';

/** What did not go as it was shown: refused, in conflict, waiting for the server, or changed by somebody else. */
export function DeskNotices({ desk }: { desk: Desk }) {
  const m = useWords(words);
  const { refused, conflict, isWaiting, seen } = desk;
  return (
    <>
      {refused !== null && (
        <div className={styles.notice} data-tone="bad">
          <p>{m.refusedAct(refused.label)}</p>
          <FailureLine error={refused.error} />
          <Button size="compact-sm" variant="default" onClick={desk.dismiss}>
            {m.dismiss}
          </Button>
        </div>
      )}
      {conflict !== null && (
        <div className={styles.notice} data-tone="bad" role="alert">
          <p>{m.conflict(conflict.label)}</p>
          <div className={styles.row}>
            <Button size="compact-sm" onClick={conflict.again}>
              {m.doAgain}
            </Button>
            <Button size="compact-sm" variant="default" onClick={conflict.leave}>
              {m.leaveTheirs}
            </Button>
          </div>
        </div>
      )}
      {isWaiting && (
        <div className={styles.notice} data-tone="warn" role="status">
          <p>{m.waiting}</p>
        </div>
      )}
      {seen.isForeign && (
        <div className={styles.notice} data-tone="warn" role="status">
          <p>{m.foreign}</p>
        </div>
      )}
    </>
  );
}
