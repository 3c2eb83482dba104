import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const SHOWN_ONCE = 'colporteur:shown-once';

/**
 * For a POST whose answer holds a secret: it is not kept under an idempotency key, for whoever reads the database or
 * asks again. The same request again is told that it was done.
 */
export function ShownOnce(): CustomDecorator {
  return SetMetadata(SHOWN_ONCE, true);
}
