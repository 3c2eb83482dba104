import { readCursor } from '../api/cursor.js';

const states = ['pending', 'active', 'paused', 'ended'] as const;
const enders = ['reader', 'one_click', 'operator', 'suppression', 'erasure', 'inactivity', 'moved'] as const;

/** What the list is narrowed to; never an address. */
export interface ListView {
  newsletter?: string;
  state?: (typeof states)[number];
  endedBy?: (typeof enders)[number];
  /** days */
  from?: string;
  until?: string;
  placement?: string;
  suppressed?: 'true' | 'false';
  import?: string;
  after?: string;
}

export function readListView(search: Record<string, unknown>): ListView {
  const text = (key: string, pattern: RegExp): string | undefined => {
    const value = search[key];
    return typeof value === 'string' && pattern.test(value) ? value : undefined;
  };
  // The router reads `true` as a boolean.
  const { suppressed } = search;
  return defined({
    newsletter: text('newsletter', /^[a-z0-9][a-z0-9-]{0,99}$/),
    state: states.find((state) => state === search['state']),
    endedBy: enders.find((by) => by === search['endedBy']),
    from: text('from', /^\d{4}-\d\d-\d\d$/),
    until: text('until', /^\d{4}-\d\d-\d\d$/),
    placement: text('placement', /^[^\p{Cc}]{1,60}$/u),
    suppressed:
      suppressed === true || suppressed === 'true'
        ? 'true'
        : suppressed === false || suppressed === 'false'
          ? 'false'
          : undefined,
    import: text('import', /^[0-9a-f-]{36}$/),
    ...readCursor(search),
  });
}

/** What the API is asked, from what stands in the address; without the page. */
export function filterOf({
  from,
  until,
  newsletter,
  state,
  endedBy,
  placement,
  suppressed,
  import: brought,
}: ListView) {
  return defined({
    newsletter,
    state,
    endedBy,
    placement,
    suppressed,
    import: brought,
    joinedFrom: from === undefined ? undefined : `${from}T00:00:00Z`,
    joinedBefore: until === undefined ? undefined : `${until}T00:00:00Z`,
  });
}

export function listQueryOf(view: ListView) {
  return defined({ ...filterOf(view), after: view.after });
}

export interface StoryView {
  newsletter?: string;
  after?: string;
}

export function readStoryView(search: Record<string, unknown>): StoryView {
  const newsletter = search['newsletter'];
  return { ...(typeof newsletter === 'string' && newsletter !== '' ? { newsletter } : {}), ...readCursor(search) };
}

export interface ReadershipView {
  newsletter?: string;
  from?: string;
  to?: string;
  step?: 'day' | 'week' | 'month';
}

export function readReadershipView(search: Record<string, unknown>): ReadershipView {
  const { newsletter, from, to, step } = search;
  const day = (value: unknown): string | undefined =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined;
  return defined({
    newsletter: typeof newsletter === 'string' && newsletter !== '' ? newsletter : undefined,
    from: day(from),
    to: day(to),
    step: step === 'day' || step === 'week' || step === 'month' ? step : undefined,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(given: T): Defined<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>;
}
