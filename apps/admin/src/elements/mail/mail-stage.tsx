import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import styles from './mail-frame.module.css';
import { frameWidth } from './view.js';
import type { FrameWidth } from './view.js';

/** Pixels of the bezel on both sides of the phone. */
const bezel = 2 * 8;

/** The screen a message is shown on. Where there is less room it is shown smaller, not reflowed: the width is the point. */
export function MailStage({ width, children }: { width: FrameWidth; children: ReactNode }) {
  const { ref, width: room } = useElementSize();
  const whole = frameWidth[width] + (width === 'phone' ? bezel : 2);
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
          {children}
        </div>
      </div>
    </div>
  );
}
