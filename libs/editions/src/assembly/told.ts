import type { ShelfDispatch } from '@app/dispatches';
import { comparable, saysMore, shownText, wordsIn } from './comparable-text.js';
import { pageOf, type Event } from './events.js';
import type { Telling } from './proposal.js';

/**
 * Whether readers of this newsletter know an event already. It is known when an edition of the last days told a dispatch
 * of its cluster, a page of its links, or the same words under the same headline; and a dispatch that any edition ever
 * told is known for good. It comes back only with new facts, and as an update:
 *
 * - a dispatch that came after the cut-off of the last telling, and says more than all tellings together; or
 * - a newer version of a told dispatch which its source calls an update, in other words than those told.
 */
export type Verdict =
  | { readonly kind: 'new' }
  | { readonly kind: 'told'; readonly last: Telling }
  /** `fresh`: what holds the new facts; never empty. */
  | { readonly kind: 'update'; readonly last: Telling; readonly fresh: Event };

export class ToldBook {
  readonly #byDispatch = new Map<string, Telling[]>();
  readonly #byKey = new Map<string, Telling[]>();

  /** @param since `YYYY-MM-DD`: events of earlier editions may be told again */
  constructor(told: readonly Telling[], since: string) {
    for (const telling of told) {
      add(this.#byDispatch, telling.dispatchId, telling);
      if (telling.editionDate < since) continue;
      const page = pageOf(telling.link);
      if (telling.clusterId !== null) add(this.#byKey, `cluster ${telling.clusterId}`, telling);
      if (page !== undefined) add(this.#byKey, `page ${page}`, telling);
      const title = comparable(telling.headline);
      if (title !== '') add(this.#byKey, `title ${title}`, telling);
    }
  }

  judge(event: Event): Verdict {
    const tellings = this.#tellingsOf(event);
    const last = latest(tellings);
    if (last === undefined) return this.#sameWords(event);
    const known = wordsIn(tellings.map(shownText).join('\n'));
    const fresh = event.filter((dispatch) => this.#hasNewFacts(dispatch, last, known));
    return fresh.length === 0 ? { kind: 'told', last } : { kind: 'update', last, fresh };
  }

  #tellingsOf(event: Event): Telling[] {
    const found = event.flatMap((dispatch) => {
      const page = pageOf(dispatch.link);
      return [
        ...(this.#byDispatch.get(dispatch.id) ?? []),
        ...(dispatch.clusterId === null ? [] : (this.#byKey.get(`cluster ${dispatch.clusterId}`) ?? [])),
        ...(page === undefined ? [] : (this.#byKey.get(`page ${page}`) ?? [])),
      ];
    });
    return [...new Set(found)];
  }

  /** A headline alone is no event: "Weather" stands over another text every day. */
  #sameWords(event: Event): Verdict {
    const same = event.flatMap((dispatch) =>
      (this.#byKey.get(`title ${comparable(dispatch.headline)}`) ?? []).filter(
        (telling) => !saysMore(dispatch, wordsIn(shownText(telling))),
      ),
    );
    const last = latest(same);
    return last === undefined ? { kind: 'new' } : { kind: 'told', last };
  }

  #hasNewFacts(dispatch: ShelfDispatch, last: Telling, known: ReadonlySet<string>): boolean {
    const own = latest(this.#byDispatch.get(dispatch.id) ?? []);
    if (own !== undefined) {
      const isOther = comparable(shownText(dispatch)) !== comparable(shownText(own));
      return dispatch.isUpdate && dispatch.version > own.version && isOther;
    }
    const { firstSeenAt, embargoedUntil } = dispatch;
    const cameAt = embargoedUntil !== null && embargoedUntil > firstSeenAt ? embargoedUntil : firstSeenAt;
    return cameAt > last.at && saysMore(dispatch, known);
  }
}

/** The first day, `YYYY-MM-DD`, whose editions are remembered on `editionDate`. */
export function rememberedSince(editionDate: string, toldDays: number): string {
  const day = new Date(`${editionDate}T00:00:00Z`);
  // No day at all: an edition of the same day, such as a flash before the digest, would be remembered with zero days.
  day.setUTCDate(day.getUTCDate() - (toldDays === 0 ? -1 : toldDays));
  return day.toISOString().slice(0, 10);
}

function latest(tellings: readonly Telling[]): Telling | undefined {
  return tellings.reduce<Telling | undefined>(
    (last, one) => (last === undefined || isLater(one, last) ? one : last),
    undefined,
  );
}

/** Ties by date and id: nothing is left to the order in which they were read. */
function isLater(one: Telling, other: Telling): boolean {
  const keyOf = ({ at, version, editionDate, dispatchId }: Telling): string =>
    `${at.toISOString()} ${editionDate} ${String(version).padStart(9, '0')} ${dispatchId}`;
  return keyOf(one) > keyOf(other);
}

function add(index: Map<string, Telling[]>, key: string, telling: Telling): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [telling]);
  else found.push(telling);
}
