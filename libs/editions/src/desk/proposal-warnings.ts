import { mayUse, type ShelfDispatch } from '@app/dispatches';
import type { Edition } from '../edition.repository.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { UnusableCause } from './apply-act.js';
import type { DeskProposal } from './desk-proposal.js';

/** What an editor should know before approving. `block` null: about the whole. */
export interface ProposalWarning {
  readonly code: WarningCode;
  readonly block: string | null;
}

export type WarningCode =
  | 'proposal.empty'
  | 'proposal.slow_day'
  | 'proposal.deadline_passed'
  | `block.${UnusableCause}`
  /** Without the right to mail it in full there is an excerpt and the link, and no picture. */
  | 'block.excerpt_only';

export interface WarningInput {
  readonly proposal: DeskProposal;
  readonly edition: Pick<Edition, 'kind' | 'slot' | 'dueAt' | 'lastDueAt' | 'freezeAt'>;
  readonly newsletter: Pick<Newsletter, 'language' | 'slowDayMin'>;
  /** Those of the proposal's dispatches that are usable now, by id. */
  readonly dispatches: ReadonlyMap<string, ShelfDispatch>;
  readonly now: Date;
}

export function proposalWarnings({ proposal, edition, newsletter, dispatches, now }: WarningInput): ProposalWarning[] {
  const about = (code: WarningCode, applies: boolean): ProposalWarning[] => (applies ? [{ code, block: null }] : []);
  const chosen = proposal.blocks.filter(({ kind }) => kind === 'dispatch');
  const isSlow = edition.kind === 'digest' && chosen.length > 0 && chosen.length < newsletter.slowDayMin;
  const blocks = chosen.flatMap(({ id: block, dispatchId }): ProposalWarning[] => {
    const dispatch = dispatches.get(dispatchId ?? '');
    const cause = unusableCause(dispatch, edition, newsletter);
    if (cause !== undefined) return [{ code: `block.${cause}`, block }];
    const isFull = dispatch !== undefined && mayUse(dispatch.rights, 'mail', { at: edition.lastDueAt });
    return isFull ? [] : [{ code: 'block.excerpt_only', block }];
  });
  return [
    ...about('proposal.empty', proposal.blocks.length === 0),
    ...about('proposal.slow_day', isSlow),
    // Outside the calendar nothing happens at a deadline.
    ...about('proposal.deadline_passed', edition.slot !== null && edition.freezeAt <= now),
    ...blocks,
  ];
}

/** Why a dispatch cannot be in an edition: embargoes bind from the first wave on, rights hold to the last one. */
export function unusableCause(
  dispatch: ShelfDispatch | undefined,
  edition: Pick<Edition, 'dueAt' | 'lastDueAt'>,
  newsletter: Pick<Newsletter, 'language'>,
): UnusableCause | undefined {
  if (dispatch === undefined) return 'unusable';
  if (dispatch.embargoedUntil !== null && dispatch.embargoedUntil > edition.dueAt) return 'embargoed';
  if (dispatch.rights.until !== null && dispatch.rights.until <= edition.lastDueAt) return 'rights_ended';
  return dispatch.language === newsletter.language ? undefined : 'other_language';
}
