export { ChangeDispatch, type ChangeResult, type DeskAct, type LabelChange } from './life/change-dispatch.service.js';
export { TakeDownDispatch } from './life/take-down-dispatch.service.js';
export { agencyTextId, dispatchFromAgencyText } from './agency/agency-dispatch.js';
export { parseAgencyText, type AgencyText } from './agency/agency-text.js';
export * from './clusters/clusters.js';
export type { Article, ArticleImage } from './articles/article.js';
export { articleJson } from './articles/article-json.js';
export { readArticle } from './articles/read-article.js';
export { FetchArticle, type ArticleOutcome } from './articles/fetch-article.service.js';
export { fetchPage } from './articles/fetch-page.js';
export { incomingDispatch, type IncomingDispatch, type ShelfDispatch } from './dispatch.js';
export { DispatchPageRepository, type DispatchFilter, type DispatchListing } from './shelf/dispatch-page.repository.js';
export { DispatchShelf } from './shelf/dispatch-shelf.service.js';
export type { FormerDispatch, ShelfEntry } from './shelf/not-chosen.repository.js';
export { ArrivalCountRepository, type ArrivalWish } from './shelf/arrival-count.repository.js';
export { picturedDispatches } from './shelf/pictured-dispatches.js';
export { killedPictures, unpublishable } from './shelf/unpublishable.js';
export { dispatchErrors } from './dispatches.errors.js';
export { clusterLanguage, fetchArticle, fetchPicture, pollSource } from './dispatches.jobs.js';
export { DispatchesModule } from './dispatches.module.js';
export { decodeBody, decodeText, type DecodedText } from './feeds/charset.js';
export { discoverFeeds, type DiscoveredFeed } from './feeds/feed-discovery.js';
export { feedJson, type FeedJson } from './feeds/feed-json.js';
export type { DispatchSearch, FoundPage, HighlightedDispatch } from './search/dispatch-search.js';
export type { Fragment } from './search/fragments.js';
export { IndexDispatches } from './search/index-dispatches.service.js';
export { isSearchCursor } from './search/search-cursor.js';
export { SearchDispatches } from './search/search-dispatches.service.js';
export { parseFeed, FeedParseError, type FeedEntry, type FeedImage, type ParsedFeed } from './feeds/feed-parsing.js';
export { readOpml, writeOpml, type OpmlList, type OpmlSource } from './feeds/opml.js';
export { isDamaged } from './feeds/text-damage.js';
export { labelFileOf, readLabelFile } from './labels/label-file.js';
export { labelsOf, type Label } from './labels/label.js';
export { Labeller } from './labels/labeller.service.js';
export type { LabelInput, LabelResult } from './labels/labelling.js';
export { FetchPicture, type PictureOutcome } from './pictures/fetch-picture.service.js';
export { KeepPicture } from './pictures/keep-picture.service.js';
export { pictureAddress, type PictureFile } from './pictures/picture-address.js';
export { PictureFiles } from './pictures/picture-files.service.js';
export type { ServedFile } from './pictures/picture.repository.js';
export { SweepPictures } from './pictures/sweep-pictures.service.js';
export {
  bareCancellation,
  fromNinjs,
  isNinjs,
  type BareCancellation,
  type NinjsIssue,
  type NinjsReading,
} from './ninjs/from-ninjs.js';
export { ninjsDocument } from './ninjs/ninjs-document.js';
export { ActivityRepository, type SourceActivity } from './sources/activity.repository.js';
export { PreviewSource, type PreviewedDispatch, type SourcePreview } from './sources/preview-source.service.js';
export { RewordDispatch, type NewWords } from './life/reword-dispatch.service.js';
export { PollSource, type PollResult } from './sources/poll-source.service.js';
export { forOutput, mayUse, type Output, type OutputDispatch, type Rights, type Use } from './rights.js';
export { AddSources, type ImportedSource } from './sources/add-sources.service.js';
export { AlarmRepository, type Alarm, type OpenAlarm } from './alarms/alarm.repository.js';
export { ChangeSource } from './sources/change-source.service.js';
export { MAX_FEED_BYTES, fetchFeed, type FeedAnswer } from './sources/fetch-feed.js';
export { FindSources, type WatchedSource } from './sources/find-sources.service.js';
export type { PollListing } from './sources/health.repository.js';
export { LookAtAddress, type FirstLook } from './sources/look-at-address.service.js';
export { RingSources } from './sources/ring-sources.service.js';
export { SettleAlarm } from './alarms/settle-alarm.service.js';
export type { SourceHealth } from './sources/source-health.js';
export { SourceRepository } from './sources/source.repository.js';
export { POLL_DAYS, SourceRetention } from './sources/source-retention.service.js';
export { feedAddress } from './sources/source.js';
export type { NewSource, SourceRecord, SourceRightsChange } from './sources/source.js';
export { WatchSources } from './sources/watch-sources.service.js';
export { ReadDispatch, type DispatchHistory } from './life/read-dispatch.service.js';
export { htmlToText } from './markup/sanitize.js';
export { canonicalLink } from './store/canonical-link.js';
export { LastSaid } from './store/last-said.service.js';
export {
  StoreDispatch,
  type StoreOptions,
  type StoreOutcome,
  type StoreResult,
} from './store/store-dispatch.service.js';
