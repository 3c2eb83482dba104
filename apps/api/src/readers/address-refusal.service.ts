import { Inject, Injectable } from '@nestjs/common';
import type { CatalogueError, Messages } from '@app/platform';
import type { MyDataInput } from '../pages/personal-pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { readerErrorCodes } from '../pages/reader-errors.js';

/** What may be wrong with a new address, as the form says it: beside the field, with what was typed still in it. */
@Injectable()
export class AddressRefusal {
  constructor(@Inject(READER_MESSAGES) private readonly messages: Messages) {}

  /** Errors the reader can do something about in this field; any other has a page of its own. */
  isOfField({ code }: CatalogueError): boolean {
    const hasWords = readerErrorCodes.some((known) => known === code);
    return hasWords && (code.startsWith('address_change.') || code.startsWith('subscriber.'));
  }

  statusOf({ kind }: CatalogueError): number {
    switch (kind) {
      case 'too_many':
        return 429;
      case 'conflict':
        return 409;
      default:
        return 422;
    }
  }

  form(error: CatalogueError, typed: string, locale: string): MyDataInput['form'] {
    const words = this.messages.translator(locale);
    const { suggestion } = error.details;
    if (typeof suggestion !== 'string')
      return { address: typed, error: words.t(`error.${error.code}`), suggestion: null };
    return { address: typed, error: words.t('signup.suspected', { typed, suggested: suggestion }), suggestion };
  }
}
