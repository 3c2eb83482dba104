import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TodayEdition, TodayNewsletter } from '../api/today.js';
import { Moment } from '../elements/moment.js';
import { Status } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatDay, formatEditionDate, formatTime } from '../language/moments.js';
import { formatList } from '../language/numbers.js';
import { said, useWords } from '../language/words.js';
import { Countdown } from './countdown.js';
import { isByCalendar, isOver, shownState, waitsForApproval } from './edition-state.js';
import styles from './today.module.css';
import { words } from './words.js';

/** The newsletter's name as its readers know it, and which of its editions. */
export function EditionName({ newsletter, edition }: { newsletter: TodayNewsletter; edition: TodayEdition | null }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const date = edition?.editionDate ?? newsletter.next?.editionDate;
  const parts = [
    ...(date === undefined ? [] : [formatEditionDate(date, locale)]),
    ...(edition === null || edition.kind === 'digest' ? [] : [m.kinds[edition.kind]]),
    ...(edition === null || edition.slot === null || edition.slot === 'all' ? [] : [edition.slot]),
    ...(edition?.kind === 'digest' && edition.slot === null ? [m.extra] : []),
  ];
  return (
    <div className={styles.name}>
      <h3>
        <bdi lang={newsletter.language}>{newsletter.name}</bdi>
      </h3>
      <span className={styles.quiet}>{parts.join(' · ')}</span>
    </div>
  );
}

/** Without the day, where it is that of the time beside it. */
function Hour({ at, beside, zone }: { at: string; beside: string; zone: string }) {
  const { locale } = useLocale();
  const [date, other] = [new Date(at), new Date(beside)];
  if (formatDay(date, zone, locale) !== formatDay(other, zone, locale)) return <Moment at={at} zone={zone} />;
  return (
    <time dateTime={at} className="numbers">
      {formatTime(date, zone, locale)}
    </time>
  );
}

function When({ newsletter, edition, ahead }: { newsletter: TodayNewsletter; edition: TodayEdition | null; ahead: number }) {
  const m = useWords(words);
  const { timeZone, name, next } = newsletter;
  const due = edition?.dueAt ?? next?.dueAt;
  if (due === undefined) return null;
  const waits = edition !== null && waitsForApproval(edition);
  const release = edition?.state === 'approved' ? edition.releaseAt : null;
  const deadline = release ?? edition?.freezesAt ?? next?.freezesAt ?? due;
  if (waits && !isByCalendar(edition))
    return (
      <div className={styles.when}>
        <span className={styles.quiet} data-pressing="true">
          {m.byPerson}
        </span>
      </div>
    );
  return (
    <div className={styles.when}>
      <span>
        <Moment at={due} zone={timeZone} /> <span className={styles.quiet}>{timeZone.replaceAll('_', ' ')}</span>
      </span>
      <span className={styles.quiet} data-pressing={waits}>
        {release !== null ? m.release : waits ? m.deadline : m.freezes} <Hour at={deadline} beside={due} zone={timeZone} /> ·{' '}
        <Countdown to={deadline} ahead={ahead} {...(waits ? { say: { 10: m.tenMinutes(name), 1: m.oneMinute(name) } } : {})} />
      </span>
    </div>
  );
} // prettier-ignore

function Facts({ newsletter, edition }: { newsletter: TodayNewsletter; edition: TodayEdition | null }) {
  const m = useWords(words);
  const { locale } = useLocale();
  if (edition === null) {
    const dispatches = newsletter.next?.dispatches ?? 0;
    return (
      <div className={styles.facts}>
        <Status tone="quiet">{m.states.upcoming}</Status>
        <span className={styles.quiet}>
          {dispatches === 0 ? m.oddities.no_dispatch_in_window : m.soFar(dispatches)} · {m.readers(newsletter.readers)}
        </span>
      </div>
    );
  }
  const { approvals, oddities, emptySections, dispatches } = edition;
  const { tone, label } = shownState(edition, m);
  const by = approvals?.by.map(({ name }) => name ?? m.someone) ?? [];
  const approving = [
    ...(waitsForApproval(edition) ? [m.approvalMissing(approvals?.missing ?? 0)] : []),
    ...(by.length > 0 ? [m.approvedBy(formatList(by, locale))] : []),
    ...(waitsForApproval(edition) && approvals?.isMine === true ? [m.oneMore] : []),
  ];
  return (
    <div className={styles.facts}>
      <Status tone={tone}>{label}</Status>
      <span className={styles.quiet}>
        {[...(edition.blocks > 0 ? [m.dispatches(dispatches)] : []), m.readers(newsletter.readers), ...approving].join(
          ' · ',
        )}
      </span>
      {waitsForApproval(edition) && isByCalendar(edition) && (
        <span className={styles.quiet}>{m.ifNobody[newsletter.unapproved]}</span>
      )}
      {oddities.length > 0 && (
        <ul className={styles.odd}>
          {oddities.map((code) => (
            <li key={code}>
              {code === 'section_empty' ? m.emptySections(formatList(emptySections, locale)) : said(m.oddities, code)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The one obvious next step. */
function Step({ newsletter, edition, isFirst }: { newsletter: TodayNewsletter; edition: TodayEdition | null; isFirst: boolean }) {
  const m = useWords(words);
  const may = useMay();
  const atDesk = edition !== null && ['proposed', 'held', 'approved'].includes(edition.state);
  const to =
    edition === null || edition.state === 'claimed'
      ? `/newsletters/${newsletter.slug}/preview`
      : atDesk
        ? `/editions/${edition.id}/desk`
        : `/editions/${edition.id}`;
  const mayApprove = may('approve', newsletter) && edition !== null && waitsForApproval(edition) && edition.approvals?.isMine !== true;
  const label =
    edition === null || edition.state === 'claimed'
      ? m.toPreview
      : mayApprove
        ? m.approve
        : atDesk
          ? m.toDesk
          : edition.state === 'sending'
            ? m.watch
            : m.report;
  return (
    <Button component={Link} to={to} variant={mayApprove && isFirst ? 'filled' : 'default'} size="xs">
      {label}
    </Button>
  );
} // prettier-ignore

/** `isFirst`: the screen's one primary action is this row's. */
export function EditionRow(props: { newsletter: TodayNewsletter; edition: TodayEdition | null; ahead: number; isFirst: boolean }) {
  const { newsletter, edition, ahead, isFirst } = props;
  const m = useWords(words);
  const isDone = edition !== null && isOver(edition);
  return (
    <li className={styles.row}>
      <EditionName newsletter={newsletter} edition={edition} />
      {isDone ? (
        <div className={styles.when}>
          {edition.sentAt !== null && <Moment at={edition.sentAt} zone={newsletter.timeZone} />}
          {edition.result !== null && (
            <span className={styles.quiet}>{m.result(edition.result.submitted, edition.result.recipients)}</span>
          )}
        </div>
      ) : (
        <When newsletter={newsletter} edition={edition} ahead={ahead} />
      )}
      {isDone ? <div className={styles.facts}><Status {...statusOf(edition, m)} /></div> : <Facts newsletter={newsletter} edition={edition} />}
      <Step newsletter={newsletter} edition={edition} isFirst={isFirst} />
    </li>
  );
} // prettier-ignore

function statusOf(edition: TodayEdition, m: (typeof words)['en']) {
  const { tone, label } = shownState(edition, m);
  return { tone, children: label };
}
