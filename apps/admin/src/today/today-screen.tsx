import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SeenToday, TodayEdition, TodayNewsletter } from '../api/today.js';
import { todayLiveQuery, todayQuery } from '../api/today.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { LiveMark } from '../elements/live-mark.js';
import { Moment } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { Countdown } from './countdown.js';
import { EditionRow } from './edition-row.js';
import { isOver, waitsForApproval } from './edition-state.js';
import { FirstSteps } from './first-steps.js';
import { NeedsList } from './needs-list.js';
import { SendingCard } from './sending-card.js';
import styles from './today.module.css';
import { words } from './words.js';

interface Row {
  newsletter: TodayNewsletter;
  /** null: the calendar's next, which nobody claimed yet */
  edition: TodayEdition | null;
}

const dueOf = ({ newsletter, edition }: Row): string => edition?.dueAt ?? newsletter.next?.dueAt ?? '';

/** Rows by family, the soonest first; a newsletter without sisters stands by itself. */
function byFamily(rows: readonly Row[]): { key: string; name: string | null; rows: Row[] }[] {
  const sorted = rows.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)));
  const groups = Map.groupBy(sorted, ({ newsletter }) => newsletter.familyId ?? newsletter.id);
  return [...groups].map(([key, its]) => ({ key, name: its[0]?.newsletter.familyName ?? null, rows: its }));
}

function rowsOf({ newsletters }: SeenToday): { ahead: Row[]; ended: Row[] } {
  const all = newsletters.flatMap((newsletter) => newsletter.editions.map((edition): Row => ({ newsletter, edition })));
  const isEnded = ({ edition }: Row): boolean => edition !== null && isOver(edition);
  const next = newsletters.filter((newsletter) => newsletter.next !== null).map((newsletter): Row => ({ newsletter, edition: null }));
  return {
    ahead: [...all.filter((row) => !isEnded(row) && row.edition?.state !== 'sending'), ...next],
    ended: all.filter(isEnded).toSorted((a, b) => dueOf(b).localeCompare(dueOf(a))),
  };
} // prettier-ignore

/** "Nothing needs you. Next: …" */
function Quiet({ today, rows }: { today: SeenToday; rows: readonly Row[] }) {
  const m = useWords(words);
  // What is due and not over waits for nobody either: it is on its way, and not what comes next.
  const next = rows.filter((row) => dueOf(row) > today.now).toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)))[0];
  return (
    <p className={styles.calm}>
      {m.quiet}{' '}
      {next !== undefined && (
        <>
          {m.quietNext} <bdi lang={next.newsletter.language}>{next.newsletter.name}</bdi>,{' '}
          <Moment at={dueOf(next)} zone={next.newsletter.timeZone} /> ({next.newsletter.timeZone.replaceAll('_', ' ')}),{' '}
          <Countdown to={dueOf(next)} ahead={today.ahead} />
        </>
      )}
    </p>
  );
} // prettier-ignore

function Families({ today, rows }: { today: SeenToday; rows: readonly Row[] }) {
  const first = rows.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b))).find(({ edition }) => edition !== null && waitsForApproval(edition));
  return byFamily(rows).map(({ key, name, rows: its }) => (
    <div key={key} className={styles.family}>
      {name !== null && its.length > 1 && <p className={styles.familyName}><bdi>{name}</bdi></p>}
      <ul className={styles.rows}>
        {its.map((row) => (
          <EditionRow key={row.edition?.id ?? `next ${row.newsletter.id}`} {...row} ahead={today.ahead} isFirst={row === first} />
        ))}
      </ul>
    </div>
  ));
} // prettier-ignore

function Content({ today }: { today: SeenToday }) {
  const m = useWords(words);
  const { ahead, ended } = rowsOf(today);
  const sending = today.newsletters.flatMap((newsletter) =>
    newsletter.editions.flatMap((edition) => (edition.sending === null ? [] : [{ newsletter, edition, sending: edition.sending }])),
  );
  return (
    <>
      {today.firstSteps !== null && today.firstSteps.some(({ isDone }) => !isDone) && (
        <Section title={m.stepsTitle}>
          <FirstSteps steps={today.firstSteps} />
        </Section>
      )}
      {today.needs.length > 0 ? (
        <Section title={m.needsTitle}>
          <NeedsList needs={today.needs} newsletters={today.newsletters} />
        </Section>
      ) : (
        sending.length === 0 && <Quiet today={today} rows={ahead} />
      )}
      {sending.length > 0 && (
        <Section title={m.sendingTitle}>
          {sending.map((shown) => (
            <SendingCard key={shown.edition.id} {...shown} />
          ))}
        </Section>
      )}
      <Section title={m.editionsTitle}>
        {ahead.length === 0 ? <p className={styles.quiet}>{m.noEditions}</p> : <Families today={today} rows={ahead} />}
      </Section>
      {ended.length > 0 && (
        <Section title={m.sentTitle}>
          <ul className={styles.rows}>
            {ended.map((row) => (
              <EditionRow key={row.edition?.id} {...row} ahead={today.ahead} isFirst={false} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
} // prettier-ignore

/** What a newsroom opens in the morning. */
export function TodayScreen() {
  const m = useWords(words);
  const today = useQuery(todayQuery);
  const live = useQuery(todayLiveQuery);
  const data = today.data;
  const readers = data?.newsletters.reduce((sum, newsletter) => sum + newsletter.readers, 0) ?? 0;
  return (
    <Page
      title={m.title}
      lead={data === undefined ? undefined : m.lead(data.newsletters.length, readers)}
      actions={<LiveMark state={live.data ?? 'connecting'} />}
    >
      {data !== undefined ? (
        data.newsletters.length === 0 && data.firstSteps === null ? (
          <EmptyState title={m.editionsTitle} body={m.noEditions} />
        ) : (
          <Content today={data} />
        )
      ) : today.isError ? (
        <Failure error={today.error} onRetry={() => void today.refetch()} retrying={today.isFetching} />
      ) : (
        <div className={styles.rows} aria-busy="true">
          {[0, 1, 2].map((row) => (
            <Skeleton key={row} height={64} />
          ))}
        </div>
      )}
    </Page>
  );
}
