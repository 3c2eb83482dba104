import { useDocumentVisibility, useIdle } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLive } from '../api/live.js';
import { tellLive, todayQuery, withProgress } from '../api/today.js';
import type { SeenToday } from '../api/today.js';
import { WarningIcon } from '../elements/icons.js';
import { Moment } from '../elements/moment.js';
import { useWords } from '../language/words.js';
import styles from './today-banner.module.css';
import { useHasRoom } from './use-rooms.js';
import { words } from './words.js';

/** A desk nobody touched for so long asks nothing more: asking would keep its session from ending. Milliseconds. */
const left = 60 * 60_000;
/** States that come with time alone are found by asking. Milliseconds. */
const askedEvery = 60_000;
const events = ['today', 'progress'];
const settings: string = '/settings';

/** Keeps what today shows true while somebody looks: one connection a window, and none while it is hidden. */
function useTodayLive(): SeenToday | undefined {
  const client = useQueryClient();
  const visible = useDocumentVisibility() === 'visible';
  const idle = useIdle(left, { initialState: false });
  const today = useQuery({ ...todayQuery, refetchInterval: idle ? false : askedEvery });
  const state = useLive('/api/v1/events', {
    events,
    wanted: visible,
    onEvent: ({ type, data }) => {
      if (type === 'progress') client.setQueryData(todayQuery.queryKey, (known) => withProgress(known, data));
      else if (!idle) void client.invalidateQueries({ queryKey: todayQuery.queryKey });
    },
  });
  useEffect(() => {
    tellLive(client, state);
    // What happened while nobody listened was told to nobody.
    if (state === 'live') void client.invalidateQueries({ queryKey: todayQuery.queryKey });
  }, [client, state]);
  return today.data;
}

/** In every room: that nothing leaves, while nothing leaves. */
export function TodayBanner() {
  const m = useWords(words);
  const today = useTodayLive();
  const hasSettings = useHasRoom()(settings);
  const since = today?.installation.disarmedSince ?? null;
  if (since === null) return null;
  return (
    <div role="alert" className={styles.banner}>
      <WarningIcon />
      <p>
        <strong>{m.disarmed}</strong> {m.disarmedBody} <Moment at={since} />.
        {hasSettings && (
          <>
            {' · '}
            <Link to={settings}>{m.disarmedHow}</Link>
          </>
        )}
      </p>
    </div>
  );
}
