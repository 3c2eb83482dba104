import type { Preview } from '../../api/newsletters.js';
import { useLocale } from '../../language/locale.js';
import { useWords } from '../../language/words.js';
import { words } from './words.js';
import { readMailbox } from './mail-headers.js';
import styles from './mail-row.module.css';
import { formatTime } from '../../language/moments.js';

interface MailRowProps {
  preview: Preview;
  direction: 'ltr' | 'rtl';
  language: string | undefined;
  zone: string;
}

/** Sender, subject and preheader as a mail client lists them: where the reader decides whether to open. */
export function MailRow({ preview, direction, language, zone }: MailRowProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const from = readMailbox(preview.from);
  const initial = Array.from(from.name)[0] ?? '';
  return (
    <section aria-label={m.inbox} className={styles.row} dir={direction} lang={language}>
      <span className={styles.initial} aria-hidden="true">
        {initial}
      </span>
      <div className={styles.words}>
        <div className={styles.top}>
          <span className={styles.from}>
            <strong>
              <bdi>{from.name}</bdi>
            </strong>{' '}
            <bdi className={styles.address}>{from.address}</bdi>
          </span>
          <time dir="ltr" className={`numbers ${styles.address ?? ''}`} dateTime={preview.assembledAt}>
            {formatTime(new Date(preview.assembledAt), zone, locale)}
          </time>
        </div>
        <div className={styles.subject} title={m.subject}>
          {preview.subject}
        </div>
        <div className={styles.preheader} title={m.preheader}>
          {preview.preheader}
        </div>
      </div>
    </section>
  );
}
