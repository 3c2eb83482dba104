import type { Command } from 'commander';
import { feedAddress, dispatchErrors, type Rights, type SourceRightsChange } from '@app/dispatches';
import type { Access } from '@app/platform';

/** What is said about a source's rights on the command line; left out means not said. */
export interface RightsOptions {
  mail?: boolean;
  archive?: boolean;
  feed?: boolean;
  until?: string;
  credit?: string;
  excerpt?: string;
  territory?: string[];
  everywhere?: boolean;
  usageTerms?: string;
  access?: string;
  fullText?: boolean;
  trusted?: boolean;
  weight?: string;
}

const ACCESS: readonly Access[] = ['free', 'metered', 'paid'];

/** The options `source add` and `source rights` have in common. */
export function addRightsOptions(command: Command): Command {
  return command
    .option('--mail', 'its texts and pictures may be used in mails')
    .option('--archive', 'they may stand in the public archive')
    .option('--feed', 'they may stand in our own feeds')
    .option('--until <date>', 'these rights end: a date or an instant, such as 2027-01-31; never takes an end away')
    .option('--credit <text>', 'credit line; an empty text takes it away')
    .option('--excerpt <characters>', 'length of the excerpt used without rights; default is the product’s')
    .option('--territory <country>', 'ISO 3166-1 code of a country the rights hold in; repeat for more', collect)
    .option('--usage-terms <text>', 'what was agreed, in words, for the desk')
    .option('--access <access>', `whether readers pay at its links: ${ACCESS.join(', ')}`)
    .option('--full-text', 'fetch its article pages and keep their text, where its rights allow it')
    .option('--trusted', 'its machine status may kill a dispatch by itself')
    .option('--weight <0..10>', 'how much its news sense is trusted where dispatches are weighed; 5 to begin with');
}

/** Throws `source.invalid`. */
export function rightsFrom(options: RightsOptions): SourceRightsChange {
  const territories = options.everywhere === true ? null : options.territory?.map(country);
  const rights: Partial<Rights> = {
    ...(options.mail !== undefined && { mail: options.mail }),
    ...(options.archive !== undefined && { archive: options.archive }),
    ...(options.feed !== undefined && { feed: options.feed }),
    ...(options.until !== undefined && { until: options.until === 'never' ? null : instant(options.until) }),
    ...(options.credit !== undefined && { credit: options.credit.trim() || null }),
    ...(territories !== undefined && { territories }),
  };
  return {
    rights,
    ...(options.usageTerms !== undefined && { usageTerms: options.usageTerms.trim() || null }),
    ...(options.excerpt !== undefined && { excerptLength: excerptFrom(options.excerpt) }),
    ...(options.access !== undefined && { access: accessFrom(options.access) }),
    ...(options.fullText !== undefined && { fullText: options.fullText }),
    ...(options.trusted !== undefined && { isTrusted: options.trusted }),
    ...(options.weight !== undefined && { weight: weightFrom(options.weight) }),
  };
}

export function feedAddressFrom(text: string): string {
  return feedAddress(text) ?? fault('url', text, 'an http or https address without user and password');
}

export function slugFrom(text: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(text)
    ? text
    : fault('slug', text, 'letters, digits, hyphens, points and underscores, 100 at most');
}

/** @param range in seconds */
export function secondsFrom(
  option: string,
  text: string | undefined,
  range: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const seconds = whole(text);
  return seconds !== undefined && seconds >= range.min && seconds <= range.max
    ? seconds
    : fault(option, text, `whole seconds from ${range.min} to ${range.max}`);
}

export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

/** The table's own bound. */
const HEAVIEST = 10;

function weightFrom(text: string): number {
  const weight = whole(text);
  return weight !== undefined && weight <= HEAVIEST
    ? weight
    : fault('weight', text, `a whole number from 0 to ${HEAVIEST}`);
}

function excerptFrom(text: string): number | null {
  if (text === 'default') return null;
  const length = whole(text);
  return length !== undefined && length <= 5_000
    ? length
    : fault('excerpt', text, 'a number of characters up to 5000, or default');
}

function accessFrom(text: string): Access {
  return ACCESS.find((known) => known === text) ?? fault('access', text, ACCESS.join(', '));
}

function country(text: string): string {
  const code = text.toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : fault('territory', text, 'a two-letter country code');
}

/** A bare date means its end: rights until the 31st hold on the 31st. */
function instant(text: string): Date {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = new Date(isDate ? `${text}T23:59:59.999Z` : text);
  return Number.isNaN(at.getTime()) ? fault('until', text, 'a date such as 2027-01-31, an instant, or never') : at;
}

function whole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function fault(field: string, given: string, expected: string): never {
  throw dispatchErrors.error('source.invalid', { field, given, expected });
}
