import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import { RegionTag } from '../elements/region-tag.js';
import { useWords } from '../language/words.js';
import { DRAGGED } from './block-card.js';
import styles from './proposal-column.module.css';
import { words } from './words.js';

interface SectionHeadProps {
  /** empty: what opens the edition before the first story */
  slug: string;
  name: string;
  stories: number;
  language: string;
  isOn: boolean;
}

/** A section's name, as readers see it; what is dropped on it becomes its first. */
export function SectionHead({ slug, name, stories, language, isOn }: SectionHeadProps) {
  const m = useWords(words);
  const ref = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || !isOn || slug === '') return undefined;
    const over = (is: boolean) => () => {
      setOver(is);
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data['kind'] === DRAGGED,
      getData: () => ({ section: slug }),
      onDragEnter: over(true),
      onDragLeave: over(false),
      onDrop: over(false),
    });
  }, [slug, isOn]);
  return (
    <div ref={ref} className={styles.head} data-over={isOver}>
      <h3 className={styles.region}>
        {slug === '' ? (
          m.opening
        ) : (
          <bdi lang={language}>
            <RegionTag region={slug} name={name} />
          </bdi>
        )}
      </h3>
      <span className={styles.count}>{stories === 0 && slug !== '' ? m.nothingHere : m.stories(stories)}</span>
    </div>
  );
}
