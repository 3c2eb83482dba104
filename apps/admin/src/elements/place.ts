import type { Newsletter } from '../api/newsletters.js';

/**
 * Where a right or a key is good: everywhere, for one newsletter, or for the newsletters of a family. As the value of a
 * select it is one text, `newsletter:<id>` or `family:<id>`, and empty for everywhere.
 */
export interface Place {
  newsletterId: string | null;
  familyId: string | null;
}

export function placeText({ newsletterId, familyId }: Place): string {
  if (newsletterId !== null) return `newsletter:${newsletterId}`;
  return familyId === null ? '' : `family:${familyId}`;
}

export function placeOf(text: string): Place {
  const [kind, id = ''] = text.split(':');
  return { newsletterId: kind === 'newsletter' ? id : null, familyId: kind === 'family' ? id : null };
}

/** Families with their names, each once. */
export function familiesOf(newsletters: readonly Newsletter[]): { id: string; name: string }[] {
  const families = new Map<string, string>();
  for (const { familyId, familyName } of newsletters) if (familyId !== null) families.set(familyId, familyName ?? '');
  return [...families].map(([id, name]) => ({ id, name }));
}

/** The newsletter's or the family's name; undefined: everywhere. */
export function placeName({ newsletterId, familyId }: Place, newsletters: readonly Newsletter[]): string | undefined {
  if (newsletterId !== null) return newsletters.find(({ id }) => id === newsletterId)?.name ?? newsletterId;
  if (familyId === null) return undefined;
  return familiesOf(newsletters).find(({ id }) => id === familyId)?.name ?? familyId;
}
