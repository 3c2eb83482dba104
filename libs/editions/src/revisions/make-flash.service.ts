import { Injectable } from '@nestjs/common';
import { DispatchShelf, type ShelfDispatch } from '@app/dispatches';
import { Clock, Database, type Db } from '@app/platform';
import { homeSection } from '../desk/desk-proposal.js';
import { unusableCause } from '../desk/proposal-warnings.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import type { StoredDraft } from './draft.repository.js';
import { MakeEdition, textDraft } from './make-edition.service.js';
import { checkedWords, flashWords, type FlashWords } from './made-texts.js';

export interface Flash extends FlashWords {
  /** One, or a family: each sister gets the dispatches in its language, and one without any gets no flash. */
  readonly newsletters: readonly Newsletter[];
  readonly by: string | null;
}

/** A flash: one to three dispatches that do not wait for the calendar. */
@Injectable()
export class MakeFlash {
  constructor(
    private readonly database: Database,
    private readonly shelf: DispatchShelf,
    private readonly making: MakeEdition,
    private readonly clock: Clock,
  ) {}

  /**
   * Proposes a flash for each newsletter that has one of the dispatches in its language, all of them or none; due now.
   *
   * @throws `edition.act_invalid`, `edition.dispatch_unusable`
   */
  async make({ newsletters, by, ...given }: Flash): Promise<{ newsletter: Newsletter; editionId: string }[]> {
    const { dispatches: ids, text } = checkedWords(flashWords, given);
    return this.database.transaction().execute(async (trx) => {
      const dispatches = await this.usable(trx, ids);
      const languages = new Set(newsletters.map((newsletter) => newsletter.language));
      const unread = dispatches.find((dispatch) => !languages.has(dispatch.language));
      if (unread !== undefined) throw unusable(unread.id, 'other_language');
      const made: { newsletter: Newsletter; editionId: string }[] = [];
      for (const newsletter of newsletters) {
        const own = dispatches.filter((dispatch) => dispatch.language === newsletter.language);
        if (own.length === 0) continue;
        const intro = text === undefined ? [] : [textDraft({ title: '', ...text })];
        const blocks = [...intro, ...own.map((dispatch) => dispatchDraft(newsletter, dispatch))];
        const edition = { kind: 'flash', by, subject: null, preheader: null, blocks } as const;
        made.push({ newsletter, editionId: await this.making.make(trx, newsletter, edition) });
      }
      return made;
    });
  }

  /** In the order given; each has to be free to leave now. Without the right to mail it in full, an excerpt does. */
  private async usable(trx: Db, ids: readonly string[]): Promise<ShelfDispatch[]> {
    const found = new Map((await this.shelf.usable(trx, ids)).map((dispatch) => [dispatch.id, dispatch]));
    const now = this.clock.now();
    return ids.map((id) => {
      const dispatch = found.get(id);
      // Each newsletter of the family takes those in its own language.
      const cause = unusableCause(dispatch, { dueAt: now, lastDueAt: now }, { language: dispatch?.language ?? '' });
      if (dispatch === undefined || cause !== undefined) throw unusable(id, cause ?? 'unusable');
      return dispatch;
    });
  }
}

/** Under the section it would have in a digest, with the desk's headline where there is one. */
export function dispatchDraft(newsletter: Newsletter, dispatch: ShelfDispatch, headline?: string): StoredDraft {
  return {
    kind: 'dispatch',
    section: homeSection(newsletter, dispatch),
    dispatchId: dispatch.id,
    content: {},
    edits: headline === undefined ? {} : { headline },
  };
}

function unusable(dispatchId: string, cause: string): Error {
  return editionErrors.error('edition.dispatch_unusable', { dispatchId, cause });
}
