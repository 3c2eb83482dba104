import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../elements/data-table.js';
import { FailureLine } from '../elements/failure.js';
import { useMoment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate, formatTime, type Locale } from '../language/moments.js';
import { said, useWords } from '../language/words.js';
import type { PartProps } from './part-props.js';
import styles from './newsletters.module.css';
import { foreseenQuery, type Change, type Foreseen } from './queries.js';
import { changesIn } from './setting-fields.js';
import { toldOf, useRefusal } from './settings/refusals.js';
import { words as settingWords } from './settings/words.js';
import { words } from './words.js';

/** Milliseconds of rest before what was typed is asked for. */
const rest = 250;

const timed = [
  'timeZone',
  'calendar',
  'breaks',
  'slots',
  'offers',
  'proposalLeadMinutes',
  'freezeLeadMinutes',
  'seedLeadMinutes',
];

/** What of the draft decides when editions are due. */
function timingOf(change: Change): Change {
  return Object.fromEntries(Object.entries(change).filter(([name]) => timed.includes(name)));
}

type Day = Foreseen['days'][number];

/** The next thirty due instants as they would be, while one types. */
export function Foresight({ slug, draft, stored }: PartProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const moment = useMoment();
  const [change] = useDebouncedValue(JSON.stringify(timingOf(changesIn(stored, draft))), rest);
  const asked = JSON.parse(change) as Change;
  const query = useQuery(foreseenQuery(slug, asked));
  const isUnsaved = change !== '{}';
  const zone = query.data?.timeZone ?? stored.timeZone;
  return (
    <Section title={isUnsaved ? m.nextUnsaved : m.next} aside={<span className={styles.hint}>{zone.replaceAll('_', ' ')}</span>}>
      {query.isError && <Refused error={query.error} />}
      {(query.data?.unchanged.length ?? 0) > 0 && isUnsaved && (
        <p className={styles.hint}>
          {m.begun}:{' '}
          {query.data?.unchanged
            .map(({ dueAt, state }) => `${moment(dueAt, zone)} (${said(m.states, state)})`)
            .join(', ')}
        </p>
      )}
      <div className={query.isPlaceholderData ? styles.stale : undefined} aria-live="polite">
        {query.isError ? null : (
        <DataTable<Day>
          caption={m.nextCaption}
          rows={query.data?.days}
          rowKey={({ editionDate }) => editionDate}
          empty={<p>{m.noneDue}</p>}
          columns={[
            { key: 'day', head: m.day, cell: ({ editionDate }) => formatEditionDate(editionDate, locale) },
            { key: 'at', head: m.at, cell: (day) => <DueCell day={day} zone={zone} /> },
            {
              key: 'was',
              head: m.was,
              cell: ({ dueAt, wasDueAt }) =>
                dueAt === wasDueAt ? (
                  <span className={styles.gone}>{m.sameHour}</span>
                ) : wasDueAt === null ? (
                  m.newDay
                ) : (
                  <span className="numbers">{moment(wasDueAt, stored.timeZone)}</span>
                ),
              isMinor: true,
            },
            { key: 'marks', head: m.marks, cell: (day) => <Marks day={day} /> },
          ]}
        />
        )}
      </div>
    </Section>
  );
} // prettier-ignore

/** While something is half typed it is what the fields lack, and no failure. */
function Refused({ error }: { error: Error }) {
  const refused = toldOf(error);
  const sentences = useRefusal(error);
  if (refused.length === 0) return <FailureLine error={error} />;
  return (
    <ul className={styles.refusals} role="status">
      {[...new Set(refused.map(({ field }) => field))].map((field) => (
        <li key={field}>
          <code>{field}</code> {sentences(field)}
        </li>
      ))}
    </ul>
  );
}

function DueCell({ day: { dueAt, wasDueAt, localTime, slots }, zone }: { day: Day; zone: string }) {
  const m = useWords(words);
  const n = useWords(settingWords);
  const { locale } = useLocale();
  if (dueAt === null || localTime === null) return <span className={styles.gone}>{m.noEdition}</span>;
  return (
    <>
      <time dateTime={dueAt} className={`numbers ${dueAt === wasDueAt ? '' : (styles.moved ?? '')}`}>
        {localTime.slice(11, 16)}
      </time>
      {slots.map(({ slot, dueAt: at }) => (
        <span key={slot} className={styles.slot}>
          {at === null ? n.slotUnknown(slot) : n.slotDue(slot, slotTime(at, localTime, zone, locale))}
        </span>
      ))}
    </>
  );
}

/** On the newsletter's clocks; with the day where it is another one there. */
function slotTime(at: string, localTime: string, zone: string, locale: Locale): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(at));
  const time = formatTime(new Date(at), zone, locale);
  return day === localTime.slice(0, 10) ? time : `${formatEditionDate(day, locale)}, ${time}`;
}

function Marks({ day: { break: pause, isClockChange, isTight, offset } }: { day: Day }) {
  const m = useWords(words);
  return (
    <>
      {pause !== null && <span dir="auto">{m.inBreak(pause.reason)}</span>}
      {isClockChange && <span className={styles.mark}>{m.clocksChange(offset ?? '')}</span>}
      {isTight && <span className={styles.mark}>{m.tight}</span>}
    </>
  );
}
