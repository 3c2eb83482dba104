import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { BackIcon } from './icons.js';
import { useWords } from '../language/words.js';
import { words } from './words.js';
import styles from './workspace.module.css';

interface WorkspaceProps {
  title: string;
  list: ReactNode;
  detail: ReactNode;
  /** true: the address names one of the list, which on a phone takes the whole screen */
  open: boolean;
  listAddress: '/newsletters' | '/templates';
}

/** Instead of list and detail: why there is neither. */
export function WorkspaceNotice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.notice} id="main" tabIndex={-1}>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** The list and what was chosen from it: side by side, or one after the other on a narrow screen. */
export function Workspace({ title, list, detail, open, listAddress }: WorkspaceProps) {
  const m = useWords(words);
  return (
    <main className={styles.workspace} data-open={open}>
      <section className={styles.list} aria-labelledby="list-title">
        <h1 id="list-title">{title}</h1>
        {list}
      </section>
      <section id="main" tabIndex={-1} className={styles.detail}>
        <Link to={listAddress} className={styles.back}>
          <BackIcon />
          {m.toList}
        </Link>
        {detail}
      </section>
    </main>
  );
}
