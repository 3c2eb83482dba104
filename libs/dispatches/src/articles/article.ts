import type { Access } from '@app/platform';

/** A news text as its page tells it: read, cleaned, not yet anybody's dispatch. Every key is always there. */
export interface Article {
  /** One line, as readers see it, without the site's name. */
  readonly title: string;
  /** The paragraph between headline and text; null when the page has none, and never repeated in `text`. */
  readonly standfirst: string | null;
  /** Names and agencies, without "By"; null: unsigned. */
  readonly byline: string | null;
  /** The place only: "Moscou", "Nairobi, Kenya". */
  readonly dateline: string | null;
  readonly published: Date | null;
  /** null unless it is later than `published`. */
  readonly updated: Date | null;
  /** ISO 639 code (`fr`), null when neither the page nor the words tell. */
  readonly language: string | null;
  /** Plain text, a blank line between paragraphs; empty for a paid page that shows only its standfirst. */
  readonly text: string;
  /** The same as `text` in the elements that dispatches may hold. */
  readonly html: string;
  readonly image: ArticleImage | null;
  /** What "read also" lines pointed to. */
  readonly related: readonly { readonly title: string; readonly link: string }[];
  readonly access: Access;
  /** Where the page says it lives; null when it does not say. */
  readonly canonicalLink: string | null;
}

export interface ArticleImage {
  readonly url: string;
  /** Pixels, as stated. */
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  /** As written: "© AFP". */
  readonly credit: string | null;
}
