import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { editionActWords } from '../elements/edition-act-words.js';
import { Failure } from '../elements/failure.js';
import { Moment } from '../elements/moment.js';
import { said as saidOf, useWords } from '../language/words.js';
import { wordsOfTrace } from './act-words.js';
import styles from './panes.module.css';
import { actsQuery, diffQuery } from './queries.js';
import type { Proposal } from './queries.js';
import { words } from './words.js';

interface Line {
  key: string;
  kind: 'added' | 'removed' | 'moved' | 'rewritten' | 'subject' | 'preheader';
  what: string;
  more?: string;
}

/** What people made of the machine's proposal, and everything that was done to the edition, the latest first. */
export function ChangesPane({ proposal }: { proposal: Proposal }) {
  const m = useWords(words);
  const said = useWords(editionActWords);
  const { editionId, version, blocks, exclusions } = proposal;
  const diff = useQuery(diffQuery(editionId, version));
  const acts = useQuery(actsQuery(editionId, version));
  const error = diff.error ?? acts.error;
  if (error !== null)
    return (
      <Failure
        error={error}
        onRetry={() => {
          void diff.refetch();
          void acts.refetch();
        }}
      />
    );
  if (diff.data === undefined || acts.data === undefined) return <Skeleton height={240} />;
  const headline = (id: string): string => {
    const block = blocks.find((one) => one.id === id);
    if (block === undefined || block.headline !== '') return block?.headline ?? '';
    return block.kind === 'dispatch' ? '' : m.label[block.kind];
  };
  const excluded = (id: string): string => exclusions.find(({ dispatchId }) => dispatchId === id)?.headline ?? '';
  const lines: Line[] = [
    ...diff.data.added.map(({ block }) => ({ key: `a${block}`, kind: 'added' as const, what: headline(block) })),
    ...diff.data.removed.map(({ dispatchId, reason }) => ({
      key: `r${dispatchId}`,
      kind: 'removed' as const,
      what: excluded(dispatchId),
      ...(reason !== null && { more: reason }),
    })),
    ...diff.data.moved.map(({ block }) => ({ key: `m${block}`, kind: 'moved' as const, what: headline(block) })),
    ...diff.data.rewritten.map(({ block }) => ({
      key: `w${block}`,
      kind: 'rewritten' as const,
      what: headline(block),
      more: blocks.find(({ id }) => id === block)?.dispatch?.headline ?? '',
    })),
    ...(['subject', 'preheader'] as const).flatMap((kind) => {
      const what = diff.data[kind];
      return what === null ? [] : [{ key: kind, kind, what }];
    }),
  ];
  return (
    <div className={styles.pane}>
      <section className={styles.part}>
        <h3>{m.machine}</h3>
        {lines.length === 0 && <p className={styles.quiet}>{m.machineSame}</p>}
        <ul className={styles.lines}>
          {lines.map(({ key, kind, what, more }) => (
            <li key={key}>
              <span className={styles.kind}>{m.diff[kind]}</span>{' '}
              <bdi lang={proposal.language}>{what}</bdi>
              {more !== undefined && more !== '' && (
                <span className={styles.quiet}>
                  {' '}
                  (<bdi>{more}</bdi>)
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.part}>
        <h3>{m.story}</h3>
        {acts.data.length === 0 && <p className={styles.quiet}>{m.noActs}</p>}
        <ol className={styles.lines}>
          {acts.data.map((trace) => {
            const what = wordsOfTrace(trace, proposal);
            return (
              <li key={trace.id}>
                <span className={styles.quiet}>
                  <Moment at={trace.at} zone={proposal.timeZone} />
                </span>{' '}
                <bdi>{trace.by ?? (trace.operatorId === null ? m.somebody : m.somebodyGone)}</bdi>{' '}
                {saidOf(said, trace.action)}
                {what !== '' && (
                  <>
                    {' '}
                    <bdi lang={proposal.language} className={styles.what}>
                      {what}
                    </bdi>
                  </>
                )}
              </li>
            );
          })}
        </ol>
      </section>
    </div>
  );
} // prettier-ignore
