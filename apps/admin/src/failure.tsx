import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ApiError } from './api.js';
import { useWords } from './locale.js';
import type { Messages } from './messages.en.js';
import styles from './notice.module.css';

interface Words {
  title: string;
  hint: string;
}

/** Says what happened and what to do by the kind of answer; the server's own words and code come below. */
function wordsFor(error: Error, m: Messages): Words {
  const status = error instanceof ApiError ? error.status : 500;
  if (status === null) return { title: m.failureUnreachable, hint: m.failureUnreachableHint };
  if (status === 403) return { title: m.failureForbidden, hint: m.failureForbiddenHint };
  if (status === 404 || status === 410) return { title: m.failureMissing, hint: m.failureMissingHint };
  if (status < 500) return { title: m.failureRefused, hint: m.failureRefusedHint };
  return { title: m.failureBroken, hint: m.failureBrokenHint };
}

export function Failure({ error, onRetry, retrying }: { error: Error; onRetry: () => void; retrying: boolean }) {
  const { m } = useWords();
  const { title, hint } = wordsFor(error, m);
  return (
    <div role="alert" className={styles.notice}>
      <h2>{title}</h2>
      <p>{hint}</p>
      {error.message !== '' && <p className={styles.detail}>{error.message}</p>}
      {error instanceof ApiError && (
        <p className={styles.code}>
          {m.failureCode} <code>{error.code}</code>
        </p>
      )}
      <Button onClick={onRetry} loading={retrying}>
        {m.retry}
      </Button>
    </div>
  );
}

/** An address inside the application that leads nowhere. */
export function NotHere() {
  const { m } = useWords();
  return (
    <main className={styles.centre}>
      <div className={styles.notice}>
        <h1>{m.failureMissing}</h1>
        <p>{m.failureMissingHint}</p>
        <Link to="/">{m.toList}</Link>
      </div>
    </main>
  );
}
