import { Injectable } from '@nestjs/common';
import type { DispatchSearch, FoundPage, HighlightedDispatch } from './dispatch-search.js';
import { fragments, writtenWords } from './fragments.js';
import { IndexDispatches } from './index-dispatches.service.js';
import { newestCursor, offsetOf, searchCursor } from './search-cursor.js';
import { searchKind } from './search-kinds.js';
import {
  beginsWith,
  SearchDispatchesRepository,
  type FoundRow,
  type KindQuery,
} from './search-dispatches.repository.js';
import { searchTerms, type SearchTerm } from './search-terms.js';
import { pairsOf, searchText } from './search-text.js';

/** Finds dispatches by their words and by what they are. Nothing that anybody types is an error. */
@Injectable()
export class SearchDispatches {
  constructor(
    private readonly repository: SearchDispatchesRepository,
    private readonly index: IndexDispatches,
  ) {}

  /** @throws CatalogueError `search.cursor` */
  async find(search: DispatchSearch): Promise<FoundPage> {
    await this.index.catchUp();
    const terms = searchTerms(search.text ?? '');
    const queries = await this.queries(search, terms);
    const query = combined(queries);
    const isEveryTermLost = query === null && terms.some(({ isNegated }) => !isNegated);
    if (isEveryTermLost) return { dispatches: [], next: null };
    // One more than asked for says whether there is another page.
    const more = { ...search, limit: search.limit + 1 };
    const isRanked = search.sort === 'rank' && query !== null;
    const offset = isRanked ? offsetOf(search.after) : 0;
    const rows = isRanked
      ? await this.repository.ranked(more, query, offset)
      : await this.repository.newest(more, query, newestCursor(search.after));
    const shown = rows.slice(0, search.limit);
    const last = shown.at(-1);
    const next = isRanked ? searchCursor('r', String(offset + search.limit)) : searchCursor('n', last?.micros ?? '', last?.id ?? '');
    return { dispatches: await this.highlighted(shown, terms, queries), next: rows.length > search.limit ? next : null };
  } // prettier-ignore

  private async queries(search: DispatchSearch, terms: readonly SearchTerm[]): Promise<readonly KindQuery[]> {
    if (terms.length === 0) return [];
    const kinds = search.language === undefined ? await this.repository.kinds() : [searchKind(search.language)];
    return this.repository.queries(kinds, terms);
  }

  private async highlighted(
    rows: readonly FoundRow[],
    terms: readonly SearchTerm[],
    queries: readonly KindQuery[],
  ): Promise<HighlightedDispatch[]> {
    const wanted = terms.filter(({ isNegated }) => !isNegated);
    // Runs of a term as they were typed, for scripts without spaces.
    const runs = wanted.flatMap(({ text }) => text.split(' ')).filter((run) => pairsOf(run, { ends: true }).length > 0);
    const hits = new Map<string, ReadonlySet<string>>();
    for (const [kind, of] of Map.groupBy(rows, ({ language }) => searchKind(language))) {
      const any = queries.find((one) => one.kind === kind)?.any ?? null;
      const words = new Set(of.flatMap(({ headline, standfirst }) => writtenWords(`${headline} ${standfirst}`).map(searchText)));
      hits.set(kind, any === null ? new Set() : await this.repository.hits(kind, [...words], any));
    }
    return rows.map((row) => {
      const found = hits.get(searchKind(row.language));
      const isHit = (word: string): boolean => word !== '' && (found?.has(word) === true || beginsWith(word, wanted));
      const marked = { isHit, runs };
      return { ...row, headlineParts: fragments(row.headline, marked), standfirstParts: fragments(row.standfirst, marked) };
    });
  } // prettier-ignore
}

/** One query for all kinds, each for its own dispatches; null: nothing restricts. */
function combined(queries: readonly KindQuery[]): string | null {
  const byQuery = Map.groupBy(queries.filter(({ all }) => all !== null), ({ all }) => all ?? '');
  if (byQuery.size === 0) return null;
  return [...byQuery].map(([all, of]) => `((${of.map(({ kind }) => `'#${kind}'`).join('|')})&(${all}))`).join('|');
} // prettier-ignore
