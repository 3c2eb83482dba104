import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../language/words.js';
import styles from '../newsletters.module.css';
import type { PartProps } from '../part-props.js';
import { useRefusal } from './refusals.js';
import { words } from './words.js';

/** The API's own bound. */
const most = 10;
type Row = readonly [name: string, value: string];

/**
 * What is added to links of the newsroom's own hosts. While it is typed it is a list, in which a name may be missing or
 * stand twice; what has a name is the setting.
 */
export function LinkParametersPart({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const [rows, write] = useState<readonly Row[]>(() => Object.entries(draft.linkParameters));
  const set = (changed: readonly Row[]): void => {
    write(changed);
    edit({ linkParameters: Object.fromEntries(changed.filter(([name]) => name !== '')) });
  };
  const names = rows.map(([name]) => name);
  return (
    <fieldset className={styles.group}>
      <legend>{m.linkParameters}</legend>
      <p className={styles.hint}>{m.linkParametersHint}</p>
      {rows.map(([name, value], at) => (
        <div key={at} className={styles.row}>
          <TextInput
            label={m.parameterName}
            dir="ltr"
            disabled={disabled}
            maxLength={40}
            error={name !== '' && names.indexOf(name) < at ? m.parameterTwice : undefined}
            value={name}
            onChange={({ currentTarget }) => {
              set(rows.map((row, index) => (index === at ? [currentTarget.value.trim(), value] : row)));
            }}
          />
          <TextInput
            label={m.parameterValue}
            dir="ltr"
            disabled={disabled}
            maxLength={200}
            error={name === '' ? undefined : refused(`linkParameters.${name}`)}
            value={value}
            onChange={({ currentTarget }) => {
              set(rows.map((row, index) => (index === at ? [name, currentTarget.value] : row)));
            }}
          />
          {!disabled && (
            <div>
              <Button
                variant="default"
                aria-label={m.removeParameter(name)}
                onClick={() => {
                  set(rows.filter((_, index) => index !== at));
                }}
              >
                {m.remove}
              </Button>
            </div>
          )}
        </div>
      ))}
      {refused('linkParameters') !== undefined && (
        <p role="alert" className={styles.refusal}>
          {refused('linkParameters')}
        </p>
      )}
      {!disabled && rows.length < most && (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => {
              set([...rows, ['', '']]);
            }}
          >
            {m.addParameter}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
