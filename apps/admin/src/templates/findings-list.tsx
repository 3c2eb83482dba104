import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Finding } from './queries.js';
import type { SourcePlace } from './source-line.js';
import type { Problem } from './use-preview.js';
import { words } from './words.js';
import styles from './workshop.module.css';

/** What does not render, and where; a click leads to the line. */
export function ProblemList({ problems, goTo }: { problems: readonly Problem[]; goTo: (problem: Problem) => void }) {
  const m = useWords(words);
  if (problems.length === 0) return null;
  return (
    <section className={styles.problems} role="alert" aria-label={m.problemsTitle}>
      <h2>{m.problemsTitle}</h2>
      <ul>
        {problems.map((problem, position) => (
          <li key={`${String(position)} ${problem.message}`}>
            {problem.line !== undefined && problem.part !== 'html' ? (
              <button
                type="button"
                className={styles.link}
                onClick={() => {
                  goTo(problem);
                }}
              >
                {m.atLine(problem.line)}
                {problem.partial !== undefined && ` ${m.inPartial(problem.partial)}`}
              </button>
            ) : (
              <span className={styles.quiet}>{problem.part}</span>
            )}{' '}
            <bdi lang="en">{problem.message}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FindingsListProps {
  /** undefined: nothing has been looked at yet */
  findings: readonly Finding[] | undefined;
  /** undefined where the finding's place in the source is not known */
  placeOf: (finding: Finding) => SourcePlace | undefined;
  goTo: (place: SourcePlace) => void;
}

/** What preflight says of the message, blocks first; what it says several times stands there once, with all places. */
export function FindingsList({ findings, placeOf, goTo }: FindingsListProps) {
  const m = useWords(words);
  if (findings === undefined) return null;
  const blocks = findings.filter(({ level }) => level === 'block').length;
  const groups = Object.values(Object.groupBy(findings, ({ code, message }) => `${code} ${message}`));
  return (
    <section className={styles.findings} aria-label={m.findings}>
      <h2>{m.findings}</h2>
      <p className={styles.quiet} role="status">
        {findings.length === 0 ? m.noFindings : m.findingsOf(blocks, findings.length - blocks)}
      </p>
      <ul>
        {groups.map((same = []) => {
          const [finding] = same;
          if (finding === undefined) return null;
          return (
            <li key={`${finding.code} ${finding.message}`}>
              <div className={styles.findingHead}>
                <Status tone={finding.level === 'block' ? 'bad' : 'warn'}>{m.levels[finding.level]}</Status>
                <strong dir="auto">{finding.message}</strong>
              </div>
              <p dir="auto">{finding.help}</p>
              <ul className={styles.places}>
                {same.slice(0, MOST_PLACES).map((each, position) => (
                  <Place key={position} excerpt={each.where.excerpt} place={placeOf(each)} goTo={goTo} />
                ))}
              </ul>
              {same.length > MOST_PLACES && <p className={styles.quiet}>{m.morePlaces(same.length - MOST_PLACES)}</p>}
              <p className={styles.quiet}>
                <code>{finding.code}</code> · <bdi lang="en">{finding.source}</bdi>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Places of one fault that are named one by one; who has mended those sees the next. */
const MOST_PLACES = 3;

interface PlaceProps {
  excerpt: string | undefined;
  place: SourcePlace | undefined;
  goTo: (place: SourcePlace) => void;
}

function Place({ excerpt, place, goTo }: PlaceProps) {
  const m = useWords(words);
  if (excerpt === undefined && place === undefined) return null;
  return (
    <li>
      {place !== undefined && (
        <button
          type="button"
          className={styles.link}
          onClick={() => {
            goTo(place);
          }}
        >
          {m.atLine(place.line)}
          {place.partial !== undefined && ` ${m.inPartial(place.partial)}`}
        </button>
      )}{' '}
      {excerpt !== undefined && <code className={styles.excerpt}>{excerpt}</code>}
    </li>
  );
}
