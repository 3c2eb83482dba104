import type { Proposal, Trace } from './queries.js';

function fieldOf(given: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    given,
  );
}

/** What an act was about: the headline as far as the proposal still knows it, the words it wrote, or its reason. */
export function wordsOfTrace({ detail }: Trace, { blocks, exclusions }: Proposal): string {
  for (const place of ['new', 'old']) {
    const written = fieldOf(detail, place, 'words', 'headline') ?? fieldOf(detail, place, 'words', 'title');
    if (typeof written === 'string' && written !== '') return written;
    const [block, dispatch] = [fieldOf(detail, place, 'block'), fieldOf(detail, place, 'dispatchId')];
    const known =
      blocks.find(({ id, dispatchId }) => id === block || (dispatch !== undefined && dispatchId === dispatch))?.headline ??
      exclusions.find(({ dispatchId }) => dispatchId === dispatch)?.headline;
    if (typeof known === 'string' && known !== '') return known;
  }
  const reason = fieldOf(detail, 'reason');
  return typeof reason === 'string' ? reason : '';
} // prettier-ignore
