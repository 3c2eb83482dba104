import { canonicalLink, mayUse, type ShelfDispatch } from '@app/dispatches';
import { byCodeUnits, comparable } from './comparable-text.js';

/** Dispatches that tell of one thing: of one cluster, of one page, or under one headline. By id. */
export type Event = readonly ShelfDispatch[];

/** Every dispatch is in exactly one event, whatever the order they come in. */
export function groupEvents(dispatches: readonly ShelfDispatch[]): Event[] {
  const sorted = [...new Map(dispatches.map((one) => [one.id, one])).values()].sort((a, b) => byCodeUnits(a.id, b.id));
  const groups = new Groups(sorted.length);
  const firstWith = new Map<string, number>();
  for (const [at, dispatch] of sorted.entries()) {
    for (const key of eventKeys(dispatch)) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, at);
      else groups.join(first, at);
    }
  }
  const events = new Map<number, ShelfDispatch[]>();
  for (const [at, dispatch] of sorted.entries()) {
    const root = groups.rootOf(at);
    const event = events.get(root);
    if (event === undefined) events.set(root, [dispatch]);
    else event.push(dispatch);
  }
  return [...events.values()];
}

function eventKeys({ clusterId, link, headline }: ShelfDispatch): string[] {
  const [page, title] = [pageOf(link), comparable(headline)];
  return [
    ...(clusterId === null ? [] : [`cluster ${clusterId}`]),
    ...(page === undefined ? [] : [`page ${page}`]),
    ...(title === '' ? [] : [`title ${title}`]),
  ];
}

/** The page a link leads to, whatever the tracking parameters; undefined for none. */
export function pageOf(link: string | null): string | undefined {
  return link === null ? undefined : canonicalLink(link);
}

/** Which indices belong together (union-find with halved paths); the lowest one names its group. */
class Groups {
  readonly #parent: Uint32Array;

  constructor(size: number) {
    this.#parent = Uint32Array.from({ length: size }, (_, at) => at);
  }

  rootOf(index: number): number {
    let at = index;
    for (;;) {
      const parent = this.#parent[at] ?? at;
      if (parent === at) return at;
      const above = this.#parent[parent] ?? parent;
      this.#parent[at] = above;
      at = above;
    }
  }

  join(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
  }
}

/** A standfirst that tells more than the headline has about a line. */
const FULL_STANDFIRST = 60;

/**
 * The one of them that stands for the event: what may be used in full before what may only be quoted, what readers may
 * open before what they pay for, then the fullest, the source the newsroom trusts most, the most urgent and the newest.
 *
 * @param at the last readers' instant
 */
export function representativeOf(event: Event, at: Date): ShelfDispatch | undefined {
  return [...event].sort((a, b) => {
    const [one, other] = [fitness(a, at), fitness(b, at)];
    const differing = one.findIndex((value, index) => value !== other[index]);
    return differing === -1 ? byCodeUnits(a.id, b.id) : (other[differing] ?? 0) - (one[differing] ?? 0);
  })[0];
}

/** Higher is better, the first difference decides. */
function fitness(dispatch: ShelfDispatch, at: Date): number[] {
  const { standfirst, picture } = dispatch;
  const hasPicture = picture !== null && picture.files.length > 0 && mayUse(picture.rights, 'mail', { at });
  const text = standfirst.length >= FULL_STANDFIRST ? 2 : Math.sign(standfirst.length);
  return [
    mayUse(dispatch.rights, 'mail', { at }) ? 1 : 0,
    dispatch.access === 'paid' ? 0 : 1,
    text + (hasPicture ? 1 : 0),
    dispatch.sourceWeight,
    -dispatch.urgency,
    newsAt(dispatch).getTime(),
  ];
}

/**
 * When it became news to us. A date in the future is a wrong clock, and what we saw before it happened is no newer for it;
 * what was under embargo is news when the embargo ends.
 */
export function newsAt({ publishedAt, firstSeenAt, embargoedUntil }: ShelfDispatch): Date {
  const told = publishedAt < firstSeenAt ? publishedAt : firstSeenAt;
  return embargoedUntil !== null && embargoedUntil > told ? embargoedUntil : told;
}

/** Names of all other sources that told of the event, first to tell first. */
export function otherSourcesOf(event: Event, representative: ShelfDispatch): string[] {
  const inOrder = [...event].sort(
    (a, b) => a.firstSeenAt.getTime() - b.firstSeenAt.getTime() || byCodeUnits(a.id, b.id),
  );
  const names = new Set(inOrder.flatMap((one) => [one.sourceName, ...one.otherSources]));
  names.delete(representative.sourceName);
  return [...names];
}
