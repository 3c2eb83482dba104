import { shownContent, type DispatchContent } from './dispatch-content.js';
import type { LabelBook } from '../labels/label-book.js';
import { labelDispatch, type LabelResult } from '../labels/labelling.js';
import { htmlToText } from '../markup/sanitize.js';
import type { KnownDispatch } from './store-plan.js';

/** What an operator set of a dispatch's labels; a kind that is left out is the source's or the machine's. */
export type DeskLabels = KnownDispatch['deskLabels'];

/** Labels of a version as it is shown, by what the source gave and by the words in it. */
export function labelContent(content: DispatchContent, sourceSlug: string, book: LabelBook): LabelResult {
  const { headline, standfirst, bodyHtml, language, categories, countries, regions, topics } = shownContent(content);
  return labelDispatch(
    {
      headline,
      standfirst,
      bodyText: htmlToText(bodyHtml),
      language,
      categories,
      sourceSlug,
      given: { countries, regions, topics },
    },
    book,
  );
}

/** An operator's labels win, kind by kind, and say so. */
export function withDeskLabels(labels: LabelResult, desk: DeskLabels): LabelResult {
  const set = {
    country: desk.countries,
    region: desk.regions,
    topic: desk.topics,
  };
  return {
    countries: desk.countries ?? labels.countries,
    regions: desk.regions ?? labels.regions,
    topics: desk.topics ?? labels.topics,
    reasons: (['country', 'region', 'topic'] as const).flatMap(
      (kind) =>
        set[kind]?.map((label) => ({ label, kind, because: SET_BY_DESK })) ??
        labels.reasons.filter((reason) => reason.kind === kind),
    ),
  };
}

const SET_BY_DESK = 'set by the desk';
