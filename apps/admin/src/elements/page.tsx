import { Link } from '@tanstack/react-router';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import styles from './page.module.css';
import { usePageTitle } from './use-page-title.js';
import { words } from './words.js';

export interface Crumb {
  label: ReactNode;
  link: LinkProps;
}

interface PageProps {
  /** the one h1; also the tab's title where it is text */
  title: string;
  /** language of the title where it is not the operator's, such as a newsletter's name */
  titleLanguage?: string;
  /** the way up, outermost first; the page itself is not named again */
  crumbs?: readonly Crumb[];
  /** one sentence under the title */
  lead?: ReactNode;
  /** the screen's one primary action, and at most a few quiet ones before it */
  actions?: ReactNode;
  /** the measure of forms and texts instead of the whole width */
  narrow?: boolean;
  children: ReactNode;
}

/** Every screen but list-and-detail stands in one: the page head, then the content. */
export function Page({ title, titleLanguage, crumbs = [], lead, actions, narrow = false, children }: PageProps) {
  const m = useWords(words);
  usePageTitle(title);
  return (
    <main id="main" tabIndex={-1} className={styles.page} data-narrow={narrow}>
      <header className={styles.head}>
        <div className={styles.names}>
          {crumbs.length > 0 && (
            <nav className={styles.crumbs} aria-label={m.crumbs}>
              {crumbs.map(({ label, link }, position) => (
                <Link key={position} {...link}>
                  {label}
                </Link>
              ))}
            </nav>
          )}
          <h1>
            <bdi lang={titleLanguage}>{title}</bdi>
          </h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** A titled part of a page. */
export function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
