import type { SuppressionCause } from '@app/platform';

/**
 * What a ban means beyond editions, as a table. Editions stop with every one of them (the standing says so).
 *
 * `stopsNotices`: whoever it is about is not written to at all. An erased or imported address may still be asked to
 * confirm, because asking is what its reader just did.
 * `liftedBy`: the reader's own confirmed sign-up, or an operator who found that the reason is gone.
 */
export const suppressionRules: Readonly<
  Record<SuppressionCause, { readonly stopsNotices: boolean; readonly liftedBy: 'operator' | 'reader' }>
> = {
  hard_bounce: { stopsNotices: true, liftedBy: 'operator' },
  complaint: { stopsNotices: true, liftedBy: 'operator' },
  operator: { stopsNotices: true, liftedBy: 'operator' },
  erased: { stopsNotices: false, liftedBy: 'reader' },
  imported: { stopsNotices: false, liftedBy: 'reader' },
};

export function stopsNotices(causes: readonly SuppressionCause[]): boolean {
  return causes.some((cause) => suppressionRules[cause].stopsNotices);
}
