/**
 * How much of each thing a dispatch may hold, texts in UTF-16 units. What comes from programs is refused beyond it, by
 * its field; what comes from feeds and pages is cut to it, because one endless byline must not cost the news.
 */
export const DISPATCH_LIMITS = {
  /** Sources use addresses as ids. */
  id: 500,
  /** A headline, byline, credit or title: several times what a mail's subject shows. */
  line: 500,
  standfirst: 5_000,
  dateline: 200,
  /** A long read with its markup. */
  body: 500_000,
  /** What browsers and mail programs agree to open. */
  link: 2_000,
  related: 50,
  countries: 30,
  categories: 100,
  category: 200,
  usageTerms: 2_000,
  caption: 2_000,
  alt: 1_000,
  /** On a side of a picture; what claims more is a mistake. */
  pixels: 20_000,
  /** Newsrooms had no feeds before, and have none yet after: a date outside is a slip of somebody's pen. */
  earliest: new Date('1900-01-01T00:00:00Z'),
  latest: new Date('2200-01-01T00:00:00Z'),
} as const;
