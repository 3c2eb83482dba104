/**
 * The errors a reader can meet on a page. Each has two texts in every locale, `error.<code>` (what to do) and
 * `error.<code>.title`; the code itself is shown small, so that it can be quoted to whoever helps.
 */
export const readerErrorCodes = [
  'subscriber.address_invalid',
  'subscriber.address_suspected',
  'subscriber.address_disposable',
  'subscriber.domain_without_mail',
  'sign_up.proof_required',
  'sign_up.too_many',
  'form.newsletter_missing',
  'newsletter.unknown',
  'token.invalid',
  'token.expired',
  'undo.over',
  'personal_link.expired',
  'address_change.over',
  'address_change.same',
  'address_change.refused',
  'address_change.taken',
  'address_change.too_many',
  'preview.over',
  'request.too_large',
  'request.too_many',
  'request.invalid',
  'not_found',
  'internal',
] as const;

export type ReaderErrorCode = (typeof readerErrorCodes)[number];

/** The code whose text fits: an unknown code is our fault, never a reason to show nothing. */
export function readerErrorCode(code: string): ReaderErrorCode {
  return readerErrorCodes.find((known) => known === code) ?? 'internal';
}
