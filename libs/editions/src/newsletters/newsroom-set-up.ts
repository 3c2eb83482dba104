import type { ApprovalPolicy } from '@app/platform';
import type { SectionRule } from './newsletter.js';

/** What an operator states to bring a brand into being. */
export interface BrandSetUp {
  readonly slug: string;
  readonly name: string;
  readonly legalName: string;
  readonly postalAddress: string;
  readonly contactAddress: string;
  readonly siteUrl: string;
  readonly senderDomain: string;
  /** `#rrggbb` */
  readonly accent: string;
}

export interface NewsletterSetUp {
  readonly slug: string;
  readonly name: string;
  readonly promise: string;
  readonly language: string;
  readonly timeZone: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly sections: readonly (string | SectionRule)[];
  /** `HH:MM` by ISO weekday. */
  readonly calendar: Readonly<Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 7, string>>>;
  readonly approval?: ApprovalPolicy;
  readonly maxDispatches?: number;
  readonly allowedOrigins?: readonly string[];
  readonly offers?: {
    readonly regions?: boolean;
    readonly topics?: boolean;
    readonly timeZone?: boolean;
    readonly deliveryTimes?: readonly string[];
  };
  readonly inactivityMonths?: number;
}
