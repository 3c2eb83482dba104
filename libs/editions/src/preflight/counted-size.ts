import { readerMarks, sizeFinding, withLinks, type RawFinding } from '@app/mail';
import { storyLinks, storyMark, withStoryMarks } from '../digest/story-marks.js';

/** Characters of a counted link's token: its head (5 bytes), what it names (22) and a signature (16), in base64url. */
const COUNTED_TOKEN = 58;

/**
 * The size of the mail that readers get who let their clicks be counted: their links to stories are longer than most, so
 * that theirs may be cut off where everybody else's is not. Says nothing where the plain one says the same.
 */
export function countedSizeFindings(
  { html, text }: { readonly html: string; readonly text: string },
  { publicUrl, ...edition }: Parameters<typeof storyLinks>[0] & { readonly publicUrl: string },
): RawFinding[] {
  const targets = storyLinks(edition).map((url, index) => ({ n: index + 1, url }));
  const marked = withStoryMarks({ html, text }, targets);
  const counted = `${publicUrl}/r/${'A'.repeat(COUNTED_TOKEN)}`;
  const marks = { ...readerMarks, ...Object.fromEntries(targets.map(({ n }) => [storyMark(n), counted])) };
  const found = sizeFinding(withLinks(marked.html, marks));
  if (found === undefined || found.name === sizeFinding(withLinks(html, readerMarks))?.name) return [];
  return [{ ...found, where: { part: 'html', variant: 'counted links' } }];
}
