import { useMemo } from 'react';
import { useWords } from '../../language/words.js';
import { inertMail, markupOf } from './inert-mail.js';
import styles from './mail-frame.module.css';
import { MailStage } from './mail-stage.js';
import type { FrameWidth } from './view.js';
import { words } from './words.js';

/** No script, no origin of ours, no forms, no windows: `sandbox` is empty on purpose and must stay so. */
export function MailFrame({ html, subject, width }: { html: string; subject: string; width: FrameWidth }) {
  const m = useWords(words);
  const document = useMemo(() => markupOf(inertMail(html)), [html]);
  return (
    <MailStage width={width}>
      <iframe
        className={styles.frame}
        sandbox=""
        referrerPolicy="no-referrer"
        srcDoc={document}
        title={m.frameTitle(subject)}
      />
    </MailStage>
  );
}
