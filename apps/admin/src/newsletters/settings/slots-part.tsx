import { Button, Radio, TagsInput, TextInput } from '@mantine/core';
import { useWords } from '../../language/words.js';
import styles from '../newsletters.module.css';
import type { PartProps } from '../part-props.js';
import type { Settings } from '../queries.js';
import { useRefusal } from './refusals.js';
import { words } from './words.js';

type Slot = Settings['slots'][number];

/** All other zones. */
const rest = '*';
/** The API's own bound. */
const mostSlots = 12;
const zoneNames = Intl.supportedValuesOf('timeZone');

/** One slot takes the rest, whichever are there. */
function withRest(slots: readonly Slot[], taking: number): Slot[] {
  return slots.map((slot, at) => {
    const named = slot.zones.filter((zone) => zone !== rest);
    return { ...slot, zones: at === taking ? [...named, rest] : named };
  });
}

/** Groups of time zones with an edition each; beside them what they come to. */
export function SlotsPart(part: PartProps) {
  const m = useWords(words);
  const { draft, disabled, error, edit } = part;
  const refused = useRefusal(error);
  const { slots } = draft;
  const taking = slots.findIndex(({ zones }) => zones.includes(rest));
  return (
    <fieldset className={styles.group}>
      <legend>{m.slots}</legend>
      <p className={styles.hint}>{m.slotsHint}</p>
      {slots.length > 0 && !draft.offers.timeZone && <p className={styles.mark}>{m.slotsNeedZones}</p>}
      {slots.map((_, at) => (
        <SlotFields key={at} at={at} part={part} />
      ))}
      {refused('slots') !== undefined && (
        <p role="alert" className={styles.refusal}>
          {refused('slots')}
        </p>
      )}
      {!disabled && slots.length < mostSlots && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              const more = [...slots, { name: '', zones: [] }];
              edit({ slots: withRest(more, taking === -1 ? more.length - 1 : taking) });
            }}
          >
            {m.addSlot}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function SlotFields({ at, part }: { at: number; part: PartProps }) {
  const m = useWords(words);
  const { draft, disabled, edit } = part;
  const { slots } = draft;
  const slot = slots[at] ?? { name: '', zones: [] };
  const put = (change: Partial<Slot>): void => {
    edit({ slots: slots.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  const takesRest = slot.zones.includes(rest);
  const remove = (): void => {
    const others = slots.filter((_, index) => index !== at);
    edit({ slots: takesRest ? withRest(others, others.length - 1) : others });
  };
  return (
    <div className={styles.entry}>
      <div className={styles.row}>
        <TextInput
          label={m.slotName}
          disabled={disabled}
          maxLength={40}
          value={slot.name}
          onChange={({ currentTarget }) => {
            put({ name: currentTarget.value });
          }}
        />
        {!disabled && (
          <div>
            <Button variant="default" aria-label={m.removeSlot(slot.name)} onClick={remove}>
              {m.remove}
            </Button>
          </div>
        )}
      </div>
      <TagsInput
        label={m.slotZones}
        description={m.slotZonesHint}
        disabled={disabled}
        data={zoneNames}
        limit={50}
        maxTags={600}
        value={slot.zones.filter((zone) => zone !== rest)}
        onChange={(zones) => {
          const named = zones.map((zone) => zone.trim()).filter((zone) => zone !== '' && zone !== rest);
          put({ zones: takesRest ? [...named, rest] : named });
        }}
      />
      <Radio
        label={m.slotRest}
        name="slot-rest"
        disabled={disabled}
        checked={takesRest}
        onChange={() => {
          edit({ slots: withRest(slots, at) });
        }}
      />
    </div>
  );
}
