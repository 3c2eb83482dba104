import { Inject, Injectable } from '@nestjs/common';
import type { Messages } from '@app/platform';
import { Pages } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { readerErrorCodes, type ReaderErrorCode } from '../pages/reader-errors.js';
import { Storefront } from './storefront.service.js';

/** Any error as a page in the reader's language, under the house's name. */
@Injectable()
export class ReaderErrorPage {
  constructor(
    private readonly pages: Pages,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly storefront: Storefront,
  ) {}

  render({
    status,
    code,
    locale,
  }: {
    readonly status: number;
    readonly code: string;
    readonly locale: string;
  }): string {
    const { brandName } = this.storefront;
    const words = this.messages.translator(locale);
    const known = textCode(status, code);
    return this.pages.message({
      locale,
      status,
      code,
      title: words.t(`error.${known}.title`),
      text: words.t(`error.${known}`),
      ...(brandName === undefined ? {} : { brandName }),
    });
  }
}

/** Which text fits a code that readers were not expected to meet: by status, so that no fault of theirs is called ours. */
function textCode(status: number, code: string): ReaderErrorCode {
  const known = readerErrorCodes.find((candidate) => candidate === code);
  if (known !== undefined) return known;
  switch (status) {
    case 404:
    case 410:
      return 'not_found';
    case 413:
      return 'request.too_large';
    case 429:
      return 'request.too_many';
    default:
      return status < 500 ? 'request.invalid' : 'internal';
  }
}
