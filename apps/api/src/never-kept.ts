import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const NEVER_KEPT = 'colporteur:never-kept';

/**
 * For a POST that only reads, because what is asked for must not stand in an address bar. Its answer holds readers'
 * addresses, which are kept nowhere beside the readers (DESIGN §4.9), and is made for what the caller may see at that
 * moment: an idempotency key is of no use to it and is passed over.
 */
export function NeverKept(): CustomDecorator {
  return SetMetadata(NEVER_KEPT, true);
}
