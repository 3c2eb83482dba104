import { z } from 'zod';
import {
  changeFields,
  colourText,
  hostText,
  lineOf,
  linkText,
  originList,
  senderProblems,
  settingFields,
  settingsProblems,
  slugText,
  type NewsroomSetUp,
} from '@app/editions';
import { shippedLocales } from '@app/platform';
import { judgeAddress } from '@app/subscribers';
import { problemLine } from './problem-line.js';

/**
 * What `newsletter create` and `newsletter apply` read: one brand, one family, its newsletters.
 * docs/newsroom.example.json shows it, docs/newsletters.md tells every setting; a name that is not known here is
 * refused, because a misspelt option would silently do nothing.
 */

/** Hosts of one brand, which are looked at for every link. */
const MAX_OWN_HOSTS = 50;
/** Newsletters of one family: one a language. */
const MAX_NEWSLETTERS = 40;
/** Characters of the file: forty newsletters with every setting have a tenth of it. */
const MAX_FILE_LENGTH = 2_000_000;

const isAddress = (text: string): boolean => judgeAddress(text).verdict === 'accept';
const address = z.string().refine(isAddress, 'an address such as news@example.org');

const brand = z.strictObject({
  slug: slugText,
  name: lineOf(80),
  legalName: lineOf(160),
  postalAddress: lineOf(240),
  contactAddress: address,
  siteUrl: linkText(/^https?:$/, 'an http or https address without user and password'),
  senderDomain: hostText,
  accent: colourText,
  /** Beside the site's own; a host stands for its subdomains too. */
  ownHosts: z.array(hostText).max(MAX_OWN_HOSTS).exactOptional(),
});

const needed = settingFields(isAddress);
const newsletter = z.strictObject({
  ...changeFields(isAddress),
  slug: slugText,
  language: z.enum(shippedLocales),
  name: needed.name,
  promise: needed.promise,
  timeZone: needed.timeZone,
  senderName: needed.senderName,
  senderAddress: needed.senderAddress,
  sections: needed.sections,
  // Empty is a calendar, but in a file it is one that was forgotten.
  calendar: needed.calendar.refine((days) => Object.keys(days).length > 0, 'at least one weekday'),
});

export const newsroomFile = z
  .strictObject({
    brand,
    family: z.strictObject({ slug: slugText, name: lineOf(80) }),
    newsletters: z.array(newsletter).min(1).max(MAX_NEWSLETTERS),
  })
  .check(({ value, issues }) => {
    const seen = { slug: new Set<string>(), language: new Set<string>() };
    for (const [index, one] of value.newsletters.entries()) {
      for (const name of ['slug', 'language'] as const) {
        const isTwice = seen[name].has(one[name]);
        seen[name].add(one[name]);
        if (isTwice) issues.push(problem(one[name], [index, name], `only one newsletter with this ${name}`));
      }
      const meant = [...settingsProblems(one), ...senderProblems(one.senderAddress, value.brand.senderDomain)];
      for (const { path, given, expected } of meant) issues.push(problem(given, [index, ...path], expected));
    }
  });

/** @throws Error naming every field at fault, what was given and what is expected there */
export function readNewsroomFile(text: string): NewsroomSetUp {
  if (text.length > MAX_FILE_LENGTH)
    throw new Error(`The newsroom file has ${text.length} characters; expected: ${MAX_FILE_LENGTH} at most`);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Error(`The newsroom file is not JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  const checked = newsroomFile.safeParse(given);
  if (checked.success) return checked.data;
  const lines = checked.error.issues.map((issue) => `  ${problemLine(issue, given)}`);
  throw new Error(`The newsroom file cannot be used:\n${lines.join('\n')}`);
}

/** Sites named on a command line. @throws Error naming the first that is no origin */
export function readOrigins(given: readonly string[]): readonly string[] {
  const wrong = given.find((text) => !originList.safeParse([text]).success);
  if (wrong !== undefined) throw new Error(`given ${wrong}; expected: an origin such as https://gazette.example`);
  if (!originList.safeParse(given).success) throw new Error(`given ${given.length} sites; expected: 50 at most`);
  return given;
}

function problem(input: unknown, path: (string | number)[], message: string) {
  return { code: 'custom' as const, input, path: ['newsletters', ...path], message };
}
