import type { ApprovalPolicy } from '@app/platform';

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
  readonly sections: readonly string[];
  readonly maxDispatches: number;
  readonly windowHours: number;
  readonly freezeLeadMinutes: number;
  readonly usefulHours: number;
  readonly accent: string;
  readonly isPublic: boolean;
  /** Origins whose pages may frame the form and call the public API by script. */
  readonly allowedOrigins: readonly string[];
  readonly offers: ReaderOffers;
  /** A subscription ends after so many months without a sign of its reader; null: never. */
  readonly inactivityMonths: number | null;
  readonly createdAt: Date;
  readonly familyId: string | null;
  readonly familyName: string | null;
  readonly calendar: readonly CalendarDay[];
  readonly brand: Brand;
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
}
