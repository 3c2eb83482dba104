import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../language/words.js';
import type { PartProps } from './part-props.js';
import styles from './newsletters.module.css';
import { templateNamesQuery } from './queries.js';
import { useRefusal } from './settings/refusals.js';
import { words } from './words.js';

export function TemplateChoice({ draft, disabled, error, edit }: PartProps) {
  const m = useWords(words);
  const refused = useRefusal(error);
  const { data: templates = [] } = useQuery(templateNamesQuery);
  const known = templates.map(({ slug, name }) => ({ value: slug, label: name }));
  const isKnown = known.some(({ value }) => value === draft.template);
  return (
    <div className={styles.grid}>
      <NativeSelect
        label={m.fields.template}
        disabled={disabled}
        error={refused('template')}
        value={draft.template}
        data={isKnown ? known : [{ value: draft.template, label: draft.template }, ...known]}
        onChange={({ currentTarget }) => {
          edit({ template: currentTarget.value });
        }}
      />
    </div>
  );
}
