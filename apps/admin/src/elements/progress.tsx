import { Button } from '@mantine/core';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import styles from './progress.module.css';
import { words } from './words.js';

interface ProgressBarProps {
  /** what is being done */
  label: string;
  done: number;
  /** null: not known yet */
  total: number | null;
  onCancel?: () => void;
  cancelling?: boolean;
}

/** Long work: how far it is, in numbers, and the way to stop it. */
export function ProgressBar({ label, done, total, onCancel, cancelling = false }: ProgressBarProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const said =
    total === null ? formatNumber(done, locale) : m.progress(formatNumber(done, locale), formatNumber(total, locale));
  const share = total === null ? 0 : total === 0 ? 1 : Math.min(1, done / total);
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <span>{label}</span>
        <span className="numbers">{said}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={total === null ? undefined : Math.floor(share * 100)}
        aria-valuetext={said}
        className={styles.track}
      >
        <span style={{ width: `${String(share * 100)}%` }} />
      </div>
      {onCancel !== undefined && (
        <Button variant="default" size="xs" onClick={onCancel} loading={cancelling}>
          {m.cancel}
        </Button>
      )}
    </div>
  );
}
