import { useMemo } from 'react';
import styles from './dispatches.module.css';
import type { Dispatch } from './queries.js';

/**
 * The paragraphs of stored HTML as text. Parsing here runs nothing: the document has no browsing context, and what is
 * read from it is text.
 */
export function paragraphsOf(html: string): string[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const blocks = [...parsed.querySelectorAll('p, li, h1, h2, h3, h4, h5, h6, pre, figcaption')];
  const texts = (blocks.length === 0 ? [parsed.body] : blocks).map((block) => block.textContent.trim());
  return texts.filter((text) => text !== '');
}

export function DispatchText({ dispatch }: { dispatch: Dispatch }) {
  const paragraphs = useMemo(() => paragraphsOf(dispatch.bodyHtml), [dispatch.bodyHtml]);
  return (
    <div className={styles.text} lang={dispatch.language} dir="auto">
      {dispatch.standfirst !== '' && <p className={styles.lead}>{dispatch.standfirst}</p>}
      {dispatch.byline !== null && <p className={styles.quiet}>{dispatch.byline}</p>}
      {paragraphs.map((text, position) => (
        <p key={position} dir="auto">
          {text}
        </p>
      ))}
    </div>
  );
}
