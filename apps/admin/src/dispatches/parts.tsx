import styles from './dispatches.module.css';

/** A text with what was looked for marked. The pieces are text; nothing in them is read as markup. */
export function Parts({ parts, language }: { parts: readonly { text: string; hit: boolean }[]; language: string }) {
  return (
    <bdi className={styles.parts} lang={language}>
      {parts.map(({ text, hit }, position) => (hit ? <mark key={position}>{text}</mark> : text))}
    </bdi>
  );
}
