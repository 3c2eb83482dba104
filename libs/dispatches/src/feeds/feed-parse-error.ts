import { CatalogueError } from '@app/platform';

export type FeedParseCode = 'feed.not_a_feed' | 'feed.malformed';

/** Why no feed could be read. `found` says what it was instead, for the operator: "an HTML page", "truncated XML". */
export class FeedParseError extends CatalogueError {
  declare readonly code: FeedParseCode;
  constructor(
    code: FeedParseCode,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    const text =
      code === 'feed.not_a_feed' ? `This is not a feed but ${found}.` : `This feed cannot be read: ${found}.`;
    super(code, 'invalid', text, { found }, options);
  }
}
