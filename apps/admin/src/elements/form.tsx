import type { ReactNode } from 'react';
import { ApiError } from '../api/answers.js';
import { useWords } from '../language/words.js';
import { FailureLine } from './failure.js';
import styles from './form.module.css';
import { issueWords } from './issue-words.js';
import { words } from './words.js';

/** What is wrong with a field, in the operator's language where the admin knows the sentence. */
function IssueText({ messages }: { messages: readonly string[] }) {
  const { issues } = useWords(words);
  return <span dir="auto">{[...new Set(messages.map((message) => issueWords(message, issues)))].join(' ')}</span>;
}

/**
 * Where the server's refusal belongs: `errorOf(error, 'headline')` is what it says of that field (RFC 9457 `issues`),
 * for a Mantine input's `error`. `others` are the issues of fields the form does not show.
 */
export function errorOf(error: Error | null, path: string): ReactNode {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`));
  return found.length === 0 ? undefined : <IssueText messages={found.map(({ message }) => message)} />;
}

function unplaced(error: ApiError, shown: readonly string[]): boolean {
  return error.issues.some(({ path }) => !shown.some((name) => path === name || path.startsWith(`${name}.`)));
}

interface FormProps {
  /** what the last try said; issues of `fields` stand beside their fields, everything else above the buttons */
  error: Error | null;
  /** paths of the fields the form shows */
  fields: readonly string[];
  onSubmit: () => void;
  children: ReactNode;
  /** the one submit button, and quiet ones */
  buttons: ReactNode;
}

export function Form({ error, fields, onSubmit, children, buttons }: FormProps) {
  const isPlaced = error instanceof ApiError && error.issues.length > 0 && !unplaced(error, fields);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      {error !== null && !isPlaced && <FailureLine error={error} />}
      {error instanceof ApiError && !isPlaced && error.issues.length > 0 && (
        <ul className={styles.issues}>
          {error.issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} <IssueText messages={[message]} />
            </li>
          ))}
        </ul>
      )}
      <div className={styles.buttons}>{buttons}</div>
    </form>
  );
}

/** Fields that belong together, side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
