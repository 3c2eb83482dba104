import { readCursor } from '../api/cursor.js';

const statuses = ['usable', 'withheld', 'killed'] as const;
const kinds = ['new', 'update', 'replacement'] as const;
const accesses = ['free', 'metered', 'paid'] as const;

/** What the list is narrowed to, as it stands in the address. */
export interface ListView {
  text?: string;
  source?: string;
  language?: string;
  region?: string;
  topic?: string;
  status?: (typeof statuses)[number];
  told?: (typeof kinds)[number];
  access?: (typeof accesses)[number];
  /** days */
  from?: string;
  until?: string;
  picture?: 'true' | 'false';
  unused?: 'true';
  edition?: string;
  order?: 'rank';
  after?: string;
}

export function readListView(search: Record<string, unknown>): ListView {
  const text = (key: string, pattern: RegExp): string | undefined => {
    const value = search[key];
    const given = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    return typeof given === 'string' && pattern.test(given) ? given : undefined;
  };
  const slug = /^[a-z][a-z0-9-]{0,39}$/;
  const day = /^\d{4}-\d\d-\d\d$/;
  const picture = text('picture', /^(true|false)$/);
  return defined({
    text: text('text', /^[^\0]{1,200}$/),
    source: text('source', /^[^\p{Cc}]{1,100}$/u),
    language: text('language', /^[a-z]{2,3}$/),
    region: text('region', slug),
    topic: text('topic', slug),
    status: statuses.find((status) => status === search['status']),
    told: kinds.find((kind) => kind === search['told']),
    access: accesses.find((access) => access === search['access']),
    from: text('from', day),
    until: text('until', day),
    picture: picture === 'true' || picture === 'false' ? picture : undefined,
    unused: text('unused', /^true$/) === 'true' ? 'true' : undefined,
    edition: text('edition', /^[0-9a-f-]{36}$/),
    order: search['order'] === 'rank' ? 'rank' : undefined,
    ...readCursor(search),
  });
}

/** What the API is asked. Days are those of UTC, as the list says. */
export function listQueryOf({ from, until, order, ...view }: ListView) {
  return {
    ...view,
    ...(order === undefined ? {} : { sort: order }),
    ...(from === undefined ? {} : { from: `${from}T00:00:00Z` }),
    ...(until === undefined ? {} : { to: `${until}T00:00:00Z` }),
  };
}

function defined<T extends object>(view: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
