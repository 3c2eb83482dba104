import type { OperatorRole } from '@app/platform';

/** The strongest first. */
const ORDER: readonly OperatorRole[] = ['admin', 'editor', 'designer', 'viewer'];

/** The strongest role that one of the groups has; undefined where none has any. */
export function roleOfGroups(
  groups: readonly string[],
  roles: Readonly<Record<string, OperatorRole>>,
): OperatorRole | undefined {
  // prettier-ignore
  const given = new Set(groups.filter((group) => Object.hasOwn(roles, group)).map((group) => roles[group]));
  return ORDER.find((role) => given.has(role));
}
