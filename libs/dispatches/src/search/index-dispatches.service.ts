import { Injectable } from '@nestjs/common';
import { Database, Log } from '@app/platform';
import { htmlToText } from '../markup/sanitize.js';
import { PAIRS, searchKind, textConfiguration } from './search-kinds.js';
import { SearchIndexRepository, type SearchedDispatch, type SearchRow } from './search-index.repository.js';
import { writtenLexeme } from './search-terms.js';
import { pairsOf, searchText, withoutRuns } from './search-text.js';

/** Dispatches of one transaction: a fifth of a second's work, in which nothing else of theirs may change. */
const PORTION = 200;
/** Portions of one round of the worker's; what is left is the next round's. */
const PORTIONS = 20;

/** Makes the rows that dispatches are found by from the notes that triggers leave (migration 0007). */
@Injectable()
export class IndexDispatches {
  constructor(
    private readonly database: Database,
    private readonly index: SearchIndexRepository,
    private readonly log: Log,
  ) {}

  /** The worker's round. Returns how many dispatches were indexed. */
  async round(): Promise<number> {
    let indexed = 0;
    for (let portion = 0; portion < PORTIONS; portion += 1) {
      const count = await this.portion();
      indexed += count;
      if (count === 0) break;
    }
    if (indexed > 0) this.log.debug('search.indexed', { dispatches: indexed });
    return indexed;
  }

  /** So that somebody who looks finds what has just come; a long backlog is the worker's. */
  async catchUp(): Promise<void> {
    const due = await this.index.due(this.database, PORTION);
    if (due > 0 && due < PORTION) await this.portion();
  }

  /** A portion in one transaction; where PostgreSQL takes one of its texts ill, each by itself, so that one holds up none. */
  private async portion(): Promise<number> {
    try {
      return await this.take(PORTION);
    } catch (error) {
      if (!isRefusedText(error)) throw error;
    }
    let indexed = 0;
    for (let one = 0; one < PORTION; one += 1) {
      const count = await this.takeOne();
      if (count === 0) break;
      indexed += count;
    }
    return indexed;
  }

  /** One dispatch; what cannot be indexed loses its note and is told of, and no search finds it until it changes. */
  private takeOne(): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      const ids = await this.index.take(trx, 1);
      if (ids.length === 0) return 0;
      await this.index.markBeforeWords(trx);
      try {
        await this.index.write(trx, (await this.index.texts(trx, ids)).map(searchRow));
      } catch (error) {
        if (!isRefusedText(error)) throw error;
        await this.index.backBeforeWords(trx);
        this.log.warn('search.refused', { dispatchIds: ids, error });
      }
      return ids.length;
    });
  }

  private take(limit: number): Promise<number> {
    return this.database.transaction().execute(async (trx) => {
      const ids = await this.index.take(trx, limit);
      if (ids.length === 0) return 0;
      const texts = await this.index.texts(trx, ids);
      await this.index.write(trx, texts.map(searchRow));
      return ids.length;
    });
  }
}

/** PostgreSQL's classes of faults that lie in what was given: 22 data exception, 54 more than its limits take. */
function isRefusedText(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^(?:22|54)/.test(code);
}

/** Pure. */
export function searchRow(dispatch: SearchedDispatch): SearchRow {
  const kind = searchKind(dispatch.language);
  const isPairs = kind === PAIRS;
  const [headline, standfirst, byline, body] = [
    searchText(dispatch.headline),
    searchText(dispatch.standfirst),
    searchText(dispatch.byline ?? ''),
    searchText(htmlToText(dispatch.body_html)),
  ];
  const cut = (text: string): string => (isPairs ? withoutRuns(text) : text);
  const short = cut(`${headline} ${standfirst} ${byline}`).split(' ').filter(Boolean);
  const beginnings = new Set(short.map(writtenLexeme));
  const pairs = isPairs ? pairsOf(`${headline} ${standfirst} ${byline} ${body}`, { ends: true }) : [];
  return {
    id: dispatch.id,
    kind,
    config: textConfiguration(kind),
    headline: cut(headline),
    standfirst: cut(standfirst),
    byline: cut(byline),
    body: cut(body),
    lexemes: [`#${kind}`, ...beginnings, ...pairs],
  };
}
