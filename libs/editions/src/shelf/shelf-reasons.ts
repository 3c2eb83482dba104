import type { ShelfEntry } from '@app/dispatches';
import type { Exclusion } from '../desk/desk-proposal.js';
import type { MachineChoice, StoredReason } from '../desk/machine-choice.js';

/** Why a dispatch is not in an edition, for whoever asks where it went. */

export interface ShelfSpan {
  /** What was first seen until then belongs to the edition before; null: not assembled. */
  readonly windowFrom: Date | null;
  /** The machine knew nothing that came later; null: not assembled. */
  readonly cutOff: Date | null;
  /** Older by its own date is a back catalogue and no news. */
  readonly oldest: Date;
}

interface ShelfContext {
  readonly span: ShelfSpan;
  readonly machine: MachineChoice;
  readonly exclusions: ReadonlyMap<string, Exclusion>;
}

/** Pure: one reason at least for what a machine assembled, the weightiest first. */
export function shelfReasons(entry: ShelfEntry, context: ShelfContext): StoredReason[] {
  const { machine, exclusions } = context;
  const own = byStatus(entry);
  const exclusion = exclusions.get(entry.id);
  const byDesk =
    exclusion === undefined
      ? []
      : [{ code: 'excluded', reason: exclusion.reason, text: `left out by the desk: ${exclusion.reason}` }];
  // What assembling again had from the desk is said by the desk's own exclusion, and by none once it was taken back.
  const said = (machine.leftOut.get(entry.id)?.reasons ?? []).filter(({ code, ...rest }) => code !== 'excluded' || 'with' in rest);
  const known = [...own, ...byDesk, ...said];
  if (known.length > 0 || !machine.isAssembled) return known;
  return [machine.chosen.has(entry.id) ? takenOut : bySpan(entry, context.span)];
} // prettier-ignore

const takenOut: StoredReason = { code: 'taken_out', text: 'the machine had chosen it, and it was taken out since' };

function byStatus({ status }: ShelfEntry): StoredReason[] {
  if (status === 'killed') return [{ code: 'killed', text: 'killed: no edition may hold it' }];
  return status === 'withheld' ? [{ code: 'withheld', text: 'withheld: no edition may hold it now' }] : [];
}

/** What the machine never judged it did not look at. */
function bySpan(entry: ShelfEntry, { windowFrom, cutOff, oldest }: ShelfSpan): StoredReason {
  if (cutOff !== null && entry.firstSeenAt > cutOff)
    return { code: 'came_since', text: 'came in after the proposal was assembled' };
  if (entry.isBackCatalogue)
    return { code: 'back_catalogue', text: 'was there already when its source was added: no news' };
  const isEarlier = windowFrom !== null && entry.firstSeenAt <= windowFrom;
  if (isEarlier || entry.publishedAt <= oldest)
    return { code: 'too_old', text: 'came in before the window of this edition, or is older than it' };
  return { code: 'not_looked_at', text: 'was not before the machine when it chose' };
}
