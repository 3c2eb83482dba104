import { useLocale } from '../language/locale.js';
import { formatDay, formatTime } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { Relative } from '../elements/moment.js';
import styles from './block-card.module.css';
import { wordsOf } from './inverse-acts.js';
import type { Block } from './queries.js';
import { words } from './words.js';

/** One line of what an editor decides by: sources, time, kind, access, who touched it. */
export function BlockFacts({ block, zone }: { block: Block; zone: string }) {
  const m = useWords(words);
  const { dispatch, former, others, edits } = block;
  const signature = wordsOf(block, 'signature');
  const sources = dispatch === null ? [former?.source ?? ''] : [dispatch.source, ...dispatch.otherSources];
  const isRewritten = Object.keys(edits).length > 0;
  const more = new Set(others.map(({ source }) => source).filter((source) => !sources.includes(source)));
  const marks = [
    ...(block.isPinned ? [m.pinned] : []),
    ...(block.isUpdate ? [m.update] : []),
    ...(isRewritten ? [m.rewritten] : []),
    ...(dispatch?.access === 'paid' ? [m.paid] : []),
    ...(dispatch?.access === 'metered' ? [m.metered] : []),
    ...(dispatch?.isExcerptOnly ? [m.excerpt] : []),
    ...(dispatch?.picture?.mayMail === false ? [m.noPicture] : []),
  ];
  return (
    <p className={styles.facts}>
      {block.kind === 'dispatch' ? (
        <>
          <bdi>{sources.filter((source) => source !== '').join(', ')}</bdi>
          {more.size > 0 && <span title={[...more].join(', ')}>+ {m.more(more.size)}</span>}
          {dispatch !== null && (
            <>
              <span>
                <Relative at={dispatch.publishedAt} zone={zone} />
              </span>
              <span>{m.urgency(dispatch.urgency)}</span>
            </>
          )}
        </>
      ) : (
        signature !== '' && <bdi>{signature}</bdi>
      )}
      {block.addedByName !== null && <span>{m.byDesk(block.addedByName)}</span>}
      {marks.map((mark) => (
        <span key={mark} className={styles.mark}>
          {mark}
        </span>
      ))}
    </p>
  );
}

/** `Mon 23 Nov, 06:40 (Europe/Paris)`: an instant as a desk of that newsletter speaks of it. */
export function useZoned(zone: string): (at: string) => string {
  const { locale } = useLocale();
  return (at) => {
    const date = new Date(at);
    return `${formatDay(date, zone, locale)}, ${formatTime(date, zone, locale)} (${zone.replaceAll('_', ' ')})`;
  };
}
