import { Skeleton } from '@mantine/core';
import styles from './list.module.css';
import preview from './mail/preview-pane.module.css';

/** The shape of what is coming, so that nothing jumps when it is there. */
export function ListSkeleton() {
  return (
    <div className={styles.rows} aria-busy="true">
      {[0, 1, 2].map((row) => (
        <div key={row} className={styles.row}>
          <Skeleton height={18} width="62%" />
          <Skeleton height={14} width="88%" />
          <Skeleton height={14} width="40%" />
          <Skeleton height={14} width="75%" />
        </div>
      ))}
    </div>
  );
}

export function PreviewSkeleton() {
  return (
    <div className={preview.body} aria-busy="true">
      <div className={styles.ghost}>
        <Skeleton height={20} width="38%" />
        <Skeleton height={18} width="72%" />
        <Skeleton height={16} width="54%" />
      </div>
      <Skeleton height={16} width="60%" />
      <div className={styles.ghost}>
        <Skeleton height={32} width="46%" />
        <Skeleton height={18} width="64%" />
        {[0, 1, 2, 3, 4, 5].map((line) => (
          <Skeleton key={line} height={16} width={line % 3 === 2 ? '52%' : '86%'} />
        ))}
      </div>
    </div>
  );
}
