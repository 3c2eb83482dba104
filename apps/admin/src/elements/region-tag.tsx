import { said, useWords } from '../language/words.js';
import styles from './region-tag.module.css';
import { words } from './words.js';

/** A region's name in its colour (LOOK); one that is none of the six stands in ink. `name` outranks the built-in. */
export function RegionTag({ region, name }: { region: string; name?: string }) {
  const m = useWords(words);
  return (
    <span className={styles.region} data-region={region}>
      {name ?? said(m.regions, region)}
    </span>
  );
}
