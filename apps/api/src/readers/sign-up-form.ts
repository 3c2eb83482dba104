import { z } from 'zod';
import { HONEYPOT_FIELD } from '../pages/pages.js';

/** For the consent record: longer ones say nothing more about where a form stood. */
const MAX_PAGE_LENGTH = 500;
const MAX_PLACEMENT_LENGTH = 100;
/** The longest name in the zone database has 32 characters. */
const MAX_ZONE_LENGTH = 64;
/** A proof as our script makes it has 700 characters, a ticket fewer; longer ones are nobody's and are not given back. */
const MAX_SIGNED_LENGTH = 2_000;
/** Newsletters one press of the button can ask for, the page's own included: no brand's form shows more. */
export const MAX_NEWSLETTERS = 20;

export interface SignUpForm {
  /** As typed, or as taken over from our question about a slip; not judged yet. */
  readonly address: string;
  /** The reader was asked about this very address and keeps it. */
  readonly keepsAddress: boolean;
  /** Slugs of further newsletters, each once; not looked up yet. */
  readonly further: readonly string[];
  readonly page: string | undefined;
  readonly placement: string | undefined;
  readonly timeZone: string | undefined;
  readonly ticket: string | undefined;
  readonly proof: string | undefined;
  /** The field people never see was filled in. */
  readonly isTrapped: boolean;
}

/** A field that is missing, or came twice, is as good as empty: the reader gets the form back, not a refusal. */
const field = z.string().catch('');
/** One check box gives a text, several a list. */
const slugs = z
  .union([z.array(z.string()), z.string().transform((one) => [one])])
  .catch([])
  .transform((list) => [...new Set(list)].filter((slug) => slug !== ''));
const fields = z.object({
  address: field,
  suggestion: field,
  keepAddress: field,
  newsletters: slugs,
  page: field,
  placement: field,
  timeZone: field,
  ticket: field,
  proof: field,
  [HONEYPOT_FIELD]: field,
});

/** Reads what a form posted, whatever it was. Pure. */
export function readSignUpForm(body: unknown): SignUpForm {
  const known = fields.safeParse(body);
  const form = known.success ? known.data : fields.parse({});
  const { address, suggestion, keepAddress, newsletters } = form;
  return {
    address: suggestion === '' ? address : suggestion,
    // What is kept is the address the question was about; one that was changed since is judged anew.
    keepsAddress: suggestion === '' && keepAddress !== '' && keepAddress.trim() === address.trim(),
    further: newsletters,
    page: cleanPage(form.page),
    placement: cleanPlacement(form.placement),
    timeZone: filled(form.timeZone, MAX_ZONE_LENGTH),
    ticket: filled(form.ticket, MAX_SIGNED_LENGTH),
    proof: filled(form.proof, MAX_SIGNED_LENGTH),
    isTrapped: form[HONEYPOT_FIELD] !== '',
  };
}

function filled(text: string, mostLength: number): string | undefined {
  return text === '' || text.length > mostLength ? undefined : text;
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
