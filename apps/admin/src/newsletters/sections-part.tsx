import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useWords } from '../language/words.js';
import type { PartProps } from './part-props.js';
import styles from './newsletters.module.css';
import type { Settings } from './queries.js';
import { refusalOf } from './setting-fields.js';
import { words } from './words.js';

type SectionRule = Settings['sections'][number];
const labels = ['region', 'topic', 'rest'] as const;

/** The sections of an edition in their order, each with its bounds. */
export function SectionsPart(part: PartProps) {
  const m = useWords(words);
  const { draft, disabled, error, edit } = part;
  const sections = draft.sections;
  const put = (at: number, change: Partial<SectionRule>): void => {
    edit({ sections: sections.map((one, index) => (index === at ? { ...one, ...change } : one)) });
  };
  const up = (at: number): void => {
    const moved = sections[at];
    if (moved === undefined || at === 0) return;
    const others = sections.filter((_, index) => index !== at);
    edit({ sections: [...others.slice(0, at - 1), moved, ...others.slice(at - 1)] });
  };
  const refused = refusalOf(error, 'sections');
  return (
    <fieldset className={styles.group}>
      <legend>{m.sections}</legend>
      <p className={styles.hint}>{m.sectionsHint}</p>
      {sections.map((section, at) => (
        <div key={at} className={styles.row}>
          <NativeSelect
            label={m.sectionLabel}
            disabled={disabled}
            value={section.label}
            data={labels.map((label) => ({ value: label, label: m.sectionLabels[label] }))}
            onChange={({ currentTarget }) => {
              put(at, { label: labels.find((label) => label === currentTarget.value) ?? 'region' });
            }}
          />
          <TextInput
            label={m.slug}
            disabled={disabled}
            maxLength={60}
            value={section.slug}
            onChange={({ currentTarget }) => {
              put(at, { slug: currentTarget.value });
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
              if (typeof typed === 'number') put(at, { min: typed });
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
              put(at, { max: typeof typed === 'number' ? typed : null });
            }}
          />
          {!disabled && (
            <div className={styles.links}>
              <Button
                variant="default"
                disabled={at === 0}
                aria-label={m.moveUp(section.slug)}
                onClick={() => {
                  up(at);
                }}
              >
                ↑
              </Button>
              <Button
                variant="default"
                aria-label={m.removeSection(section.slug)}
                onClick={() => {
                  edit({ sections: sections.filter((_, index) => index !== at) });
                }}
              >
                {m.remove}
              </Button>
            </div>
          )}
        </div>
      ))}
      {refused !== undefined && <p role="alert">{refused}</p>}
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
