import { newId, type CopyState, type DispatchStatus } from '@app/platform';
import { shownContent, type DispatchContent, type GivenContent, type KeptRights } from './dispatch-content.js';
import { believableDate } from './dispatch-dates.js';
import { withDeskLabels } from './dispatch-labels.js';
import type { ArrivalStanding } from '../life/dispatch-status.js';
import type { LabelResult } from '../labels/labelling.js';
import { rightsRow, type RightsRow } from '../rights-columns.js';
import { mayUse, type Rights } from '../rights.js';
import type { SourceRecord } from '../sources/source.js';
import type { KnownDispatch } from './store-plan.js';

/** A version made into the rows that are written for it: names and values are the tables' own, as JSON. Pure. */
export interface DispatchRow extends RightsRow {
  readonly id: string;
  readonly source_id: string;
  readonly external_id: string;
  readonly version: number;
  readonly status: DispatchStatus;
  readonly status_reason: string | null;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly body_html: string;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly link: string | null;
  readonly canonical_link: string | null;
  readonly related: GivenContent['related'];
  readonly is_update: boolean;
  readonly urgency: number;
  readonly countries: readonly string[];
  readonly regions: readonly string[];
  readonly topics: readonly string[];
  readonly label_reasons: LabelResult['reasons'];
  readonly published_at: Date;
  readonly published_is_first_seen: boolean;
  readonly first_seen_at: Date;
  readonly is_back_catalogue: boolean;
  readonly embargoed_until: string | Date | null;
  readonly excerpt_length: number | null;
  readonly usage_terms: string | null;
  readonly access: string;
  readonly replaces_id: string | null;
  readonly article_state: CopyState;
}

export interface PictureRow extends RightsRow {
  readonly id: string;
  readonly dispatch_id: string;
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly alt: string;
  readonly caption: string | null;
  readonly state: CopyState;
  readonly is_lead: true;
}

export interface RowFacts {
  readonly source: SourceRecord;
  readonly content: DispatchContent;
  /** undefined: a new dispatch. */
  readonly known: KnownDispatch | undefined;
  readonly externalId: string;
  readonly canonical: string | null;
  readonly standing: ArrivalStanding;
  readonly labels: LabelResult;
  readonly firstSeen: Date;
  readonly isBackCatalogue: boolean;
  readonly replacesId: string | null;
}

/** @returns the rows; the dispatch's rights columns are written only where the desk has not set them */
export function rowsOf(facts: RowFacts): { dispatch: DispatchRow; picture: PictureRow | undefined } {
  const { source, known, standing } = facts;
  const shown = shownContent(facts.content);
  const id = known?.id ?? newId();
  const firstSeen = known?.firstSeenAt ?? facts.firstSeen;
  const rights = inherited(shown.rights, source.rights);
  const labels = withDeskLabels(facts.labels, known?.deskLabels ?? {});
  // Many feeds of Atom say only when an entry was updated; of a dispatch that we know, that says nothing of its date.
  const stated = shown.publishedAt ?? (known ? null : shown.updatedAt);
  const written = believableDate(stated, facts.firstSeen);
  const wantsArticle = source.fullText && shown.link !== null && standing.status !== 'killed';
  const dispatch: DispatchRow = {
    id,
    source_id: source.id,
    external_id: facts.externalId,
    version: (known?.version ?? 0) + 1,
    status: standing.status,
    status_reason: standing.reason,
    language: shown.language,
    headline: shown.headline,
    standfirst: shown.standfirst,
    body_html: shown.bodyHtml,
    byline: shown.byline,
    dateline: shown.dateline,
    link: shown.link,
    canonical_link: facts.canonical,
    related: shown.related,
    is_update: shown.isUpdate,
    urgency: shown.urgency,
    countries: labels.countries,
    regions: labels.regions,
    topics: labels.topics,
    label_reasons: labels.reasons,
    // A later version without a date keeps the date the dispatch has.
    published_at: written ?? known?.publishedAt ?? firstSeen,
    published_is_first_seen: written === undefined && (known?.publishedIsFirstSeen ?? true),
    first_seen_at: firstSeen,
    is_back_catalogue: facts.isBackCatalogue,
    embargoed_until: shown.embargoedUntil,
    ...rightsRow(rights),
    excerpt_length: source.excerptLength,
    usage_terms: shown.usageTerms ?? source.usageTerms,
    access: shown.access ?? source.access,
    replaces_id: facts.replacesId ?? known?.replacesId ?? null,
    article_state: wantsArticle && mayUse(rights, 'mail', { at: facts.firstSeen }) ? 'due' : 'none',
  };
  return { dispatch, picture: pictureRow(id, shown, rights, standing.status) };
}

function pictureRow(
  dispatchId: string,
  { picture, rights: stated }: GivenContent,
  rights: Rights,
  status: DispatchStatus,
): PictureRow | undefined {
  if (picture === null) return undefined;
  // The dispatch's credit line is for its text; a picture has its own or none.
  const own = inherited(picture.rights, inherited(stated, { ...rights, credit: null }));
  const mayBeUsed = own.mail || own.archive || own.feed;
  return {
    id: newId(),
    dispatch_id: dispatchId,
    url: picture.url,
    width: picture.width,
    height: picture.height,
    alt: picture.alt,
    caption: picture.caption,
    ...rightsRow(own),
    credit: picture.rights?.credit ?? picture.credit,
    state: mayBeUsed && status !== 'killed' ? 'due' : 'none',
    is_lead: true,
  };
}

/** What the dispatch states itself, and the source's rights for the rest. */
export function inherited(stated: KeptRights | null, from: Rights): Rights {
  if (stated === null) return from;
  const { until, ...others } = stated;
  return { ...from, ...others, ...(until !== undefined && { until: until === null ? null : new Date(until) }) };
}
