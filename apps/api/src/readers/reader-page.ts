import { applyDecorators, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Public } from '../access.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';

export const HTML = 'text/html; charset=utf-8';

/** A handler that answers with one of the readers' pages, whatever else it answers with. */
export function ReaderPage(): MethodDecorator {
  return applyDecorators(
    Public(),
    ApiExcludeEndpoint(),
    Header('content-type', HTML),
    Header('content-security-policy', READER_PAGE_POLICY),
  );
}

/** A page whose address acts for a reader: nobody may keep it, and no link on it may say where it leads from. */
export function TokenPage(): MethodDecorator {
  return applyDecorators(ReaderPage(), Header('cache-control', 'no-store'), Header('referrer-policy', 'no-referrer'));
}
