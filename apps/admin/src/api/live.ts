import { useEffect, useEffectEvent, useState } from 'react';

/** `broken`: the last connection failed and the next try waits; show it, and refresh by asking meanwhile. */
export type LiveState = 'connecting' | 'live' | 'broken';

/** Milliseconds to the first and at most to any later try: a restarted server is found soon and not stormed. */
const firstWait = 1000;
const longestWait = 30_000;

interface LiveOptions {
  /** event names as the server sends them; `message` for those without */
  events: readonly string[];
  /** `data` is what stood after `data:`, parsed; what is no JSON is left out */
  onEvent: (event: { type: string; data: unknown }) => void;
  /** false: keep no connection, for example while there is nothing to watch */
  wanted?: boolean;
}

function parsed(data: unknown): { data: unknown } | null {
  try {
    return { data: JSON.parse(String(data)) as unknown };
  } catch {
    // A line cut off by a proxy says nothing; the next one does.
    return null;
  }
}

/**
 * Server-sent events of `address` (WHATWG HTML §9.2) for as long as the component stands. The browser's own retry gives
 * up for good on any answer that is not 200, so this one tries again itself, each time after twice the wait.
 */
export function useLive(address: string, { events, onEvent, wanted = true }: LiveOptions): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const tell = useEffectEvent(onEvent);
  const names = events.join(' ');
  useEffect(() => {
    if (!wanted) return undefined;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = firstWait;
    const connect = (): void => {
      const opened = new EventSource(address);
      source = opened;
      opened.onopen = () => {
        wait = firstWait;
        setState('live');
      };
      opened.onerror = () => {
        opened.close();
        setState('broken');
        // Many desks lost the same server: they must not come back in step.
        timer = setTimeout(connect, wait * (0.75 + Math.random() / 2));
        wait = Math.min(longestWait, wait * 2);
      };
      for (const type of names.split(' ')) {
        opened.addEventListener(type, (message) => {
          const found = parsed(Reflect.get(message, 'data'));
          if (found !== null) tell({ type, data: found.data });
        });
      }
    };
    connect();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [address, names, wanted]);
  return state;
}
