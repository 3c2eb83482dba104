import type { Context } from 'liquidjs';

/** Past this a partial begins anew. A story stands in an edition some hundred times, each with what it is given. */
const MOST_KEPT = 400;

/** Values a partial was given, one after the other, and at the end what it printed. */
type Given = Map<unknown, Given | string>;

/**
 * What one partial printed for what it was given. It sees that and what is the same in all of an edition, so that the
 * same values make the same text; objects are told apart by identity, and `now` is the moment it was first printed.
 */
export class PartialMemory {
  #root: Given = new Map<unknown, Given | string>();
  #size = 0;

  /** @param context of the partial alone, as it begins */
  *render(context: Context, original: () => Iterable<unknown>): Generator<unknown, string> {
    const values = context.bottom() as Readonly<Record<string, unknown>>;
    // In `render … for` the same context serves for all, and its loop moves on.
    if ('forloop' in values) return String(yield original());
    const names = Object.keys(values);
    const key = [names.join(' '), ...names.map((name) => values[name])];
    const known = this.#find(key);
    if (known !== undefined) return known;
    const text = String(yield original());
    this.#keep(key, text);
    return text;
  }

  #find(key: readonly unknown[]): string | undefined {
    let at: Given | string | undefined = this.#root;
    for (const value of key) at = typeof at === 'object' ? at.get(value) : undefined;
    return typeof at === 'string' ? at : undefined;
  }

  #keep(key: readonly unknown[], text: string): void {
    if (this.#size >= MOST_KEPT) {
      this.#root = new Map<unknown, Given | string>();
      this.#size = 0;
    }
    let at = this.#root;
    for (const value of key.slice(0, -1)) {
      const next = at.get(value);
      const map: Given = typeof next === 'object' ? next : new Map<unknown, Given | string>();
      at.set(value, map);
      at = map;
    }
    at.set(key.at(-1), text);
    this.#size += 1;
  }
}
