import { z } from 'zod';
import type { BrandSetUp, NewsletterSetUp } from '@app/editions';
import { knownZone, shippedLocales } from '@app/platform';
import { judgeAddress } from '@app/subscribers';

/**
 * What `newsletter create --file` reads: one brand, one family, its newsletters. docs/newsroom.example.json shows it;
 * a name that is not known here is refused, because a misspelt option would silently do nothing.
 */

/** A slug is part of addresses that stand in mails for years, and a label of the List-Id (RFC 2919). */
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, a letter first');
const line = (limit: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(limit)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'one line without control characters');
const address = z
  .string()
  .refine((text) => judgeAddress(text).verdict === 'accept', 'an address such as news@example.org');
const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour such as #a8321f');
const domain = z.string().regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$/, 'a domain, lower case');
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 07:00');
const time = clockTime.exactOptional();
/** Each stands in a header of every frame: fifty are 2 KB of it. */
const MAX_SITES = 50;
const origin = z
  .url({ protocol: /^https?$/, error: 'an origin such as https://gazette.example' })
  .refine((text) => URL.parse(text)?.origin === text, 'an origin such as https://gazette.example, without a path');

const brand: z.ZodType<BrandSetUp> = z.strictObject({
  slug,
  name: line(80),
  legalName: line(160),
  postalAddress: line(240),
  contactAddress: address,
  siteUrl: z.url({ protocol: /^https?$/ }),
  senderDomain: domain,
  accent: colour,
});

const newsletter = z.strictObject({
  slug,
  name: line(80),
  promise: line(240),
  language: z.enum(shippedLocales),
  timeZone: z.string().refine((name) => knownZone(name) !== null, 'an IANA time zone such as Europe/Paris'),
  senderName: line(80),
  senderAddress: address,
  /** In the order the digest shows them: slugs of regions, or the newsletter's own, which are named by themselves. */
  sections: z.array(line(60)).max(40),
  /** Local time by ISO weekday, 1 Monday … 7 Sunday; a weekday left out has no edition. */
  calendar: z
    .strictObject({ 1: time, 2: time, 3: time, 4: time, 5: time, 6: time, 7: time })
    .refine((days) => Object.keys(days).length > 0, 'at least one weekday'),
  approval: z.enum(['automatic', 'desk']).exactOptional(),
  maxDispatches: z.int().min(1).max(40).exactOptional(),
  /** Sites whose pages may show the form in a frame or call the public API by script. */
  allowedOrigins: z.array(origin).max(MAX_SITES).exactOptional(),
  offers: z
    .strictObject({
      regions: z.boolean().exactOptional(),
      topics: z.boolean().exactOptional(),
      timeZone: z.boolean().exactOptional(),
      deliveryTimes: z.array(clockTime).max(24).exactOptional(),
    })
    .exactOptional(),
  inactivityMonths: z.int().min(6).max(120).exactOptional(),
});

export const newsroomFile = z
  .strictObject({
    brand,
    family: z.strictObject({ slug, name: line(80) }),
    newsletters: z.array(newsletter).min(1).max(40),
  })
  .check(({ value, issues }) => {
    const seen = { slug: new Set<string>(), language: new Set<string>() };
    for (const [index, one] of value.newsletters.entries()) {
      for (const name of ['slug', 'language'] as const) {
        const isTwice = seen[name].has(one[name]);
        seen[name].add(one[name]);
        if (isTwice) issues.push(problem(one[name], [index, name], `only one newsletter with this ${name}`));
      }
      // SPF, DKIM and DMARC are set up for the brand's domain; From must align with it.
      if (!isWithin(one.senderAddress, value.brand.senderDomain))
        issues.push(problem(one.senderAddress, [index, 'senderAddress'], `an address at ${value.brand.senderDomain}`));
    }
  });

export interface NewsroomFile {
  readonly brand: BrandSetUp;
  readonly family: { readonly slug: string; readonly name: string };
  readonly newsletters: readonly NewsletterSetUp[];
}

/** @throws Error naming every field at fault and what is expected there */
export function readNewsroomFile(text: string): NewsroomFile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Error(`The newsroom file is not JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  const checked = newsroomFile.safeParse(given);
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map(({ path, message }) => `  ${path.join('.') || 'file'}: ${message}`);
  throw new Error(`The newsroom file cannot be used:\n${lines.join('\n')}`);
}

/** Sites named on a command line. @throws Error naming the first that is no origin */
export function readOrigins(given: readonly string[]): readonly string[] {
  const wrong = given.find((text) => !origin.safeParse(text).success);
  if (wrong !== undefined) throw new Error(`given ${wrong}; expected: an origin such as https://gazette.example`);
  if (given.length > MAX_SITES) throw new Error(`given ${given.length} sites; expected: ${MAX_SITES} at most`);
  return given;
}

function problem(input: string, path: (string | number)[], message: string) {
  return { code: 'custom' as const, input, path: ['newsletters', ...path], message };
}

function isWithin(senderAddress: string, domainName: string): boolean {
  const host = senderAddress.slice(senderAddress.lastIndexOf('@') + 1).toLowerCase();
  return host === domainName || host.endsWith(`.${domainName}`);
}
