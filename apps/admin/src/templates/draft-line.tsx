import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import type { Template } from './queries.js';
import type { Draft } from './use-draft.js';
import { words } from './words.js';
import type { Asking } from './workshop-acts.js';
import styles from './workshop.module.css';

interface DraftLineProps {
  template: Template;
  draft: Draft;
  ask: (asking: Asking) => void;
}

/** Whether what is typed is kept, who else is writing, and whether somebody published meanwhile. */
export function DraftLine({ template, draft, ask }: DraftLineProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const session = useQuery(sessionQuery);
  const own = session.data?.operator.id;
  const others = template.drafts.flatMap(({ operator }) =>
    operator.id === own || operator.name === null ? [] : [operator.name],
  );
  const { state, baseVersion } = draft;
  return (
    <div className={styles.draftLine}>
      <span role="status" data-state={state}>
        {state === 'clean' ? m.draft.clean(template.version) : m.draft[state]}
      </span>
      {state === 'conflict' && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => {
            ask('conflict');
          }}
        >
          {m.compareDraft}
        </Button>
      )}
      {others.length > 0 && <span className={styles.quiet}>{m.others(formatList(others, locale))}</span>}
      {baseVersion < template.version && (
        <>
          <span className={styles.quiet}>{m.behind(template.version)}</span>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              ask({ moved: template.version });
            }}
          >
            {m.compareDraft}
          </Button>
        </>
      )}
    </div>
  );
}
