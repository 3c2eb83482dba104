/** One way of getting the same messages to the same sink. */
export type SendArm =
  | {
      readonly kind: 'colporteur';
      readonly name: string;
      readonly queue: 'postgres' | 'redis';
      readonly workers: 1 | 2;
      readonly isSigned: boolean;
      readonly links: LinkProfile;
    }
  /** What a developer would write instead. */
  | { readonly kind: 'loop'; readonly name: string; readonly links: LinkProfile }
  /** The floor: Debian's `smtp-source`, whose messages are all the same and remembered nowhere. */
  | { readonly kind: 'source'; readonly name: string };

export type ColporteurArm = Extract<SendArm, { kind: 'colporteur' }>;

/**
 * `few`: leaving, preferences, web view. `many`: the same and every story's link, because the reader agreed to clicks
 * being counted.
 */
export type LinkProfile = 'few' | 'many';

/** Dialogues at once in every arm, over all its processes. */
export const CONNECTIONS = 20;

const ours = (name: string, differs: Partial<Omit<ColporteurArm, 'kind' | 'name'>> = {}): ColporteurArm => ({
  kind: 'colporteur',
  name,
  queue: 'postgres',
  workers: 1,
  isSigned: false,
  links: 'few',
  ...differs,
});

/** The one that all others are compared with. */
export const BASE_ARM = ours('postgres-1');
export const LOOP_ARM: SendArm = { kind: 'loop', name: 'loop', links: 'few' };
export const SOURCE_ARM: SendArm = { kind: 'source', name: 'smtp-source' };

/** In the order of a round; every round begins one further on. */
export const SEND_ARMS: readonly SendArm[] = [
  BASE_ARM,
  SOURCE_ARM,
  ours('postgres-2', { workers: 2 }),
  ours('redis-1', { queue: 'redis' }),
  LOOP_ARM,
  ours('redis-2', { queue: 'redis', workers: 2 }),
  ours('postgres-1-dkim', { isSigned: true }),
  ours('postgres-2-dkim', { isSigned: true, workers: 2 }),
  ours('postgres-1-links', { links: 'many' }),
  { kind: 'loop', name: 'loop-links', links: 'many' },
];

/** Pure. The arms of a round: all of them, none of which always finds the machine as the same one left it. */
export function armsOfRound(arms: readonly SendArm[], round: number): SendArm[] {
  const first = arms.length === 0 ? 0 : round % arms.length;
  return [...arms.slice(first), ...arms.slice(0, first)];
}
