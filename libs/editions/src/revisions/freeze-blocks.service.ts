import { Injectable } from '@nestjs/common';
import { DispatchShelf, type ShelfDispatch } from '@app/dispatches';
import type { Db, EditionKind } from '@app/platform';
import { freezeBlock } from '../digest/freeze-block.js';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { rankedContent, type StoredDraft } from './draft.repository.js';
import { numbered } from './revised-blocks.js';

/** When an edition is due: at the first of its waves, and at the last. */
export interface DueSpan {
  readonly dueAt: Date;
  readonly lastDueAt: Date;
  /** Left out: a digest. */
  readonly kind?: EditionKind;
}

/** From a proposal's blocks to frozen ones: the dispatches as they are at this moment, cut to their rights. */
@Injectable()
export class FreezeBlocks {
  constructor(private readonly shelf: DispatchShelf) {}

  /**
   * In the proposal's order. Left out is what may not leave: killed, withheld, under an embargo at the first wave, or with
   * rights that end before the last one, for all waves have one content. A correction keeps the last, as the excerpt it
   * may still be: what it corrects was read.
   */
  async freeze(db: Db, drafts: readonly StoredDraft[], due: DueSpan): Promise<FrozenBlock[]> {
    const ids = drafts.flatMap(({ dispatchId }) => (dispatchId === null ? [] : [dispatchId]));
    const usable = new Map((await this.shelf.usable(db, ids)).map((dispatch) => [dispatch.id, dispatch]));
    const kept = drafts.flatMap((draft): FrozenBlock[] => {
      const { kind, section, content, edits } = draft;
      if (kind !== 'dispatch') return [freezeBlock({ kind, position: 0, section, content })];
      const dispatch = usable.get(draft.dispatchId ?? '');
      if (dispatch === undefined || isHeldBack(dispatch, due)) return [];
      return [
        freezeBlock({ kind, position: 0, section, dispatch, at: due.lastDueAt, content: rankedContent(draft), edits }),
      ];
    });
    return numbered(kept);
  }
}

function isHeldBack({ embargoedUntil, rights }: ShelfDispatch, due: DueSpan): boolean {
  const hasEnded = rights.until !== null && rights.until <= due.lastDueAt;
  return (embargoedUntil !== null && embargoedUntil > due.dueAt) || (hasEnded && due.kind !== 'correction');
}
