import { Injectable } from '@nestjs/common';
import { DispatchShelf } from '@app/dispatches';
import { Clock, Database, type Db } from '@app/platform';
import { RenderDigest } from '../digest/render-digest.service.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { CorrectionRepository } from './correction.repository.js';
import { MakeEdition, textDraft } from './make-edition.service.js';
import { dispatchDraft } from './make-flash.service.js';
import { checkedWords, correctionWords, type CorrectionWords } from './made-texts.js';

export interface CorrectionToMake extends CorrectionWords {
  readonly newsletter: Newsletter;
  readonly by: string | null;
}

/** A correction: what was wrong and what is right, for those and only those to whom the error was submitted. */
@Injectable()
export class MakeCorrection {
  constructor(
    private readonly database: Database,
    private readonly shelf: DispatchShelf,
    private readonly corrections: CorrectionRepository,
    private readonly renderer: RenderDigest,
    private readonly making: MakeEdition,
    private readonly clock: Clock,
  ) {}

  /**
   * Proposes it, due now, with the dispatch as it is now below the explanation; a dispatch that was killed is not shown
   * again. Which readers held the error is asked of the ledger when the correction starts. Returns the edition's id.
   *
   * @throws `edition.act_invalid`, `edition.nothing_to_correct`
   */
  async make({ newsletter, by, ...given }: CorrectionToMake): Promise<string> {
    const words = checkedWords(correctionWords, given);
    return this.database.transaction().execute(async (trx) => {
      const [dispatch] = await this.shelf.usable(trx, [words.dispatch]);
      const mayShow = dispatch !== undefined && !(dispatch.embargoedUntil !== null && dispatch.embargoedUntil > this.clock.now()); // prettier-ignore
      const versions = await this.wrongVersions(trx, newsletter, words, mayShow ? dispatch.version : undefined);
      const title = this.renderer.translator(newsletter).t('correction.title');
      const signature = words.signature ?? newsletter.brand.name;
      const blocks = [
        textDraft({ title, markdown: words.explanation, signature }),
        ...(mayShow ? [dispatchDraft(newsletter, dispatch, words.correctedHeadline)] : []),
      ];
      const edition = { kind: 'correction', by, subject: null, preheader: null, blocks } as const;
      const editionId = await this.making.make(trx, newsletter, edition);
      const { dispatch: dispatchId, explanation } = words;
      await this.corrections.add(trx, { editionId, dispatchId, versions, explanation });
      return editionId;
    });
  }

  /**
   * Of those asked for, or all older ones, the versions that stand in an edition of the newsletter. The present one is
   * wrong too where the desk has to give it another headline.
   */
  private async wrongVersions(
    trx: Db,
    newsletter: Newsletter,
    { dispatch, versions, correctedHeadline }: CorrectionWords,
    present = Infinity,
  ): Promise<number[]> {
    const frozen = await this.corrections.frozenVersions(trx, newsletter.id, dispatch);
    const isWrong = (version: number): boolean =>
      versions?.includes(version) ?? (version < present || correctedHeadline !== undefined);
    const wrong = frozen.filter(isWrong);
    if (wrong.includes(present) && correctedHeadline === undefined)
      throw editionErrors.error('edition.act_invalid', {
        issues: [{ path: 'correctedHeadline', message: 'is needed where the present version is a wrong one' }],
      });
    if (wrong.length === 0)
      throw editionErrors.error('edition.nothing_to_correct', {
        dispatchId: dispatch,
        newsletter: newsletter.slug,
        frozen,
      });
    return wrong;
  }
}
