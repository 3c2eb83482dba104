import { hash } from 'node:crypto';

const PREFIX = 'taken-down:';

/**
 * What stays of an external id or a link after a takedown: it says nothing, and whoever brings the same again is
 * recognised by it. Ids and links hold headlines, so they go like any other word.
 */
export function buriedKey(key: string): string {
  return key.startsWith(PREFIX) ? key : `${PREFIX}${hash('sha256', key)}`;
}
