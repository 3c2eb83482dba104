import { knownZone } from '@app/platform';
import type { CalendarBreak, Newsletter, SectionRule, Slot } from './newsletter.js';
import type { SettingsChange } from './settings-schema.js';

type Same =
  | 'name'
  | 'promise'
  | 'timeZone'
  | 'senderName'
  | 'senderAddress'
  | 'replyTo'
  | 'logo'
  | 'breaks'
  | 'slots'
  | 'approval'
  | 'unapproved'
  | 'approvalsNeeded'
  | 'approvalDelayMinutes'
  | 'proposalLeadMinutes'
  | 'freezeLeadMinutes'
  | 'seedLeadMinutes'
  | 'usefulHours'
  | 'windowHours'
  | 'maxDispatches'
  | 'shortDispatches'
  | 'slowDayMin'
  | 'slowDay'
  | 'toldDays'
  | 'cutMin'
  | 'flashPerDay'
  | 'targetPercent'
  | 'targetMinutes'
  | 'uncertainPolicy'
  | 'archive'
  | 'linkParameters'
  | 'isPublic'
  | 'allowedOrigins'
  | 'offers'
  | 'inactivityMonths';

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Everything of a newsletter that may be changed, as it was stated: null is "the brand's", not what the brand has. */
export interface NewsletterSettings extends Pick<Newsletter, Same> {
  readonly contactAddress: string | null;
  readonly accent: string | null;
  /** Slug of the template. */
  readonly template: string;
  readonly sections: readonly SectionRule[];
  /** `HH:MM` by ISO weekday. */
  readonly calendar: Readonly<Partial<Record<Weekday, string>>>;
}

/** What a newsletter's row says where the newsletter itself has the brand's. */
export type OwnSettings = Pick<NewsletterSettings, 'contactAddress' | 'accent' | 'template'>;

export function settingsOf(newsletter: Newsletter, own: OwnSettings): NewsletterSettings {
  return {
    name: newsletter.name,
    promise: newsletter.promise,
    timeZone: newsletter.timeZone,
    senderName: newsletter.senderName,
    senderAddress: newsletter.senderAddress,
    replyTo: newsletter.replyTo,
    contactAddress: own.contactAddress,
    template: own.template,
    accent: own.accent,
    logo: newsletter.logo,
    sections: newsletter.sectionRules,
    calendar: Object.fromEntries(newsletter.calendar.map(({ weekday, localTime }) => [weekday, localTime])),
    breaks: newsletter.breaks,
    slots: newsletter.slots,
    approval: newsletter.approval,
    unapproved: newsletter.unapproved,
    approvalsNeeded: newsletter.approvalsNeeded,
    approvalDelayMinutes: newsletter.approvalDelayMinutes,
    proposalLeadMinutes: newsletter.proposalLeadMinutes,
    freezeLeadMinutes: newsletter.freezeLeadMinutes,
    seedLeadMinutes: newsletter.seedLeadMinutes,
    usefulHours: newsletter.usefulHours,
    windowHours: newsletter.windowHours,
    maxDispatches: newsletter.maxDispatches,
    shortDispatches: newsletter.shortDispatches,
    slowDayMin: newsletter.slowDayMin,
    slowDay: newsletter.slowDay,
    toldDays: newsletter.toldDays,
    cutMin: newsletter.cutMin,
    flashPerDay: newsletter.flashPerDay,
    targetPercent: newsletter.targetPercent,
    targetMinutes: newsletter.targetMinutes,
    uncertainPolicy: newsletter.uncertainPolicy,
    archive: newsletter.archive,
    linkParameters: newsletter.linkParameters,
    isPublic: newsletter.isPublic,
    allowedOrigins: newsletter.allowedOrigins,
    offers: newsletter.offers,
    inactivityMonths: newsletter.inactivityMonths,
  };
}

/**
 * The settings after a change, in the one form they are stored in, so that the same words again are no difference.
 * A list or map that is given takes the place of the one before; of `offers` only what is named.
 */
export function settingsWith(before: NewsletterSettings, change: SettingsChange): NewsletterSettings {
  const { sections, slots, breaks, offers, timeZone, ...rest } = change;
  return {
    ...before,
    ...rest,
    ...(timeZone === undefined ? {} : { timeZone: knownZone(timeZone) ?? timeZone }),
    ...(sections === undefined ? {} : { sections: sections.map(wholeSection) }),
    ...(slots === undefined ? {} : { slots: slots.map(wholeSlot) }),
    ...(breaks === undefined ? {} : { breaks: breaks.map(wholeBreak).sort(byFirstDay) }),
    offers: { ...before.offers, ...offers },
  };
}

type GivenSection = NonNullable<SettingsChange['sections']>[number];

/** A bare slug is a region without bounds. */
export function wholeSection(given: GivenSection): SectionRule {
  const { label = 'region', slug, min = 0, max = null, weekdays = null } =
    typeof given === 'string' ? { slug: given } : given;
  return { label, slug, min, max, weekdays: weekdays === null ? null : [...new Set(weekdays)].sort((a, b) => a - b) };
} // prettier-ignore

/** Zones by the names readers' zones are stored under. */
function wholeSlot({ name, zones }: NonNullable<SettingsChange['slots']>[number]): Slot {
  return { name, zones: zones.map((zone) => knownZone(zone) ?? zone) };
}

function wholeBreak({ firstDay, lastDay, reason = '' }: NonNullable<SettingsChange['breaks']>[number]): CalendarBreak {
  return { firstDay, lastDay, reason };
}

function byFirstDay(one: CalendarBreak, other: CalendarBreak): number {
  if (one.firstDay === other.firstDay) return 0;
  return one.firstDay < other.firstDay ? -1 : 1;
}
