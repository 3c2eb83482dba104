/**
 * What the readers' pages are made from. Everything in here is plain text: the templates escape it, so a value may come
 * from an operator or straight from a stranger's form.
 */

/** The words of one locale, as far as pages need them. */
export interface PageTranslator {
  /** The locale that answers, which may be a fallback of the one that was asked for. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  t(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** A text in the page's order of writing; in isolates where its own is the other one. */
  isolated(text: string): string;
}

export interface PageMessages {
  translator(locale: string): PageTranslator;
}

export interface NewsletterCard {
  /** The part of its address after `/n/`. */
  readonly slug: string;
  readonly name: string;
  /** One sentence in the newsletter's language; empty: the page's own default sentence is shown. */
  readonly promise: string;
  /** BCP 47 tag. Pages of one newsletter speak this language. */
  readonly language: string;
  /** A ready sentence in the newsletter's language: "Du lundi au vendredi, à 6 h 40". */
  readonly frequency: string;
  /** `#rrggbb`; anything else is ignored. A drawn mark only, never the colour of a text. */
  readonly accent?: string;
}

/** One line of the drawn example. */
export interface SampleHeadline {
  /** The region's name as readers see it. */
  readonly region: string;
  /** The region's slug; it picks the colour of the rule, see `[data-region]` in reader.css. */
  readonly regionKey?: string;
  readonly headline: string;
}

interface Framed {
  /** Shown on top of the page and in its title. */
  readonly brandName?: string;
}

export interface HomeInput {
  /** BCP 47 tag, from the reader's Accept-Language. */
  readonly locale: string;
  readonly brandName: string;
  readonly newsletters: readonly NewsletterCard[];
}

/** What the form's own fields hold: what the reader typed, and what goes along unseen. */
export interface SignUpFields {
  /** What the reader typed; shown again after an error. */
  readonly address: string;
  /** The page the form stands on, for the consent record. */
  readonly page: string;
  /** Where on that page, for the consent record. */
  readonly placement: string;
  /** IANA zone as the browser said it; filled in by script. */
  readonly timeZone: string;
  /** When this form was made, signed: see `SignUpGate.formTicket`. */
  readonly ticket: string;
  /** A proof that came with the form and may still serve. */
  readonly proof: string;
  /** The address the reader was asked about and keeps: not asked again when the form comes back for another reason. */
  readonly keptAddress: string;
}

/** Why a form came back. Its text stands beside the field. */
export interface SignUpRefusal {
  readonly code: string;
  /** `subscriber.address_suspected`: the whole address that may have been meant. */
  readonly suggestion?: string;
  /** `sign_up.proof_required`: the challenge as JSON for the script, and what goes without script. */
  readonly proof?: { readonly challenge: string; readonly waitToken: string; readonly waitSeconds: number };
}

interface SignUpFormInput extends Framed {
  readonly newsletter: NewsletterCard;
  readonly form: SignUpFields;
  readonly refusal?: SignUpRefusal;
}

export interface SignUpInput extends SignUpFormInput {
  readonly sample?: { readonly headlines: readonly SampleHeadline[] };
  /** Where past editions are; left out: they are not shown. */
  readonly archiveHref?: string;
  /** Newsletters the same press of the button can ask for. */
  readonly further: readonly (NewsletterCard & { readonly isChosen: boolean })[];
  readonly otherNewsletters: readonly NewsletterCard[];
}

/** The form for a frame on somebody's page: nothing but the form. */
export type FrameInput = SignUpFormInput;

export interface NewsletterInput extends Framed {
  readonly newsletter: NewsletterCard;
}

export interface TokenInput extends NewsletterInput {
  readonly token: string;
}

interface Confirmable extends NewsletterInput {
  /** Whatever else the same link confirms. */
  readonly others?: readonly NewsletterCard[];
}

export interface ConfirmInput extends Confirmable {
  readonly token: string;
}

export interface ConfirmedInput extends Confirmable {
  /** When the next edition leaves, ready and in the newsletter's language and zone: "lundi 23 novembre à 6 h 40 (heure de Paris)". */
  readonly nextEditionLabel?: string;
}

export interface MessageInput extends Framed {
  readonly locale: string;
  /** The HTTP status it is sent with; shown with the code so that a reader can quote both. */
  readonly status: number;
  /** A code of `readerErrorCodes`; any other shows the text of `internal` under its own code. */
  readonly code: string;
  /** Replace the texts of the code. */
  readonly title?: string;
  readonly text?: string;
}

export interface PrivacyInput {
  readonly locale: string;
  readonly brand: {
    readonly name: string;
    readonly legalName: string;
    /** May have several lines. */
    readonly postalAddress: string;
    readonly contactAddress: string;
  };
  /** The periods the installation really keeps (docs/retention.md). */
  readonly retention: {
    readonly unconfirmedDays: number;
    readonly deliveryDays: number;
    /** After the subscription's end. Left out: kept for as long as it may have to be shown. */
    readonly consentYears?: number;
  };
}
