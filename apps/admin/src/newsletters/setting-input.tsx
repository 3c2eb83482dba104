import { ColorSwatch, NativeSelect, NumberInput, Switch, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { said, useWords } from '../language/words.js';
import type { Field } from './setting-fields.js';
import { words as settingWords } from './settings/words.js';
import { words } from './words.js';

const isColour = /^#[0-9a-f]{6}$/;

interface SettingInputProps {
  field: Field;
  value: unknown;
  error: ReactNode;
  disabled: boolean;
  onChange: (value: unknown) => void;
}

/** One setting by its form. An empty field of a setting that may be left to others is null. */
export function SettingInput({ field, value, error, disabled, onChange }: SettingInputProps) {
  const m = useWords(words);
  const { hints } = useWords(settingWords);
  const hint = Object.hasOwn(hints, field.name) ? { description: said(hints, field.name) } : {};
  const shared = { label: said(m.fields, field.name), ...hint, error, disabled };
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...shared}
          dir="auto"
          maxLength={field.longest}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => {
            onChange(field.isNullable === true && currentTarget.value === '' ? null : currentTarget.value);
          }}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          allowDecimal={false}
          allowNegative={false}
          min={field.least}
          max={field.most}
          value={typeof value === 'number' ? value : ''}
          onChange={(typed) => {
            if (typeof typed === 'number') onChange(typed);
            else if (field.isNullable === true) onChange(null);
          }}
        />
      );
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={String(value)}
          data={field.options.map((option) => ({ value: option, label: said(m.options, option) }))}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value);
          }}
        />
      );
    case 'switch':
      return (
        <Switch
          {...shared}
          checked={value === true}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.checked);
          }}
        />
      );
    case 'colour':
      return (
        <TextInput
          {...shared}
          dir="ltr"
          maxLength={7}
          leftSection={typeof value === 'string' && isColour.test(value) && <ColorSwatch color={value} size={16} />}
          value={typeof value === 'string' ? value : ''}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value === '' ? null : currentTarget.value.trim().toLowerCase());
          }}
        />
      );
    case 'lines':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={12}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value === '' ? [] : currentTarget.value.split('\n').map((line) => line.trim()));
          }}
        />
      );
  }
}
