import { Button, Textarea } from '@mantine/core';
import { useSessionStorage } from '@mantine/hooks';
import { useWords } from '../language/words.js';
import styles from './block-card.module.css';
import type { Block, Proposal } from './queries.js';
import { words } from './words.js';

interface Draft {
  headline: string;
  standfirst: string;
}

interface RewriteFormProps {
  block: Block;
  proposal: Proposal;
  /** empty: the dispatch's own again */
  onDone: (draft: Draft) => void;
  onEnd: () => void;
}

/** Characters, as the server takes them. */
const LIMITS = { headline: 300, standfirst: 1_000 } as const;

/**
 * The desk's words for a dispatch, where it stands, with the original beside. What is typed is kept in the tab until it
 * is sent: a lost connection, a reload or a slip of the finger lose nothing.
 */
export function RewriteForm({ block, proposal, onDone, onEnd }: RewriteFormProps) {
  const m = useWords(words);
  const original = { headline: block.dispatch?.headline ?? '', standfirst: block.dispatch?.standfirst ?? '' };
  const [draft, setDraft, forget] = useSessionStorage<Draft>({
    key: `colporteur.desk.rewrite.${proposal.editionId}.${block.id}`,
    defaultValue: {
      headline: block.edits.headline ?? original.headline,
      standfirst: block.edits.standfirst ?? original.standfirst,
    },
    getInitialValueInEffect: false,
  });
  const end = (): void => {
    forget();
    onEnd();
  };
  const own = (name: keyof Draft): string => {
    const said = draft[name].replace(/\s+/g, ' ').trim();
    return said === original[name] ? '' : said;
  };
  const done = (): void => {
    onDone({ headline: own('headline'), standfirst: own('standfirst') });
    end();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          end();
        }
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey || event.target instanceof HTMLTextAreaElement)) {
          if (event.shiftKey) return;
          event.preventDefault();
          done();
        }
      }}
    >
      {(['headline', 'standfirst'] as const).map((name) => (
        <div key={name}>
          <Textarea
            label={m[name]}
            value={draft[name]}
            maxLength={LIMITS[name]}
            autosize
            minRows={1}
            dir="auto"
            lang={proposal.language}
            data-autofocus={name === 'headline' || undefined}
            autoFocus={name === 'headline'}
            onChange={({ currentTarget }) => {
              setDraft({ ...draft, [name]: currentTarget.value });
            }}
          />
          {draft[name] !== original[name] && (
            <p className={styles.original}>
              {m.original}: <bdi lang={proposal.language}>{original[name]}</bdi>
            </p>
          )}
        </div>
      ))}
      <div className={styles.acts}>
        <Button type="submit" size="compact-sm">
          {m.done}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setDraft(original);
          }}
        >
          {m.restore}
        </Button>
      </div>
    </form>
  );
}
