import { z } from 'zod';
import type { OperatorRole } from './database/schema.js';

/** Rights for one newsletter, by its slug, or for the family it is of. */
export interface GroupGrant {
  readonly rights: readonly string[];
  readonly newsletter: string;
  /** Not for it alone, but for all newsletters of its family. */
  readonly isForFamily: boolean;
}

/** What being in one group of the identity provider gives. */
export interface GroupMeaning {
  /** Undefined: the grants alone. */
  readonly role: OperatorRole | undefined;
  readonly grants: readonly GroupGrant[];
}

/** What can be held for one newsletter: all rights but those that concern every one. */
export const rightsOfOneNewsletter = ['view', 'edit', 'approve', 'override', 'send', 'flash', 'kill', 'import', 'export', 'configure'] as const; // prettier-ignore

const roles = ['admin', 'editor', 'designer', 'viewer'] as const satisfies readonly OperatorRole[];
const EXPECTED = `group=meaning pairs, or a JSON object of them, where a meaning is ${roles.join(', ')}, or rights for a newsletter or its family such as edit+approve@newsletter:SLUG or edit@family:SLUG`;
const GRANT = /^([a-z]+(?:\+[a-z]+)*)@(newsletter|family):([a-z0-9][a-z0-9-]{0,99})$/;

/**
 * `desk-chiefs=admin,paris=edit+approve@newsletter:paris`. A group that stands there several times has all of it, and the
 * last role. In JSON a group has one meaning or a list of them.
 */
export const openidGroups = z
  .string()
  .default('')
  .transform((text, context): ReadonlyMap<string, GroupMeaning> => {
    const groups = new Map<string, GroupMeaning>();
    for (const [group, word] of wordsOf(text.trim())) {
      const meaning = group === '' ? undefined : meaningOf(word);
      if (meaning === undefined) {
        context.addIssue({ code: 'custom', message: EXPECTED });
        return z.NEVER;
      }
      const before = groups.get(group);
      const grants = [...(before?.grants ?? []), ...meaning.grants];
      groups.set(group, { role: meaning.role ?? before?.role, grants });
    }
    return groups;
  });

type Pair = readonly [group: string, word: string];

/** No group: what cannot be read, which is refused with it. */
const UNREADABLE: readonly Pair[] = [['', '']];
const written = z.record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]));

function wordsOf(text: string): readonly Pair[] {
  if (!text.startsWith('{')) return text.split(',').map((part) => part.trim()).filter((part) => part !== '').map(pairOf); // prettier-ignore
  try {
    const groups = written.safeParse(JSON.parse(text));
    if (!groups.success) return UNREADABLE;
    return Object.entries(groups.data).flatMap(([group, words]) => words.map((word) => [group, word] as const));
  } catch {
    // What is no JSON is refused, and the message says what is expected.
    return UNREADABLE;
  }
}

/** A group's name may hold an = itself (LDAP); a meaning never does. */
function pairOf(part: string): Pair {
  const at = part.lastIndexOf('=');
  return at === -1 ? ['', part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}

function meaningOf(word: string): GroupMeaning | undefined {
  const role = roles.find((one) => one === word);
  if (role !== undefined) return { role, grants: [] };
  const [, list, place, newsletter] = GRANT.exec(word) ?? [];
  if (list === undefined || newsletter === undefined) return undefined;
  const rights = list.split('+');
  if (!rights.every((right) => (rightsOfOneNewsletter as readonly string[]).includes(right))) return undefined;
  return { role: undefined, grants: [{ rights, newsletter, isForFamily: place === 'family' }] };
}
