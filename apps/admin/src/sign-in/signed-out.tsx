import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.js';
import notice from '../elements/notice.module.css';
import { Wordmark } from '../frame/shell.js';
import { LanguageSwitch, SchemeSwitch } from '../frame/switches.js';
import { useWords } from '../language/words.js';
import styles from './signed-out.module.css';
import { words } from './words.js';

const command = 'npm run colporteur -- operator invite …';

export function SignedOut() {
  const m = useWords(words);
  const session = useQuery(sessionQuery);
  return (
    <main className={styles.page}>
      <Wordmark />
      <div className={notice.notice}>
        <h1>{m.title}</h1>
        <p>{m.body}</p>
        <code className={notice.command}>{command}</code>
        <p>{m.note}</p>
        <Button onClick={() => void session.refetch()} loading={session.isFetching}>
          {m.retry}
        </Button>
      </div>
      <div className={styles.switches}>
        <LanguageSwitch />
        <SchemeSwitch />
      </div>
    </main>
  );
}
