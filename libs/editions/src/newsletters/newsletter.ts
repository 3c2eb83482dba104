import type {
  ApprovalPolicy,
  ArchiveVisibility,
  NewsletterLogo,
  SectionRuleColumn,
  SlotColumn,
  SlowDayRule,
  UnapprovedPolicy,
  UncertainPolicy,
} from '@app/platform';

/** A newsletter with the brand it belongs to, as every part of an edition's making needs it. */
export interface Newsletter {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly language: string;
  readonly timeZone: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly replyTo: string | null;
  readonly listId: string;
  readonly templateId: string;
  readonly approval: ApprovalPolicy;
  /** Slugs of {@link sectionRules}, in order. */
  readonly sections: readonly string[];
  /** In the order the digest shows them. */
  readonly sectionRules: readonly SectionRule[];
  readonly maxDispatches: number;
  /** The window never reaches back further than this, so September does not mail out August. */
  readonly windowHours: number;
  /** A desk sees the proposal this long before it is frozen; an automatic newsletter is assembled then. */
  readonly proposalLeadMinutes: number;
  /** Content is frozen this long before the first wave; a desk has approved until then. */
  readonly freezeLeadMinutes: number;
  /** Counted from each reader's own due instant. */
  readonly usefulHours: number;
  /** What happens when nobody approved in time. */
  readonly unapproved: UnapprovedPolicy;
  readonly approvalsNeeded: 1 | 2;
  /** An approval can be taken back so long; 0: it freezes at once. */
  readonly approvalDelayMinutes: number;
  /** Staff and seed addresses get an edition so long before the first readers; null: with everyone. */
  readonly seedLeadMinutes: number | null;
  /** Dispatches of an edition that leaves short. */
  readonly shortDispatches: number;
  /** Fewer dispatches than this is a slow day. */
  readonly slowDayMin: number;
  readonly slowDay: SlowDayRule;
  /** An event told so many days back is told again only with new facts. */
  readonly toldDays: number;
  /** A reader's choice that leaves fewer dispatches gets the whole edition instead. */
  readonly cutMin: number;
  /** Flashes a reader gets a day, at most. */
  readonly flashPerDay: number;
  /** So many percent of a wave are to be submitted … */
  readonly targetPercent: number;
  /** … so many minutes after the readers' hour at most; the start is reckoned backwards. null: a wave starts at its hour. */
  readonly targetMinutes: number | null;
  /** What becomes of a copy nobody knows the end of. */
  readonly uncertainPolicy: UncertainPolicy;
  readonly archive: ArchiveVisibility;
  /** Added to links of the brand's own hosts; name → value with {newsletter}, {date}, {kind}. */
  readonly linkParameters: Readonly<Record<string, string>>;
  /** Groups of zones with an edition each; empty: one edition for all. */
  readonly slots: readonly Slot[];
  readonly breaks: readonly CalendarBreak[];
  readonly accent: string;
  readonly logo: NewsletterLogo | null;
  /** Its own, else the brand's. */
  readonly contactAddress: string;
  readonly isPublic: boolean;
  /** Origins whose pages may frame the form and call the public API by script. */
  readonly allowedOrigins: readonly string[];
  readonly offers: ReaderOffers;
  /** A subscription ends after so many months without a sign of its reader; null: never. */
  readonly inactivityMonths: number | null;
  readonly createdAt: Date;
  /** Counts changes; one made against an older version is refused. */
  readonly version: number;
  readonly familyId: string | null;
  readonly familyName: string | null;
  readonly calendar: readonly CalendarDay[];
  readonly brand: Brand;
}

export type SectionRule = Readonly<SectionRuleColumn>;
export type Slot = Readonly<SlotColumn>;

/** Days without an edition, both included: `YYYY-MM-DD` in the calendar of whoever reads it. */
export interface CalendarBreak {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly reason: string;
}

/** What a newsletter lets its readers choose. */
export interface ReaderOffers {
  readonly regions: boolean;
  readonly topics: boolean;
  readonly timeZone: boolean;
  /** `HH:MM`, the hours to choose from; empty: the calendar's alone. */
  readonly deliveryTimes: readonly string[];
}

/** One line of a newsletter's calendar. */
export interface CalendarDay {
  /** ISO 8601: 1 Monday … 7 Sunday. */
  readonly weekday: number;
  /** `HH:MM` in the newsletter's zone. */
  readonly localTime: string;
}

export interface Brand {
  readonly id: string;
  readonly name: string;
  readonly legalName: string;
  readonly postalAddress: string;
  readonly contactAddress: string;
  readonly siteUrl: string;
  readonly senderDomain: string;
  /** Lower case; that of the site is always one of them. */
  readonly ownHosts: readonly string[];
}
