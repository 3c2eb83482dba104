import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../api/answers.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import styles from './notice.module.css';
import { refusals } from './refusal-words.js';
import { usePageTitle } from './use-page-title.js';
import { words } from './words.js';

type M = (typeof words)['en'];

/** Says what happened and what to do by the kind of answer; the server's own words and code come below. */
function wordsFor(error: Error, m: M): { title: string; hint: string } {
  const status = error instanceof ApiError ? error.status : 500;
  if (status === null) return { title: m.unreachable, hint: m.unreachableHint };
  if (status === 403) return { title: m.forbidden, hint: m.forbiddenHint };
  if (status === 404 || status === 410) return { title: m.missing, hint: m.missingHint };
  if (status === 429) return { title: m.tooMany, hint: m.tooManyHint };
  if (status < 500) return { title: m.refused, hint: m.refusedHint };
  return { title: m.broken, hint: m.brokenHint };
}

interface FailureProps {
  error: Error;
  onRetry?: () => void;
  retrying?: boolean;
}

interface Told {
  text: string;
  /** undefined: the operator's own */
  lang: 'en' | undefined;
}

/** What the server says of the error, in the operator's language where that has words for its code. */
function useTold(error: Error): Told {
  const { locale } = useLocale();
  if (locale === 'en') return { text: error.message, lang: 'en' };
  const known = error instanceof ApiError && Object.hasOwn(refusals, error.code) ? refusals[error.code] : undefined;
  return known === undefined ? { text: error.message, lang: 'en' } : { text: known, lang: undefined };
}

/** The server's own words where they are English below a reader's other language: folded away, and said to be that. */
function ServerWords({ error }: { error: Error }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { text, lang } = useTold(error);
  if (text === '') return null;
  const detail = (
    <p className={styles.detail} lang={lang}>
      {text}
    </p>
  );
  if (locale === 'en' || lang === undefined) return detail;
  return (
    <details>
      <summary>{m.serverWords}</summary>
      {detail}
    </details>
  );
}

/** Instead of what could not be had: what happened, what to do, the server's words, the code to search for. */
export function Failure({ error, onRetry, retrying = false }: FailureProps) {
  const m = useWords(words);
  const { title, hint } = wordsFor(error, m);
  // Asking again gives no right.
  const isForbidden = error instanceof ApiError && error.status === 403;
  return (
    <div role="alert" className={styles.notice}>
      <h2>{title}</h2>
      <p>{hint}</p>
      <ServerWords error={error} />
      {error instanceof ApiError && (
        <p className={styles.code}>
          {m.code} <code>{error.code}</code>
          {error.instance !== null && (
            <>
              {' · '}
              {m.reference} <code>{error.instance}</code>
            </>
          )}
        </p>
      )}
      {onRetry !== undefined && !isForbidden && (
        <Button variant="default" onClick={onRetry} loading={retrying}>
          {m.retry}
        </Button>
      )}
    </div>
  );
}

/** Instead of a form reached by its address, where the right for it is missing: plainly that one may not, and who can. */
export function MayNot({ children }: { children: ReactNode }) {
  const m = useWords(words);
  return (
    <div role="alert" className={styles.notice}>
      <h2>{m.forbidden}</h2>
      <p>{children}</p>
    </div>
  );
}

/** One line beside the button that failed, for acts: what was refused, and in words of the operator's where there are any. */
export function FailureLine({ error }: { error: Error }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { title, hint } = wordsFor(error, m);
  const { text, lang } = useTold(error);
  const isForeign = locale !== 'en' && lang === 'en';
  return (
    <p role="alert" className={styles.line}>
      <strong>{title}.</strong> {(isForeign || text === '') && hint} <span lang={lang}>{text}</span>{' '}
      {error instanceof ApiError && <code>{error.code}</code>}
    </p>
  );
}

/** A screen that broke, or whose files are gone because a newer version stands on the server. */
export function ScreenFailure({ error }: ErrorComponentProps) {
  const m = useWords(words);
  const isOutdated = error instanceof TypeError && /import|module|fetch/i.test(error.message);
  return (
    <main className={styles.centre} id="main" tabIndex={-1}>
      <div role="alert" className={styles.notice}>
        <h1>{isOutdated ? m.outdated : m.broken}</h1>
        <p>{isOutdated ? m.outdatedHint : m.brokenHint}</p>
        {!isOutdated && error instanceof Error && <p className={styles.detail}>{error.message}</p>}
        <Button
          onClick={() => {
            location.reload();
          }}
        >
          {m.reload}
        </Button>
      </div>
    </main>
  );
}

/** An address inside the application that leads nowhere. */
export function NotHere() {
  const m = useWords(words);
  return (
    <main className={styles.centre} id="main" tabIndex={-1}>
      <div className={styles.notice}>
        <h1>{m.missing}</h1>
        <p>{m.missingHint}</p>
        <Link to="/">{m.toFirst}</Link>
      </div>
    </main>
  );
}

/** A screen that is there, for others. */
export function NotYours() {
  const m = useWords(words);
  usePageTitle(m.forbidden);
  return (
    <main className={styles.centre} id="main" tabIndex={-1}>
      <div className={styles.notice}>
        <h1>{m.forbidden}</h1>
        <p>{m.forbiddenHint}</p>
        <Link to="/">{m.toFirst}</Link>
      </div>
    </main>
  );
}
