import { Button, Switch, TextInput } from '@mantine/core';
import { FieldRow } from '../elements/form.js';
import { useWords } from '../language/words.js';
import { Foresight } from './foresight.js';
import styles from './newsletters.module.css';
import type { PartProps } from './part-props.js';
import type { Settings } from './queries.js';
import { useRefusal } from './settings/refusals.js';
import { SlotsPart } from './settings/slots-part.js';
import { words } from './words.js';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** Hours, breaks and the zone they are meant in; beside them what they come to. */
export function CalendarPart(props: PartProps) {
  const m = useWords(words);
  const { draft, disabled, error, edit } = props;
  const refused = useRefusal(error);
  return (
    <div className={styles.two}>
      <div className={styles.group}>
        <TextInput
          label={m.timeZone}
          disabled={disabled}
          error={refused('timeZone')}
          value={draft.timeZone}
          maxLength={64}
          onChange={({ currentTarget }) => {
            edit({ timeZone: currentTarget.value });
          }}
        />
        <Hours {...props} />
        <Switch
          label={m.ownZones}
          disabled={disabled}
          checked={draft.offers.timeZone}
          onChange={({ currentTarget }) => {
            edit({ offers: { ...draft.offers, timeZone: currentTarget.checked } });
          }}
        />
        <SlotsPart {...props} />
        <Breaks {...props} />
      </div>
      <Foresight {...props} />
    </div>
  );
}

function Hours({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const monday = draft.calendar['1'];
  return (
    <fieldset className={styles.group}>
      <legend>{m.hours}</legend>
      <p className={styles.hint}>{m.hoursHint}</p>
      <div className={styles.days}>
        {weekdays.map((weekday) => (
          <TextInput
            key={weekday}
            type="time"
            label={m.weekdays[`d${weekday}`]}
            disabled={disabled}
            error={refused(`calendar.${String(weekday)}`)}
            value={draft.calendar[String(weekday)] ?? ''}
            onChange={({ currentTarget }) => {
              const others = Object.entries(draft.calendar).filter(([day]) => day !== String(weekday));
              const hour = currentTarget.value.slice(0, 5);
              edit({ calendar: Object.fromEntries(hour === '' ? others : [...others, [weekday, hour]]) });
            }}
          />
        ))}
      </div>
      {monday !== undefined && !disabled && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              edit({ calendar: Object.fromEntries(weekdays.map((weekday) => [weekday, monday])) });
            }}
          >
            {m.everyDay}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Breaks({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const set = (at: number, change: Partial<Settings['breaks'][number]>): void => {
    edit({ breaks: draft.breaks.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  return (
    <fieldset className={styles.group}>
      <legend>{m.breaks}</legend>
      {draft.breaks.map(({ firstDay, lastDay, reason }, at) => (
        <FieldRow key={at}>
          <TextInput
            type="date"
            label={m.firstDay}
            disabled={disabled}
            value={firstDay}
            error={refused(`breaks.${String(at)}.firstDay`)}
            onChange={({ currentTarget }) => {
              set(at, { firstDay: currentTarget.value });
            }}
          />
          <TextInput
            type="date"
            label={m.lastDay}
            disabled={disabled}
            value={lastDay}
            error={refused(`breaks.${String(at)}.lastDay`)}
            onChange={({ currentTarget }) => {
              set(at, { lastDay: currentTarget.value });
            }}
          />
          <TextInput
            label={m.reason}
            disabled={disabled}
            value={reason}
            error={refused(`breaks.${String(at)}.reason`)}
            maxLength={200}
            onChange={({ currentTarget }) => {
              set(at, { reason: currentTarget.value });
            }}
          />
          {!disabled && (
            <Button
              variant="default"
              mt="xl"
              aria-label={m.removeBreak(firstDay)}
              onClick={() => {
                edit({ breaks: draft.breaks.filter((_, index) => index !== at) });
              }}
            >
              {m.remove}
            </Button>
          )}
        </FieldRow>
      ))}
      {!disabled && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              const today = new Date().toISOString().slice(0, 10);
              edit({ breaks: [...draft.breaks, { firstDay: today, lastDay: today, reason: '' }] });
            }}
          >
            {m.addBreak}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
