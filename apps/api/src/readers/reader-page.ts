import { applyDecorators, Header } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Public } from '../access.js';
import { READER_PAGE_POLICY } from '../pages/pages.js';
import { signUpPolicy } from '../pages/sign-up-pages.js';

export const HTML = 'text/html; charset=utf-8';

/** A handler that answers with one of the readers' pages, whatever else it answers with. */
export function ReaderPage(): MethodDecorator {
  return pageUnder(READER_PAGE_POLICY);
}

/** The page with the form, which may run our own script and be in nobody's frame. */
export function SignUpFormPage(): MethodDecorator {
  return pageUnder(signUpPolicy("'none'"));
}

function pageUnder(policy: string): MethodDecorator {
  return applyDecorators(
    Public(),
    ApiExcludeEndpoint(),
    Header('content-type', HTML),
    Header('content-security-policy', policy),
  );
}

/** A page whose address acts for a reader: nobody may keep it, and no link on it may say where it leads from. */
export function TokenPage(): MethodDecorator {
  return applyDecorators(ReaderPage(), Header('cache-control', 'no-store'), Header('referrer-policy', 'no-referrer'));
}

/** The same for a file that is downloaded: never shown, so nothing in it is ever run. */
export function TokenFile(name: string): MethodDecorator {
  return applyDecorators(
    Public(),
    ApiExcludeEndpoint(),
    Header('content-type', 'application/json; charset=utf-8'),
    Header('content-disposition', `attachment; filename="${name}"`),
    Header('cache-control', 'no-store'),
    Header('referrer-policy', 'no-referrer'),
  );
}
