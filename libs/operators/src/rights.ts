import type { OperatorRole } from '@app/platform';

/**
 * What an operator can be let do. `override` is letting an edition leave that preflight blocks. `kill` is killing a dispatch and taking down; `import` and `export` are readers and
 * their addresses; `configure` is a newsletter's settings and calendar; `administer` is operators, keys, transports and
 * the installation.
 */
export const rights = [
  'view',
  'edit',
  'approve',
  'override',
  'send',
  'flash',
  'kill',
  'import',
  'export',
  'design',
  'configure',
  'administer',
] as const;
export type Right = (typeof rights)[number];

const rightsOfRole: Readonly<Record<OperatorRole, readonly Right[]>> = {
  admin: rights,
  editor: ['view', 'edit', 'approve', 'override', 'send', 'flash', 'kill'],
  designer: ['view', 'design'],
  viewer: ['view'],
};

/** Rights beyond those of the role; at most one of the two ids is set, and without one they hold everywhere. */
export interface Grant {
  readonly rights: readonly Right[];
  readonly newsletterId: string | null;
  readonly familyId: string | null;
}

/** The newsletter something belongs to, and that newsletter's family. */
export interface RightsSubject {
  readonly newsletterId: string;
  readonly familyId: string | null;
}

export interface RightsThere {
  readonly id: string;
  readonly rights: readonly Right[];
}

/** All that an operator may at this moment: the role's rights and everything granted, by where they hold. */
export interface HeldRights {
  readonly everywhere: readonly Right[];
  readonly newsletters: readonly RightsThere[];
  readonly families: readonly RightsThere[];
}

/** What they are about belongs to no newsletter: held for one, they would let nobody do anything. */
export const rightsHeldEverywhere: readonly Right[] = ['design', 'administer'];

export function isRight(text: string): text is Right {
  return (rights as readonly string[]).includes(text);
}

/** What a role gives by itself, everywhere. */
export function rightsOf(role: OperatorRole): readonly Right[] {
  return rightsOfRole[role];
}

export function heldRights(role: OperatorRole, grants: readonly Grant[] = []): HeldRights {
  const general = grants.filter(({ newsletterId, familyId }) => newsletterId === null && familyId === null);
  return {
    everywhere: inOrder([...rightsOfRole[role], ...general.flatMap((grant) => grant.rights)]),
    newsletters: byPlace(grants, ({ newsletterId }) => newsletterId),
    families: byPlace(grants, ({ familyId }) => familyId),
  };
}

/** The same without some rights, wherever they were held. */
export function withoutRights(held: HeldRights, lost: readonly Right[]): HeldRights {
  const left = (had: readonly Right[]) => had.filter((right) => !lost.includes(right));
  const there = (places: readonly RightsThere[]) => places.map(({ id, rights: had }) => ({ id, rights: left(had) }));
  return { everywhere: left(held.everywhere), newsletters: there(held.newsletters), families: there(held.families) };
}

/** Without a subject: whether the right is held everywhere, which things that belong to no newsletter take. */
export function holds(held: HeldRights, right: Right, subject?: RightsSubject): boolean {
  if (held.everywhere.includes(right)) return true;
  if (subject === undefined) return false;
  const { newsletterId, familyId } = subject;
  return (
    held.newsletters.some(({ id, rights: had }) => id === newsletterId && had.includes(right)) ||
    held.families.some(({ id, rights: had }) => id === familyId && had.includes(right))
  );
}

/** Whether there is anything at all that it is held for. */
export function holdsSomewhere(held: HeldRights, right: Right): boolean {
  return [held.everywhere, ...[...held.newsletters, ...held.families].map((place) => place.rights)].some((had) =>
    had.includes(right),
  );
}

function byPlace(grants: readonly Grant[], place: (grant: Grant) => string | null): RightsThere[] {
  const found = new Map<string, Right[]>();
  for (const grant of grants) {
    const id = place(grant);
    if (id !== null) found.set(id, [...(found.get(id) ?? []), ...grant.rights]);
  }
  return [...found].map(([id, had]) => ({ id, rights: inOrder(had) }));
}

function inOrder(held: readonly Right[]): Right[] {
  return rights.filter((right) => held.includes(right));
}
