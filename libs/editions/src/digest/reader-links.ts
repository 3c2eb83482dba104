/**
 * Stand for one reader's links until the last moment: the rendering is shared, only these are spliced per reader.
 * They pass through MJML, HTML and plain text unchanged.
 */
export const readerLinks = {
  unsubscribe: '@@unsubscribe@@',
  preferences: '@@preferences@@',
  view: '@@view@@',
} as const;

/**
 * Text from outside may not hold what is replaced by a reader's own links: a headline with `@@unsubscribe@@` in it would
 * hand every reader's way out to strangers.
 */
export function withoutTokens(text: string): string {
  return text.replaceAll('@@', '@ @');
}

/** As {@link withoutTokens}, of an address. */
export function linkWithoutTokens(link: string): string {
  return link.replaceAll('@@', '%40%40');
}
