import { Count } from '../elements/figures.js';
import { said, useWords } from '../language/words.js';
import { words } from './import-words.js';
import type { ListImport } from './queries.js';
import styles from './subscribers.module.css';

/** What a list comes to, in numbers; each row is counted once. */
export function ImportResult({ one, result }: { one: ListImport; result: NonNullable<ListImport['result']> }) {
  const m = useWords(words);
  const { counts } = result;
  const told = [
    { name: m.in, value: counts.in },
    { name: m.known, value: counts.known },
    ...Object.entries(counts.refused).map(([why, value]) => ({ name: `${m.refusedAs}, ${said(m.reasons, why)}`, value })),
    ...Object.entries(counts.suppressed).map(([why, value]) => ({ name: `${m.suppressedAs}, ${said(m.reasons, why)}`, value })),
  ]; // prettier-ignore
  const hasRefused = Object.keys(counts.refused).length > 0;
  return (
    <>
      <p>{m.rows(counts.rows)}</p>
      <dl className={styles.totals}>
        {told.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Count of={value} />
            </dd>
          </div>
        ))}
      </dl>
      {hasRefused && one.state !== 'done' && (
        <a href={`/api/v1/imports/${one.id}/refusals`} download>
          {m.refusals}
        </a>
      )}
    </>
  );
}
