import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import type { Newsletter } from '../newsletters/newsletter.js';
import { MakeEdition, textDraft } from './make-edition.service.js';
import { checkedWords, letterWords, type LetterWords } from './made-texts.js';

export interface Letter extends LetterWords {
  readonly newsletter: Newsletter;
  /** Left out: now. */
  readonly dueAt?: Date | undefined;
  readonly by: string | null;
}

/** A letter: an edition of hand-written, signed text, with no digest at all. */
@Injectable()
export class MakeLetter {
  constructor(
    private readonly database: Database,
    private readonly making: MakeEdition,
  ) {}

  /**
   * Proposes it; it leaves when it is approved and due. Returns the edition's id.
   *
   * @throws `edition.act_invalid`
   */
  async make({ newsletter, dueAt, by, ...given }: Letter): Promise<string> {
    const { subject, preheader = null, markdown, signature } = checkedWords(letterWords, given);
    const blocks = [textDraft({ title: subject, markdown, signature })];
    return this.database
      .transaction()
      .execute((trx) => this.making.make(trx, newsletter, { kind: 'letter', dueAt, by, subject, preheader, blocks }));
  }
}
