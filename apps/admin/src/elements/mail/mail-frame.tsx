import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useWords } from '../../language/words.js';
import { words } from './words.js';
import styles from './mail-frame.module.css';
import { frameWidth } from './view.js';
import type { FrameWidth } from './view.js';

/** Pixels of the bezel on both sides of the phone. */
const bezel = 2 * 8;

/**
 * The message with its outward links made inert: the sandbox lets no window open, so a link that asks for one leads
 * nowhere. The links down to a story keep working; a bare fragment would be resolved against our own address, which
 * is not the frame's. Parsing here runs nothing: the document has no browsing context.
 */
function inert(html: string): string {
  const mail = new DOMParser().parseFromString(html, 'text/html');
  for (const link of mail.querySelectorAll('a[href], area[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) link.setAttribute('href', `about:srcdoc${href}`);
    else link.setAttribute('target', '_blank');
  }
  return `<!doctype html>\n${mail.documentElement.outerHTML}`;
}

/** No script, no origin of ours, no forms, no windows: `sandbox` is empty on purpose and must stay so. */
export function MailFrame({ html, subject, width }: { html: string; subject: string; width: FrameWidth }) {
  const m = useWords(words);
  const { ref, width: room } = useElementSize();
  const document = useMemo(() => inert(html), [html]);
  const whole = frameWidth[width] + (width === 'phone' ? bezel : 2);
  // On a screen narrower than the message it is shown smaller, not reflowed: the width is the point of the preview.
  const scale = room > 0 ? Math.min(1, room / whole) : 1;
  return (
    <div ref={ref} className={styles.stage}>
      <div className={styles.fitted} data-width={width} style={{ width: whole * scale }}>
        <div
          className={styles.device}
          data-width={width}
          style={{
            width: whole,
            height: `${String(100 / scale)}%`,
            transform: scale < 1 ? `scale(${String(scale)})` : 'none',
          }}
        >
          <iframe
            className={styles.frame}
            sandbox=""
            referrerPolicy="no-referrer"
            srcDoc={document}
            title={m.frameTitle(subject)}
          />
        </div>
      </div>
    </div>
  );
}
