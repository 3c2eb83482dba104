import type { GroupGrant, GroupMeaning, OperatorRole } from '@app/platform';

/** The strongest first. */
const ORDER: readonly OperatorRole[] = ['admin', 'editor', 'designer', 'viewer'];

export interface GivenByGroups {
  readonly role: OperatorRole;
  readonly grants: readonly GroupGrant[];
}

/**
 * All that somebody's groups give: the strongest role of any, or that of a viewer where they give rights for newsletters
 * only. Undefined: nothing here is for any of the groups.
 */
export function rightsOfGroups(
  groups: readonly string[],
  meanings: ReadonlyMap<string, GroupMeaning>,
): GivenByGroups | undefined {
  const given = [...new Set(groups)].flatMap((group) => meanings.get(group) ?? []);
  if (given.length === 0) return undefined;
  const role = ORDER.find((one) => given.some((meaning) => meaning.role === one)) ?? 'viewer';
  return { role, grants: given.flatMap(({ grants }) => grants) };
}
