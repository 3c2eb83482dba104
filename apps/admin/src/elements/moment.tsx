import { useLocale } from '../language/locale.js';
import { formatDay, formatRelative, formatTime } from '../language/moments.js';
import { useNow } from './use-now.js';

interface MomentProps {
  /** ISO 8601 */
  at: string;
  /** IANA name; absent: the zone of the operator's own machine */
  zone?: string | undefined;
}

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `Mon 23 Nov, 06:40`, as plain text for sentences. */
export function useMoment(): (at: string, zone?: string) => string {
  const { locale } = useLocale();
  return (at, zone = ownZone) => {
    const date = new Date(at);
    return `${formatDay(date, zone, locale)}, ${formatTime(date, zone, locale)}`;
  };
}

function named(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** The zone of the operator's own machine, for the head of a column of times. */
export const ownZoneName = named(ownZone);

/** The absolute time; its zone on hover. */
export function Moment({ at, zone = ownZone }: MomentProps) {
  const moment = useMoment();
  return (
    <time dateTime={at} title={named(zone)} className="numbers">
      {moment(at, zone)}
    </time>
  );
}

/** `in 22 hours`, with the absolute time and its zone on hover and for a screen reader's label. */
export function Relative({ at, zone = ownZone }: MomentProps) {
  const { locale } = useLocale();
  const moment = useMoment();
  const now = useNow();
  return (
    <time dateTime={at} title={`${moment(at, zone)} (${named(zone)})`} className="numbers">
      {formatRelative(new Date(at), now, locale)}
    </time>
  );
}
