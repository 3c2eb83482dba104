import { cutAtWord } from './markup/headline.js';

/**
 * What a dispatch or a picture may be used for. Pure, called by every floor that puts it somewhere. Unknown rights mean
 * excerpt and link: no picture, no full text, no archive copy (STANDARDS S10).
 */
export interface Rights {
  readonly mail: boolean;
  readonly archive: boolean;
  readonly feed: boolean;
  /** null: no end. */
  readonly until: Date | null;
  readonly credit: string | null;
  /** ISO 3166-1 alpha-2; null: everywhere. */
  readonly territories: readonly string[] | null;
}

export type Output = 'mail' | 'archive' | 'feed';

/** When something is used, and where its readers are. */
export interface Use {
  readonly at: Date;
  /** ISO 3166-1 alpha-2; left out: anywhere, which a right to some territories does not reach. */
  readonly territory?: string | undefined;
}

export function mayUse(rights: Rights, output: Output, { at, territory }: Use): boolean {
  if (!rights[output]) return false;
  if (rights.until !== null && at >= rights.until) return false;
  return rights.territories === null || (territory !== undefined && rights.territories.includes(territory));
}

/** Where a source states no length: about a sentence, which no press law we know of forbids to quote with its link. */
const DEFAULT_EXCERPT_LENGTH = 200;

/** The text where it may be used in full, else an excerpt cut at a word, at most `excerptLength` units long. */
export function usableText(text: string, full: boolean, excerptLength: number | null): string {
  const limit = excerptLength ?? DEFAULT_EXCERPT_LENGTH;
  if (full || text.length <= limit) return text;
  return limit <= 0 ? '' : cutAtWord(text, limit);
}

/** What {@link forOutput} needs of a dispatch. */
export interface RightfulDispatch<Picture extends { readonly rights: Rights }> {
  readonly headline: string;
  readonly standfirst: string;
  /** Left out: nobody asks for it. */
  readonly bodyHtml?: string;
  readonly link: string | null;
  readonly sourceName: string;
  readonly rights: Rights;
  readonly excerptLength: number | null;
  readonly picture: Picture | null;
}

/** A dispatch cut to what an output may hold of it. */
export interface OutputDispatch<Picture> {
  readonly headline: string;
  readonly standfirst: string;
  /** null: not without rights, or there is none. */
  readonly bodyHtml: string | null;
  readonly picture: Picture | null;
  /** Who has to be named: the credit line, else the source. */
  readonly credit: string;
  readonly link: string | null;
  /** Less than the whole was allowed. */
  readonly excerpted: boolean;
}

/**
 * Pure; never more than the rights give. A picture needs its own rights and nobody else's: it may be free where the text
 * is not, and it is used only beside a text that is.
 */
export function forOutput<Picture extends { readonly rights: Rights }>(
  dispatch: RightfulDispatch<Picture>,
  output: Output,
  use: Use,
): OutputDispatch<Picture> {
  const full = mayUse(dispatch.rights, output, use);
  const { picture, bodyHtml } = dispatch;
  return {
    headline: dispatch.headline,
    standfirst: usableText(dispatch.standfirst, full, dispatch.excerptLength),
    bodyHtml: full && bodyHtml !== undefined && bodyHtml !== '' ? bodyHtml : null,
    picture: full && picture !== null && mayUse(picture.rights, output, use) ? picture : null,
    credit: dispatch.rights.credit ?? dispatch.sourceName,
    link: dispatch.link,
    excerpted: !full,
  };
}
