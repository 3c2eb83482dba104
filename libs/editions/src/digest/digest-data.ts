import type { EditionKind } from '@app/platform';

/**
 * What a digest's template may name: everything in it is ready to read, in the newsletter's language. Empty strings
 * stand for what is not there, so that a template can ask without knowing which fields are optional.
 */
export interface DigestData {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly brand: DigestBrand;
  /** `accent` is `#rrggbb`; the template makes it readable in both colour schemes. */
  readonly newsletter: {
    readonly name: string;
    readonly promise: string;
    readonly accent: string;
    /** Stands in the place of the brand's name; null: there is none. */
    readonly logo: DigestLogo | null;
  };
  readonly edition: DigestEdition;
  readonly subject: string;
  readonly preheader: string;
  /** At most three lines, each leading down to the block with that anchor. */
  readonly essentials: readonly { readonly headline: string; readonly anchor: string }[];
  readonly sections: readonly DigestSection[];
  /** Placeholder tokens such as `@@unsubscribe@@`, replaced for each reader after rendering, or addresses. */
  readonly links: {
    readonly unsubscribe: string;
    /** With `#pause` behind it: where a pause is chosen. */
    readonly preferences: string;
    readonly view: string;
    readonly privacy: string;
  };
}

export interface DigestEdition {
  readonly kind: EditionKind;
  /** "Flash", "Rectificatif"; empty for a digest and a letter. */
  readonly kindLabel: string;
  /** ISO: 2026-11-22. */
  readonly date: string;
  /** "dimanche 22 novembre 2026" */
  readonly dateLabel: string;
  /** "heure de Paris" */
  readonly zoneLabel: string;
}

/** An https address, its measures in CSS pixels, and what stands there where pictures are off. */
export interface DigestLogo {
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

export interface DigestBrand {
  readonly name: string;
  /** The newsletter's own, else the brand's. */
  readonly contactAddress: string;
  readonly legalName: string;
  readonly postalAddress: string;
  readonly siteUrl: string;
}

/** `color` is `#rrggbb`, chosen for white paper. */
export interface DigestSection {
  readonly key: string;
  /** Empty for what stands before the first story. */
  readonly name: string;
  readonly color: string;
  readonly blocks: readonly DigestBlock[];
}

export type DigestBlock = DispatchBlock | TextBlock | PromotionBlock | SponsorBlock;

export interface DispatchBlock {
  readonly kind: 'dispatch';
  /** Unique in the edition, fit for an `id`: letters, digits and hyphens. */
  readonly anchor: string;
  /** "Kenya et Ouganda". */
  readonly countries: string;
  readonly isUpdate: boolean;
  readonly headline: string;
  readonly standfirst: string;
  /** "AFP et Reuters". */
  readonly sources: string;
  /** "6 h 40", in the newsletter's zone, which the masthead and the foot name. */
  readonly timeLabel: string;
  readonly isPaid: boolean;
  readonly link: string;
  readonly linkLabel: string;
  /** The edition's first story: larger, and the only one whose picture has its caption. */
  readonly isLead: boolean;
  readonly picture: DigestPicture | null;
}

/** Width and height in pixels of the picture itself; the template scales it. */
export interface DigestPicture {
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly caption: string;
  readonly credit: string;
}

/** Signed and hand-written. `html` is sanitised before it comes here and printed as it is; `text` is its plain twin. */
export interface TextBlock {
  readonly kind: 'text';
  readonly title: string;
  readonly html: string;
  readonly text: string;
  readonly signature: string;
}

/** The house's own. */
export interface PromotionBlock {
  readonly kind: 'promotion';
  readonly title: string;
  readonly text: string;
  readonly link: string;
  readonly linkLabel: string;
}

/** Paid for by somebody else; the template labels it as advertising in HTML and in text. */
export interface SponsorBlock {
  readonly kind: 'sponsor';
  readonly advertiser: string;
  readonly title: string;
  readonly text: string;
  readonly link: string;
  readonly linkLabel: string;
}
