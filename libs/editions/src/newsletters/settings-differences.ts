import { isDeepStrictEqual } from 'node:util';

/** One field that is not as it was. */
export interface Difference {
  /** `maxDispatches`, `offers.regions`, `calendar.6` */
  readonly field: string;
  /** null also where there was nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs, field by field, in the order of the fields. Lists are compared as a whole: their order says something. */
export function differences(before: object, after: object, within = ''): Difference[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const fresh = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) => {
    const was = old.get(name);
    const is = fresh.get(name);
    const field = `${within}${name}`;
    if (isMap(was) && isMap(is)) return differences(was, is, `${field}.`);
    return isDeepStrictEqual(was, is) ? [] : [{ field, before: was ?? null, after: is ?? null }];
  });
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
