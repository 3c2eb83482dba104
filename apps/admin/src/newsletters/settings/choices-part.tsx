import { Button, Switch, TextInput } from '@mantine/core';
import { useWords } from '../../language/words.js';
import styles from '../newsletters.module.css';
import type { PartProps } from '../part-props.js';
import { useRefusal } from './refusals.js';
import { words } from './words.js';

const switches = [
  ['regions', 'offerRegions'],
  ['topics', 'offerTopics'],
  ['timeZone', 'offerTimeZone'],
] as const;

/** Hours of a day. */
const mostHours = 24;

/** What a reader is asked on the form and the preference page. */
export function ChoicesPart({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const { offers } = draft;
  const hours = offers.deliveryTimes;
  const setHours = (deliveryTimes: string[]): void => {
    edit({ offers: { ...offers, deliveryTimes } });
  };
  return (
    <>
      <fieldset className={styles.group}>
        <legend>{m.offers}</legend>
        <p className={styles.hint}>{m.offersHint}</p>
        {switches.map(([name, label]) => (
          <Switch
            key={name}
            label={m[label]}
            disabled={disabled}
            error={refused(`offers.${name}`)}
            checked={offers[name]}
            onChange={({ currentTarget }) => {
              edit({ offers: { ...offers, [name]: currentTarget.checked } });
            }}
          />
        ))}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{m.deliveryTimes}</legend>
        <p className={styles.hint}>{m.deliveryTimesHint}</p>
        <div className={styles.hours}>
          {hours.map((hour, at) => (
            <div key={at} className={styles.hour}>
              <TextInput
                type="time"
                label={m.deliveryTime(at + 1)}
                disabled={disabled}
                error={refused(`offers.deliveryTimes.${String(at)}`)}
                value={hour}
                onChange={({ currentTarget }) => {
                  setHours(hours.map((one, index) => (index === at ? currentTarget.value.slice(0, 5) : one)));
                }}
              />
              {!disabled && (
                <Button
                  variant="default"
                  aria-label={m.removeHour(hour)}
                  onClick={() => {
                    setHours(hours.filter((_, index) => index !== at));
                  }}
                >
                  ×
                </Button>
              )}
            </div>
          ))}
        </div>
        {!disabled && hours.length < mostHours && (
          <div>
            <Button
              variant="default"
              size="xs"
              onClick={() => {
                setHours([...hours, nextHour(hours)]);
              }}
            >
              {m.addHour}
            </Button>
          </div>
        )}
      </fieldset>
    </>
  );
}

/** The first full hour from six on that is not offered yet. */
function nextHour(hours: readonly string[]): string {
  const all = Array.from({ length: mostHours }, (_, at) => `${String((at + 6) % mostHours).padStart(2, '0')}:00`);
  return all.find((hour) => !hours.includes(hour)) ?? '06:00';
}
