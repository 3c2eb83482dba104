import { isDeepStrictEqual } from 'node:util';
import { articleFacts } from './article-facts.js';
import type { Article } from '../articles/article.js';
import type { ArrivalWrites } from './dispatch-arrival.repository.js';
import type { DispatchContent } from './dispatch-content.js';
import { labelContent } from './dispatch-labels.js';
import { rowsOf } from './dispatch-row.js';
import type { LabelBook } from '../labels/label-book.js';
import type { SourceRecord } from '../sources/source.js';
import type { KnownDispatch } from './store-plan.js';

export interface EnrichFacts {
  readonly source: SourceRecord;
  readonly known: KnownDispatch;
  readonly article: Article;
  readonly labels: LabelBook;
  readonly now: Date;
}

/** The version that an article page makes, or undefined where it adds nothing or nobody will show it. Pure. */
export function enrichedVersion(facts: EnrichFacts): { writes: ArrivalWrites; version: number } | undefined {
  const { source, known, article, labels, now } = facts;
  const { link } = known.content;
  if (known.status === 'killed' || link === null) return undefined;
  const content: DispatchContent = { ...known.content, article: articleFacts(article, link) };
  if (isDeepStrictEqual(content.article, known.content.article)) return undefined;
  const { dispatch, picture } = rowsOf({
    source,
    content,
    known,
    externalId: known.content.externalId,
    canonical: known.canonical,
    // A page says nothing about the dispatch's life.
    standing: { status: known.status, reason: known.reason, alarm: undefined },
    labels: labelContent(content, source.slug, labels),
    firstSeen: now,
    isBackCatalogue: false,
    replacesId: null,
  });
  const writes = {
    created: [],
    // Its page has just been read.
    updated: [{ ...dispatch, article_state: 'none' as const }],
    versions: [{ dispatch_id: known.id, version: dispatch.version, content }],
    provenances: [],
    pictures: picture === undefined ? [] : [picture],
    events: [],
    replaced: [],
  };
  return { writes, version: dispatch.version };
}
