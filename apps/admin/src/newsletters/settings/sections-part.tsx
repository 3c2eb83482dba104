import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useWords } from '../../language/words.js';
import styles from '../newsletters.module.css';
import type { PartProps } from '../part-props.js';
import type { Settings } from '../queries.js';
import { words as room } from '../words.js';
import { useRefusal } from './refusals.js';
import { words } from './words.js';

type SectionRule = Settings['sections'][number];
const labels = ['region', 'topic', 'rest'] as const;
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The sections of an edition in their order, each with its bounds and its days. */
export function SectionsPart(part: PartProps) {
  const m = useWords(room);
  const { draft, disabled, error, edit } = part;
  const { sections } = draft;
  const refused = useRefusal(error)('sections');
  return (
    <fieldset className={styles.group}>
      <legend>{m.sections}</legend>
      <p className={styles.hint}>{m.sectionsHint}</p>
      {sections.map((_, at) => (
        <SectionFields key={at} at={at} part={part} />
      ))}
      {refused !== undefined && (
        <p role="alert" className={styles.refusal}>
          {refused}
        </p>
      )}
      {!disabled && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              edit({ sections: [...sections, { label: 'region', slug: '', min: 0, max: null, weekdays: null }] });
            }}
          >
            {m.addSection}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

interface SectionProps {
  at: number;
  part: PartProps;
}

function SectionFields({ at, part }: SectionProps) {
  const m = useWords(room);
  const { draft, disabled, edit } = part;
  const section = draft.sections[at];
  if (section === undefined) return null;
  const put = (change: Partial<SectionRule>): void => {
    edit({ sections: draft.sections.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  return (
    <div className={styles.entry}>
      <div className={styles.row}>
        <NativeSelect
          label={m.sectionLabel}
          disabled={disabled}
          value={section.label}
          data={labels.map((label) => ({ value: label, label: m.sectionLabels[label] }))}
          onChange={({ currentTarget }) => {
            put({ label: labels.find((label) => label === currentTarget.value) ?? 'region' });
          }}
        />
        <TextInput
          label={m.slug}
          disabled={disabled}
          maxLength={60}
          value={section.slug}
          onChange={({ currentTarget }) => {
            put({ slug: currentTarget.value });
          }}
        />
        <NumberInput
          label={m.least}
          disabled={disabled}
          min={0}
          max={40}
          allowDecimal={false}
          value={section.min}
          onChange={(typed) => {
            if (typeof typed === 'number') put({ min: typed });
          }}
        />
        <NumberInput
          label={m.most}
          disabled={disabled}
          min={1}
          max={40}
          allowDecimal={false}
          value={section.max ?? ''}
          onChange={(typed) => {
            put({ max: typeof typed === 'number' ? typed : null });
          }}
        />
        <SectionActs at={at} part={part} />
      </div>
      <SectionDays section={section} disabled={disabled} put={put} />
    </div>
  );
}

function SectionActs({ at, part }: SectionProps) {
  const m = useWords(room);
  const { draft, disabled, edit } = part;
  const { sections } = draft;
  const section = sections[at];
  if (disabled || section === undefined) return null;
  const others = sections.filter((_, index) => index !== at);
  return (
    <div className={styles.links}>
      <Button
        variant="default"
        disabled={at === 0}
        aria-label={m.moveUp(section.slug)}
        onClick={() => {
          edit({ sections: [...others.slice(0, at - 1), section, ...others.slice(at - 1)] });
        }}
      >
        ↑
      </Button>
      <Button
        variant="default"
        aria-label={m.removeSection(section.slug)}
        onClick={() => {
          edit({ sections: others });
        }}
      >
        {m.remove}
      </Button>
    </div>
  );
}

interface DaysProps {
  section: SectionRule;
  disabled: boolean;
  put: (change: Partial<SectionRule>) => void;
}

/** Every day is no rule at all; a section without a day would be none, so the last day stays. */
function SectionDays({ section, disabled, put }: DaysProps) {
  const m = useWords(words);
  const chosen: readonly number[] = section.weekdays ?? weekdays;
  return (
    <fieldset className={styles.weekdays}>
      <legend>{m.sectionDays(section.slug)}</legend>
      {weekdays.map((day) => (
        <Checkbox
          key={day}
          size="xs"
          label={m.shortDays[`d${day}`]}
          disabled={disabled || (chosen.length === 1 && chosen.includes(day))}
          checked={chosen.includes(day)}
          onChange={({ currentTarget }) => {
            const days = weekdays.filter((one) => (one === day ? currentTarget.checked : chosen.includes(one)));
            put({ weekdays: days.length === weekdays.length ? null : days });
          }}
        />
      ))}
    </fieldset>
  );
}
