/** `?sort=name` smallest first, `?sort=-name` largest first. */
export interface Sort {
  /** absent: the list's own order */
  sort?: string;
}

export function readSort(search: Record<string, unknown>): Sort {
  const sort = search['sort'];
  return typeof sort === 'string' && /^-?\w{1,40}$/.test(sort) ? { sort } : {};
}

/** A press on a head: smallest first, largest first, the list's own order. */
export function toggleSort(sort: string | undefined, key: string): string | undefined {
  if (sort === key) return `-${key}`;
  return sort === `-${key}` ? undefined : key;
}

/** Orders rows that are all here. `by` gives each row's value; rows without one come last either way. */
export function sorted<Row>(
  rows: readonly Row[],
  sort: string | undefined,
  by: Readonly<Record<string, (row: Row) => string | number | null>>,
): Row[] {
  if (sort === undefined) return [...rows];
  const isDown = sort.startsWith('-');
  const key = isDown ? sort.slice(1) : sort;
  const value = Object.hasOwn(by, key) ? by[key] : undefined;
  if (value === undefined) return [...rows];
  return rows.toSorted((one, other) => {
    const [left, right] = [value(one), value(other)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    const order =
      typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right));
    return isDown ? -order : order;
  });
}
