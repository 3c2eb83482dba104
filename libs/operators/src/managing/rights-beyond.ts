import { holds, rights, type HeldRights, type Right, type RightsSubject } from '../rights.js';

/**
 * What somebody would get who has `after` instead of `before`, and that whoever gives it does not hold there: nobody
 * hands on what is not theirs, to themselves least of all.
 */
export function rightsBeyond(own: HeldRights, before: HeldRights, after: HeldRights): Right[] {
  return rights.filter((right) =>
    placesOf(after, right).some((place) => !holdsAt(before, right, place) && !holdsAt(own, right, place)),
  );
}

/** undefined: everywhere. */
type Place = { readonly newsletter: string } | { readonly family: string } | undefined;

function placesOf({ everywhere, newsletters, families }: HeldRights, right: Right): Place[] {
  return [
    ...(everywhere.includes(right) ? [undefined] : []),
    ...newsletters.filter((there) => there.rights.includes(right)).map(({ id }) => ({ newsletter: id })),
    ...families.filter((there) => there.rights.includes(right)).map(({ id }) => ({ family: id })),
  ];
}

/** A family's newsletters are not looked up: who holds it for a family gives it for the family, not for a part of it. */
function holdsAt(held: HeldRights, right: Right, place: Place): boolean {
  return holds(held, right, place && subjectOf(place));
}

function subjectOf(place: Exclude<Place, undefined>): RightsSubject {
  return 'newsletter' in place
    ? { newsletterId: place.newsletter, familyId: null }
    : { newsletterId: '', familyId: place.family };
}
