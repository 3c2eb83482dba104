import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { MakeEdition, textDraft } from './make-edition.service.js';
import { checkedWords, letterWords, type LetterWords } from './made-texts.js';

export interface Letter extends LetterWords {
  readonly newsletter: Newsletter;
  /** Left out: now. */
  readonly dueAt?: Date | undefined;
  readonly by: string | null;
}

/** A date further away than any calendar of a newsroom is a slip of the finger. */
const MOST_DAYS_AHEAD = 366;
/** So is one in the past, which would leave at once; so long ago is still a slow hand or another clock. */
const MOST_MINUTES_PAST = 5;

/** A letter: an edition of hand-written, signed text, with no digest at all. */
@Injectable()
export class MakeLetter {
  constructor(
    private readonly database: Database,
    private readonly making: MakeEdition,
    private readonly clock: Clock,
  ) {}

  /**
   * Proposes it; it leaves when it is approved and due. Returns the edition's id.
   *
   * @throws `edition.act_invalid`
   */
  async make({ newsletter, dueAt, by, ...given }: Letter): Promise<string> {
    const { subject, preheader = null, markdown, signature } = checkedWords(letterWords, given);
    const slip = dueAt && this.slipIn(dueAt);
    if (slip !== undefined)
      throw editionErrors.error('edition.act_invalid', { issues: [{ path: 'dueAt', message: slip }] });
    const blocks = [textDraft({ title: subject, markdown, signature })];
    return this.database
      .transaction()
      .execute((trx) => this.making.make(trx, newsletter, { kind: 'letter', dueAt, by, subject, preheader, blocks }));
  }

  private slipIn(dueAt: Date): string | undefined {
    const ahead = dueAt.getTime() - this.clock.now().getTime();
    if (ahead > MOST_DAYS_AHEAD * 86_400_000) return `is more than ${MOST_DAYS_AHEAD} days ahead`;
    return ahead < -MOST_MINUTES_PAST * 60_000 ? 'is past; left out, it is now' : undefined;
  }
}
