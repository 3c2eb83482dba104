import { z } from 'zod';
import { HONEYPOT_FIELD } from '../pages/pages.js';

/** For the consent record: longer ones say nothing more about where a form stood. */
const MAX_PAGE_LENGTH = 500;
const MAX_PLACEMENT_LENGTH = 100;

export interface SignUpForm {
  /** As typed; not judged yet. */
  readonly address: string;
  readonly page: string | undefined;
  readonly placement: string | undefined;
  /** The field people never see was filled in. */
  readonly isTrapped: boolean;
}

/** A field that is missing, or came twice, is as good as empty: the reader gets the form back, not a refusal. */
const field = z.string().catch('');
const fields = z
  .object({ address: field, page: field, placement: field, [HONEYPOT_FIELD]: field })
  .catch({ address: '', page: '', placement: '', [HONEYPOT_FIELD]: '' });

/** Reads what a form posted, whatever it was. Pure. */
export function readSignUpForm(body: unknown): SignUpForm {
  const { address, page, placement, [HONEYPOT_FIELD]: trap } = fields.parse(body ?? {});
  return { address, page: cleanPage(page), placement: cleanPlacement(placement), isTrapped: trap !== '' };
}

/**
 * The address of the page a form stood on, without what could say more about the reader than that: query, fragment and
 * credentials. Undefined for anything that is no web address.
 */
export function cleanPage(given: string | undefined): string | undefined {
  const url = given === undefined ? null : URL.parse(given);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href.length <= MAX_PAGE_LENGTH ? url.href : undefined;
}

/** A label on one line. One that holds an at sign is no label: consent records hold no addresses. */
export function cleanPlacement(given: string | undefined): string | undefined {
  const line = (given ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line === '' || line.includes('@')) return undefined;
  return line.slice(0, MAX_PLACEMENT_LENGTH).toWellFormed();
}
