import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { Status, type Tone } from '../elements/status.js';
import { said, useWords } from '../language/words.js';
import type { Preview } from './queries.js';
import styles from './sources.module.css';
import { words } from './words.js';

type Entry = Preview['dispatches'][number];

const tones: Readonly<Record<string, Tone>> = { created: 'good', duplicate: 'warn', refused: 'bad' };

function EntryShown({ entry }: { entry: Entry }) {
  const m = useWords(words);
  const labels = [...entry.countries, ...entry.regions, ...entry.topics];
  return (
    <li className={styles.entry}>
      <h3 dir="auto" lang={entry.language}>
        {entry.headline}
      </h3>
      <p dir="auto" lang={entry.language}>
        {entry.standfirst === '' ? entry.text.slice(0, 200) : entry.standfirst}
      </p>
      <span className={styles.quiet}>
        <Status tone={tones[entry.outcome] ?? 'quiet'}>{said(m.outcomes, entry.outcome)}</Status>
        {entry.publishedAt !== null && (
          <>
            {' · '}
            <Moment at={entry.publishedAt} />
          </>
        )}
        {entry.hasPicture && ` · ${m.picture}`}
        {labels.length > 0 && ` · ${labels.join(', ')}`}
      </span>
      {(entry.notes.length > 0 || entry.issues.length > 0) && (
        <ul className={styles.notes}>
          {entry.notes.map(({ code, detail }) => (
            <li key={code}>
              {said(m.notes, code)}
              {detail !== null && detail !== '' && (
                <>
                  {' '}
                  <code>{detail}</code>
                </>
              )}
            </li>
          ))}
          {entry.issues.map(({ field, problem }) => (
            <li key={`${field} ${problem}`}>
              <code>{field}</code> {problem}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What the first poll would store, and what would be changed or left out. */
export function PreviewEntries({ preview }: { preview: Preview }) {
  const m = useWords(words);
  return (
    <Section
      title={m.wouldStore}
      aside={<span className={styles.quiet}>{m.shownOf(preview.dispatches.length, preview.entries)}</span>}
    >
      <ol className={styles.entries}>
        {preview.dispatches.map((entry, position) => (
          <EntryShown key={position} entry={entry} />
        ))}
      </ol>
    </Section>
  );
}
