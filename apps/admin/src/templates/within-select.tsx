import { NativeSelect } from '@mantine/core';
import { useChangeView, useView } from '../elements/address.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import type { Template } from './queries.js';
import { readWorkshopView } from './workshop-view.js';
import styles from './workshop.module.css';

/** In which template a partial is looked at. */
export function WithinSelect({ template }: { template: Template }) {
  const m = useWords(moreWords);
  const change = useChangeView();
  const { within } = useView(readWorkshopView);
  const hosts = template.usedBy.filter(({ kind }) => kind === 'template');
  if (hosts.length === 0) return null;
  return (
    <NativeSelect
      size="xs"
      className={styles.inline ?? ''}
      label={m.within}
      value={within ?? ''}
      data={[{ value: '', label: m.withinFirst }, ...hosts.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => {
        change({ within: event.currentTarget.value || undefined });
      }}
    />
  );
}
