import { useWords } from './locale.js';
import { formatDay, formatRelative, formatTime } from './moments.js';
import { useNow } from './use-now.js';

interface MomentProps {
  /** ISO 8601 */
  at: string;
  /** IANA name */
  zone: string;
}

/** `Mon 23 Nov, 06:40`, as plain text for sentences. */
export function useMoment(): (at: string, zone: string) => string {
  const { locale } = useWords();
  return (at, zone) => {
    const date = new Date(at);
    return `${formatDay(date, zone, locale)}, ${formatTime(date, zone, locale)}`;
  };
}

export function Moment({ at, zone }: MomentProps) {
  const moment = useMoment();
  return (
    <time dateTime={at} className="numbers">
      {moment(at, zone)}
    </time>
  );
}

/** `in 22 hours`, with the absolute time and its zone on hover. */
export function Relative({ at, zone }: MomentProps) {
  const { locale } = useWords();
  const moment = useMoment();
  const now = useNow();
  return (
    <time dateTime={at} title={`${moment(at, zone)} (${zone})`} className="numbers">
      {formatRelative(new Date(at), now, locale)}
    </time>
  );
}
