import type { DisarmedCause } from '../database/schema.js';
import type { InstallationRecord } from './installation.repository.js';

/** What makes a database suspicious; `operator` is nobody's finding. */
export type Finding = Exclude<DisarmedCause, 'operator'>;

/**
 * Whether this is the database that was armed, and has all its history. Pure.
 *
 * `outside` is the number of beats known elsewhere, in the journal or in a worker's memory, and was read BEFORE the
 * record: numbers are told only after their commit, so that a database with fewer has lost some. null: the journal
 * knows nothing of this installation.
 */
export function judgeInstallation(
  record: Pick<InstallationRecord, 'seal' | 'currentSeal' | 'beat'>,
  outside: number | null,
): Finding | undefined {
  if (record.seal === null) return undefined;
  const [armedAs, armedOn] = record.seal.split('/');
  const [isNow, on] = record.currentSeal.split('/');
  if (armedAs !== isNow) return 'copied';
  if (outside === null) return 'unknown_history';
  return armedOn !== on || record.beat < outside ? 'restored' : undefined;
}
