import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1ImportsByIdRelease } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { words } from './import-words.js';
import type { ListImport } from './queries.js';
import styles from './subscribers.module.css';

/** Readers who were brought in by cohorts are mailed from the release of theirs on. */
export function ReleaseCohort({ one, cohorts }: { one: ListImport; cohorts: number }) {
  const m = useWords(words);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [cohort, choose] = useState(1);
  const [isAsked, ask] = useState(false);
  const [told, tell] = useState('');
  return (
    <Section title={m.cohorts}>
      <p className={styles.note}>{m.releaseHint(cohorts)}</p>
      <div className={styles.release}>
        <NativeSelect
          label={m.cohort}
          value={String(cohort)}
          data={Array.from({ length: cohorts }, (_, at) => String(at + 1))}
          onChange={(event) => {
            choose(Number(event.currentTarget.value));
          }}
        />
        <Button
          variant="default"
          onClick={() => {
            ask(true);
          }}
        >
          {m.release}
        </Button>
      </div>
      {told !== '' && <p className={styles.note}>{told}</p>}
      <ConsequenceDialog
        opened={isAsked}
        onClose={() => {
          ask(false);
        }}
        title={m.releaseTitle(cohort)}
        describe={() => <p>{m.releaseMeans}</p>}
        verb={m.release}
        act={async () => {
          const { released } = await dataOf(postApiV1ImportsByIdRelease({ path: { id: one.id }, body: { cohort } }));
          tell(m.releaseDone(cohort, released));
          announce(m.releaseDone(cohort, released));
        }}
        onDone={() => {
          if (cohort < cohorts) choose(cohort + 1);
          void queries.invalidateQueries({ queryKey: ['subscribers'] });
        }}
      />
    </Section>
  );
}
