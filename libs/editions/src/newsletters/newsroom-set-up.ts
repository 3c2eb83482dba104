import type { SettingsChange } from './settings-schema.js';

/** What an operator states of a brand, to bring it into being or to change it. */
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
  /** Lower case, beside that of the site; left out: none, or as it is. */
  readonly ownHosts?: readonly string[];
}

export interface FamilySetUp {
  readonly slug: string;
  readonly name: string;
}

type Needed = 'name' | 'promise' | 'timeZone' | 'senderName' | 'senderAddress' | 'sections' | 'calendar';

/** What an operator states of a newsletter. What is left out is as the schema has it, or as it is. */
export type NewsletterSetUp = Omit<SettingsChange, Needed> &
  Required<Pick<SettingsChange, Needed>> & {
    readonly slug: string;
    /** BCP 47 */
    readonly language: string;
  };

/** A brand, one family of it, and newsletters of the family. */
export interface NewsroomSetUp {
  readonly brand: BrandSetUp;
  readonly family: FamilySetUp;
  readonly newsletters: readonly NewsletterSetUp[];
}
