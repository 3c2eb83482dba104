import { queryOptions } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1Editions } from '../client/index.js';

/** Editions to choose from: some days of a house with several newsletters. */
const MOST = 30;

/** Of editions that were mailed, or are being. */
const LEFT: ReadonlySet<string> = new Set(['frozen', 'sending', 'sent']);

/** The last editions, to look at a template with what was or will be in them. */
export const editionsQuery = queryOptions({
  queryKey: ['templates', 'editions'],
  queryFn: async ({ signal }) => {
    const { editions } = await dataOf(getApiV1Editions({ query: { limit: MOST }, signal }));
    const filled = editions.filter(({ state }) => !['claimed', 'empty', 'cancelled'].includes(state));
    return filled.map(({ id, newsletter, editionDate, kind, state }) => ({
      id,
      newsletter: newsletter.slug,
      kind,
      hasLeft: LEFT.has(state),
      name: `${newsletter.name}, ${editionDate}${kind === 'digest' ? '' : ` (${kind})`}`,
    }));
  },
  staleTime: 60_000,
});
