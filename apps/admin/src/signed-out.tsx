import { Button } from '@mantine/core';
import { useWords } from './locale.js';
import notice from './notice.module.css';
import { LanguageSwitch, SchemeSwitch } from './rail.js';
import { Wordmark } from './shell.js';
import styles from './signed-out.module.css';

const command = 'npm run colporteur -- operator invite …';

export function SignedOut({ onRetry, retrying }: { onRetry: () => void; retrying: boolean }) {
  const { m } = useWords();
  return (
    <main className={styles.page}>
      <Wordmark />
      <div className={notice.notice}>
        <h1>{m.signedOutTitle}</h1>
        <p>{m.signedOutBody}</p>
        <code className={notice.command}>{command}</code>
        <p>{m.signedOutNote}</p>
        <Button onClick={onRetry} loading={retrying}>
          {m.signedOutRetry}
        </Button>
      </div>
      <div className={styles.switches}>
        <LanguageSwitch />
        <SchemeSwitch />
      </div>
    </main>
  );
}
