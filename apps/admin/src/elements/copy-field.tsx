import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../language/words.js';
import { useAnnounce } from './announcer.js';
import styles from './copy-field.module.css';
import { CopyIcon } from './icons.js';
import { words } from './words.js';

/** A text to take away whole: a key that is shown once, a snippet, a command. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const m = useWords(words);
  const announce = useAnnounce();
  const [failed, fail] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      announce(m.copied);
      fail(false);
    } catch {
      // Over plain HTTP and without the permission there is no clipboard; the text can be selected by hand.
      fail(true);
    }
  };
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      <div className={styles.row}>
        <pre className={styles.text} tabIndex={0} aria-label={label}>
          {text}
        </pre>
        <Button variant="default" leftSection={<CopyIcon />} onClick={() => void copy()}>
          {m.copy}
        </Button>
      </div>
      {failed && <p role="alert">{m.copyFailed}</p>}
    </div>
  );
}
