import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useAnnounce } from '../elements/announcer.js';
import { useLocale } from '../language/locale.js';
import { localeTag } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { words } from './words.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all countdowns of a page, and none where there is none. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const second = (): number => Math.floor(Date.now() / 1000);

/** Minutes left at which it is said aloud: to act in comfort, and in haste. */
const spoken = [10, 1] as const;

interface CountdownProps {
  /** ISO 8601 */
  to: string;
  /** milliseconds the server's clock is ahead */
  ahead: number;
  /** what is said when ten minutes and when one minute are left; absent: nothing */
  say?: Readonly<Record<(typeof spoken)[number], string>>;
}

/** `5h 12m`, below an hour `12m 05s`; ticks by itself, so that nothing around it is drawn anew. */
export function Countdown({ to, ahead, say }: CountdownProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const announce = useAnnounce();
  const now = useSyncExternalStore(subscribe, second);
  const left = Math.max(0, Math.floor((Date.parse(to) - ahead) / 1000) - now);
  const before = useRef(left);
  useEffect(() => {
    const crossed = spoken.find((minutes) => before.current > minutes * 60 && left <= minutes * 60 && left > 0);
    before.current = left;
    if (crossed !== undefined && say !== undefined) announce(say[crossed]);
  }, [announce, left, say]);
  return (
    <time dateTime={to} role="timer" aria-live="off" className="numbers">
      {left === 0 ? m.passed : formatLeft(left, localeTag(locale))}
    </time>
  );
}

/** Two units, the larger first. French sets a space before a unit, which its narrow form leaves out. */
function formatLeft(seconds: number, tag: string): string {
  const unitDisplay = tag.startsWith('fr') ? 'short' : 'narrow';
  const unit = (value: number, name: 'day' | 'hour' | 'minute' | 'second', digits = 1): string =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay, minimumIntegerDigits: digits }).format(value);
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)];
  if (days > 0) return `${unit(days, 'day')}\u00a0${unit(hours, 'hour')}`;
  if (hours > 0) return `${unit(hours, 'hour')}\u00a0${unit(minutes, 'minute', 2)}`;
  return `${unit(minutes, 'minute')}\u00a0${unit(seconds % 60, 'second', 2)}`;
} // prettier-ignore
