import { z } from 'zod';
import { isId, knownZone } from '@app/platform';
import * as limit from './newsletter-limits.js';

/**
 * The form of every setting, for the newsroom file and the operators' API alike. What two settings say together is
 * judged in settings-problems.ts.
 */

/**
 * One line that a header, a page and a table can hold. Marks of direction are part of Arabic; the two that turn all that
 * follows around (U+202D, U+202E) would turn the words beside it too, such as the label of an advertisement.
 */
export function lineOf(limitLength: number, least = 1) {
  return z
    .string()
    .trim()
    .min(least)
    .max(limitLength)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202d\u202e]*$/u, 'one line without control characters');
}

/** A slug is part of addresses that stand in mails for years, and a label of the List-Id (RFC 2919). */
export const slugText = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, a letter first')
  // Addresses of the API take a slug or an id, and must never mean two things.
  .refine((text) => !isId(text), 'a name, and not the form of an id');
export const colourText = z.string().regex(/^#[0-9a-f]{6}$/, 'a colour such as #a8321f');
export const hostText = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, 'a domain, lower case');
/** In a year that a newsletter lives in: PostgreSQL knows no year 0. */
export const dayText = z.iso.date('a day such as 2026-12-24').regex(/^20/, 'a day such as 2026-12-24');
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time such as 07:00');
const zoneText = z.string().refine((name) => knownZone(name) !== null, 'an IANA time zone such as Europe/Paris');
const originText = z
  .url({ protocol: /^https?$/, error: 'an origin such as https://gazette.example' })
  .refine((text) => URL.parse(text)?.origin === text, 'an origin such as https://gazette.example, without a path');
export const originList = z.array(originText).max(limit.MAX_SITES);

/** An address in a mail or on a page: what it says is where it leads. */
export function linkText(protocol: RegExp, expected: string) {
  return z
    .string()
    .max(limit.MAX_ADDRESS_LENGTH)
    .refine((text) => isPlainLink(text, protocol), expected);
}

function isPlainLink(text: string, protocol: RegExp): boolean {
  if (/[\s\p{Cc}\p{Cs}]|@@/u.test(text)) return false;
  const url = URL.parse(text);
  return url !== null && protocol.test(url.protocol) && url.username === '' && url.password === '';
}

const weekday = z.int().min(1).max(7);
const dispatches = z.int().min(1).max(limit.MAX_DISPATCHES);
const minutes = (min: number, max: number) => z.int().min(min).max(max);

const sectionSlug = lineOf(limit.MAX_SECTION_SLUG_LENGTH);
const section = z.strictObject({
  label: z.enum(['region', 'topic', 'rest']).exactOptional(),
  slug: sectionSlug,
  min: z.int().min(0).max(limit.MAX_DISPATCHES).exactOptional(),
  max: dispatches.nullable().exactOptional(),
  weekdays: z.array(weekday).min(1).max(7).nullable().exactOptional().describe('ISO 8601; null: every day.'),
});

const parameterValue = lineOf(limit.MAX_LINK_PARAMETER_LENGTH).refine(
  (value) => !/[{}]/.test(value.replace(/\{(?:newsletter|date|kind)\}/g, '')),
  'text with no braces but {newsletter}, {date} and {kind}',
);
const linkParameters = z
  .record(
    z.string().regex(/^[a-z0-9_]{1,40}$/, 'parameter names of lower-case letters, digits and underscores'),
    parameterValue,
  )
  .refine((all) => Object.keys(all).length <= limit.MAX_LINK_PARAMETERS, `${limit.MAX_LINK_PARAMETERS} at most`);

const time = clockTime.exactOptional();
const calendar = z
  .strictObject({ 1: time, 2: time, 3: time, 4: time, 5: time, 6: time, 7: time })
  .describe(
    'Local time by ISO weekday, 1 Monday … 7 Sunday; a weekday left out has no edition. {}: letters and flashes alone.',
  );

const offers = z.strictObject({
  regions: z.boolean().exactOptional(),
  topics: z.boolean().exactOptional(),
  timeZone: z.boolean().exactOptional(),
  deliveryTimes: z.array(clockTime).max(limit.MAX_DELIVERY_TIMES).exactOptional(),
});

const breaks = z
  .array(z.strictObject({ firstDay: dayText, lastDay: dayText, reason: lineOf(limit.MAX_REASON_LENGTH, 0).exactOptional() }))
  .max(limit.MAX_BREAKS); // prettier-ignore

const slots = z
  .array(z.strictObject({ name: slugText, zones: z.array(z.union([z.literal('*'), zoneText])).min(1).max(limit.MAX_SLOT_ZONES) }))
  .max(limit.MAX_SLOTS); // prettier-ignore

const logo = z.strictObject({
  url: linkText(/^https:$/, 'an https address without user and password'),
  width: z.int().min(1).max(limit.MAX_LOGO_SIDE).describe('Pixels.'),
  height: z.int().min(1).max(limit.MAX_LOGO_SIDE).describe('Pixels.'),
  alt: lineOf(limit.MAX_LOGO_TEXT_LENGTH),
});

/**
 * Every setting by its name.
 *
 * @param isAddress what mail can be sent to, which is judged on a higher floor
 */
export function settingFields(isAddress: (text: string) => boolean) {
  const address = z.string().refine(isAddress, 'an address such as news@example.org');
  return {
    name: lineOf(limit.MAX_NAME_LENGTH),
    promise: lineOf(limit.MAX_PROMISE_LENGTH),
    timeZone: zoneText,
    senderName: lineOf(limit.MAX_NAME_LENGTH),
    senderAddress: address,
    replyTo: address.nullable().describe('null: the sender.'),
    contactAddress: address.nullable().describe('null: the brand’s.'),
    template: z
      .string()
      .min(1)
      .max(100)
      .refine((slug) => !/[\p{Cc}\p{Cs}]/u.test(slug), 'is no slug')
      .describe('Slug of a template.'),
    accent: colourText.nullable().describe('null: the brand’s.'),
    logo: logo.nullable().describe('null: the brand’s name.'),
    sections: z.array(z.union([sectionSlug, section])).max(limit.MAX_SECTIONS),
    calendar,
    breaks,
    slots,
    approval: z.enum(['automatic', 'desk']),
    unapproved: z.enum(['send', 'send_short', 'hold']),
    approvalsNeeded: z.union([z.literal(1), z.literal(2)]),
    approvalDelayMinutes: minutes(0, limit.MAX_DELAY_MINUTES),
    proposalLeadMinutes: minutes(0, limit.MAX_LEAD_MINUTES),
    freezeLeadMinutes: minutes(1, limit.MAX_LEAD_MINUTES),
    seedLeadMinutes: minutes(1, limit.MAX_DELAY_MINUTES).nullable().describe('null: with everyone.'),
    usefulHours: z.int().min(1).max(limit.MAX_USEFUL_HOURS),
    windowHours: z.int().min(1).max(limit.MAX_WINDOW_HOURS),
    maxDispatches: dispatches,
    shortDispatches: dispatches,
    slowDayMin: dispatches,
    slowDay: z.enum(['send', 'skip', 'hold']),
    toldDays: z.int().min(0).max(limit.MAX_TOLD_DAYS),
    cutMin: dispatches,
    flashPerDay: z.int().min(0).max(limit.MAX_FLASH_PER_DAY),
    targetPercent: z.int().min(1).max(100),
    targetMinutes: minutes(0, limit.MAX_TARGET_MINUTES).nullable().describe('null: a wave starts at its hour.'),
    uncertainPolicy: z.enum(['hold', 'resend', 'leave']),
    archive: z.enum(['public', 'none']),
    linkParameters,
    isPublic: z.boolean(),
    allowedOrigins: originList,
    offers,
    inactivityMonths: z
      .int()
      .min(limit.INACTIVITY_MONTHS.min)
      .max(limit.INACTIVITY_MONTHS.max)
      .nullable()
      .describe('null: never.'),
  };
}

type Fields = ReturnType<typeof settingFields>;
type LeftOut<F extends Readonly<Record<string, z.ZodType>>> = { [Name in keyof F]: z.ZodExactOptional<F[Name]> };

/** The same, each of which may be left out. */
export function changeFields(isAddress: (text: string) => boolean): LeftOut<Fields> {
  const optional = Object.entries(settingFields(isAddress)).map(([name, field]) => [name, z.exactOptional(field)]);
  // `entries` forgets which name had which schema.
  return Object.fromEntries(optional) as LeftOut<Fields>;
}

type Unchanging<T> = T extends readonly (infer One)[]
  ? readonly Unchanging<One>[]
  : T extends object
    ? { readonly [Name in keyof T]: Unchanging<T[Name]> }
    : T;

/** What is to be changed: whatever is left out stays as it is. */
export type SettingsChange = Unchanging<z.infer<z.ZodObject<LeftOut<Fields>>>>;
