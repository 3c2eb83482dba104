/** Names looked at; an edition of sixty stories has some thousand places and fifty names. */
const MOST_PLACES = 5_000;

/**
 * What somebody may have meant who named a variable that does not exist: the nearest name there is in the data, or
 * undefined where none is near.
 */
export function suggestion(unknown: string, data: object): string | undefined {
  const meant = unknown.split('.').at(-1) ?? '';
  const allowed = Math.max(1, Math.floor(meant.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of namesIn(data)) {
    if (Math.abs(name.length - meant.length) > allowed) continue;
    const distance = distanceOf(meant.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

function namesIn(data: object): Set<string> {
  const names = new Set<string>();
  const waiting: object[] = [data];
  for (let looked = 0; looked < MOST_PLACES; looked += 1) {
    const next = waiting.shift();
    if (next === undefined) break;
    for (const [name, value] of Object.entries(next) as [string, unknown][]) {
      if (!Array.isArray(next)) names.add(name);
      if (typeof value === 'object' && value !== null) waiting.push(value);
    }
  }
  return names;
}

/** Edit distance by letters (Wagner and Fischer); both names are short. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length && i <= 100; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
