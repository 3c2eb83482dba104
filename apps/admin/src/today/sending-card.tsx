import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sending, TodayEdition, TodayNewsletter } from '../api/today.js';
import { FailureLine } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { Moment } from '../elements/moment.js';
import { ProgressBar } from '../elements/progress.js';
import { Status } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { EditionName } from './edition-row.js';
import { shownState } from './edition-state.js';
import { waysQuery } from './queries.js';
import { SteerDialog, type Steering } from './steer-dialog.js';
import styles from './today.module.css';
import { words } from './words.js';

type Shown = { newsletter: TodayNewsletter; edition: TodayEdition; sending: Sending };

function doneOf({ counts }: Pick<Sending, 'counts'>): number {
  return counts.submitted + counts.rejected + counts.skipped + counts.uncertain;
}

function Figures({ newsletter: { timeZone }, edition, sending }: Shown) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { counts, messagesPerMinute, expectedEnd, target } = sending;
  const told = (['submitted', 'rejected', 'deferred', 'uncertain', 'skipped'] as const).filter(
    (state) => state === 'submitted' || counts[state] > 0,
  );
  return (
    <ul className={styles.figures}>
      {told.map((state) => (
        <li key={state}>
          <Count of={counts[state]} /> {m[state]}
        </li>
      ))}
      {edition.pausedAt === null && (
        <li>{messagesPerMinute === null ? m.noRate : m.rate(formatNumber(Math.round(messagesPerMinute), locale))}</li>
      )}
      {edition.pausedAt === null && expectedEnd !== null && (
        <li>
          {m.expectedEnd} <Moment at={expectedEnd} zone={timeZone} />
        </li>
      )}
      {target !== null && (
        <li>
          {m.target(target.percent)} <Moment at={target.at} zone={timeZone} />
          {target.verdict !== null && (
            <>
              {' '}
              <Status tone={target.verdict === 'behind' ? 'bad' : 'good'}>
                {target.verdict === 'behind' ? m.targetBehind(target.expectedPercent) : m.targetKept}
              </Status>
            </>
          )}
        </li>
      )}
    </ul>
  );
}

function Waves({ newsletter: { timeZone }, sending: { waves } }: Shown) {
  const m = useWords(words);
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={m.waves}>
      <table className={styles.inner}>
        <caption>{m.waves}</caption>
        <thead>
          <tr>
            <th scope="col">{m.wave}</th>
            <th scope="col">{m.recipients}</th>
            <th scope="col">{m.submitted}</th>
            <th scope="col">{m.waiting}</th>
          </tr>
        </thead>
        <tbody>
          {waves.map((wave) => (
            <tr key={wave.dueAt}>
              <th scope="row">
                <Moment at={wave.dueAt} zone={timeZone} /> {wave.isSeed && m.seedWave}
              </th>
              <td>
                <Count of={wave.size} />
              </td>
              <td>
                <Count of={wave.counts.submitted} />
              </td>
              <td>
                <Count of={Math.max(0, wave.size - doneOf(wave))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ways({ newsletter: { timeZone }, edition }: Shown) {
  const m = useWords(words);
  const ways = useQuery(waysQuery(edition.id, true));
  if (ways.isError) return <FailureLine error={ways.error} />;
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={m.providers}>
      <table className={styles.inner} aria-busy={ways.isPending}>
        <caption>{m.providers}</caption>
        <thead>
          <tr>
            <th scope="col">{m.provider}</th>
            <th scope="col">{m.transport}</th>
            <th scope="col">{m.submitted}</th>
            <th scope="col">{m.deferred}</th>
            <th scope="col">{m.waiting}</th>
            <th scope="col">{m.lastMinute}</th>
          </tr>
        </thead>
        <tbody>
          {(ways.data ?? []).map((way) => (
            <tr key={`${way.transport ?? ''} ${way.provider ?? ''}`}>
              <th scope="row">
                {way.provider ?? m.untried}
                {way.sparedUntil !== null && (
                  <span className={styles.spared}>
                    <Status tone="warn">
                      {m.spared} <Moment at={way.sparedUntil} zone={timeZone} />
                    </Status>
                    {way.reason !== null && <span dir="auto">{way.reason}</span>}
                  </span>
                )}
              </th>
              <td>{way.transport ?? '–'}</td>
              <td>
                <Count of={way.submitted} />
              </td>
              <td>
                <Count of={way.deferred} />
              </td>
              <td>
                <Count of={way.waiting} />
              </td>
              <td>
                <Count of={way.lastMinute} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A running edition: how far, how fast, how long; what it is made of, and the ways to stop it. */
export function SendingCard(shown: Shown) {
  const { newsletter, edition, sending } = shown;
  const m = useWords(words);
  const may = useMay();
  const [isOpen, open] = useState(false);
  const [steering, steer] = useState<Steering | null>(null);
  const { tone, label } = shownState(edition, m);
  const isPaused = edition.pausedAt !== null;
  return (
    <article className={styles.sending} aria-label={newsletter.name}>
      <div className={styles.sendingHead}>
        <EditionName newsletter={newsletter} edition={edition} />
        <Status tone={tone}>{label}</Status>
        {may('send', newsletter) && (
          <div className={styles.steer}>
            <Button size="xs" variant="default" onClick={() => { steer(isPaused ? 'resume' : 'pause'); }}>
              {isPaused ? m.resume : m.pause}
            </Button>
            <Button size="xs" variant="default" onClick={() => { steer('cancel'); }}>
              {m.cancel}
            </Button>
          </div>
        )}
      </div>
      <ProgressBar label={m.progress} done={doneOf(sending)} total={sending.counts.recipients} />
      <Figures {...shown} />
      <details className={styles.details} onToggle={(event) => { open(event.currentTarget.open); }}>
        <summary>{m.open}</summary>
        {isOpen && (
          <div className={styles.tables}>
            <Waves {...shown} />
            <Ways {...shown} />
          </div>
        )}
      </details>
      <SteerDialog name={newsletter.name} editionId={edition.id} steering={steering} onClose={() => { steer(null); }} />
    </article>
  );
} // prettier-ignore
