import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import type { Finding } from './queries.js';
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
  findings: readonly Finding[];
  /** undefined where the finding's place in the source is not known */
  lineOf: (finding: Finding) => number | undefined;
  goTo: (line: number) => void;
}

/** What preflight says of the message, blocks first. */
export function FindingsList({ findings, lineOf, goTo }: FindingsListProps) {
  const m = useWords(words);
  const blocks = findings.filter(({ level }) => level === 'block').length;
  return (
    <section className={styles.findings} aria-label={m.findings}>
      <h2>{m.findings}</h2>
      <p className={styles.quiet} role="status">
        {findings.length === 0 ? m.noFindings : m.findingsOf(blocks, findings.length - blocks)}
      </p>
      <ul>
        {findings.map((finding, position) => {
          const line = lineOf(finding);
          return (
            <li key={`${String(position)} ${finding.code}`}>
              <div className={styles.findingHead}>
                <Status tone={finding.level === 'block' ? 'bad' : 'warn'}>{m.levels[finding.level]}</Status>
                <strong dir="auto">{finding.message}</strong>
                {line !== undefined && (
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => {
                      goTo(line);
                    }}
                  >
                    {m.atLine(line)}
                  </button>
                )}
              </div>
              <p dir="auto">{finding.help}</p>
              {finding.where.excerpt !== undefined && <code className={styles.excerpt}>{finding.where.excerpt}</code>}
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
