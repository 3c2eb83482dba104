import { Module } from '@nestjs/common';
import { ArticleRepository } from './articles/article.repository.js';
import { FetchArticle } from './articles/fetch-article.service.js';
import { ChangeDispatch } from './life/change-dispatch.service.js';
import { ChangeClusters } from './clusters/change-clusters.service.js';
import { ClusterDispatches } from './clusters/cluster-dispatches.service.js';
import { ClusterRepository } from './clusters/cluster.repository.js';
import { ShowClusters } from './clusters/show-clusters.service.js';
import { DispatchArrivalRepository } from './store/dispatch-arrival.repository.js';
import { DispatchHistoryRepository } from './life/dispatch-history.repository.js';
import { DispatchLifeRepository } from './life/dispatch-life.repository.js';
import { DispatchPageRepository } from './shelf/dispatch-page.repository.js';
import { DispatchRepository } from './shelf/dispatch.repository.js';
import { NotChosenRepository } from './shelf/not-chosen.repository.js';
import { ArrivalCountRepository } from './shelf/arrival-count.repository.js';
import { DispatchShelf } from './shelf/dispatch-shelf.service.js';
import { LabelRepository } from './labels/label.repository.js';
import { KnownDispatchRepository } from './store/known-dispatch.repository.js';
import { Labeller } from './labels/labeller.service.js';
import { FetchPicture } from './pictures/fetch-picture.service.js';
import { KeepPicture } from './pictures/keep-picture.service.js';
import { PictureFiles } from './pictures/picture-files.service.js';
import { PictureRepository } from './pictures/picture.repository.js';
import { SweepPictures } from './pictures/sweep-pictures.service.js';
import { AddSources } from './sources/add-sources.service.js';
import { AlarmRepository } from './alarms/alarm.repository.js';
import { ChangeSource } from './sources/change-source.service.js';
import { FindSources } from './sources/find-sources.service.js';
import { HealthRepository } from './sources/health.repository.js';
import { InheritedRightsRepository } from './sources/inherited-rights.repository.js';
import { LookAtAddress } from './sources/look-at-address.service.js';
import { PollRepository } from './sources/poll.repository.js';
import { RecordPoll } from './sources/record-poll.service.js';
import { RingSources } from './sources/ring-sources.service.js';
import { SettleAlarm } from './alarms/settle-alarm.service.js';
import { WatchSources } from './sources/watch-sources.service.js';
import { SourceRetention } from './sources/source-retention.service.js';
import { PollSource } from './sources/poll-source.service.js';
import { SourceRepository } from './sources/source.repository.js';
import { ReadDispatch } from './life/read-dispatch.service.js';
import { LastSaid } from './store/last-said.service.js';
import { TakeDownDispatch } from './life/take-down-dispatch.service.js';
import { TakeDownDispatchRepository } from './life/take-down-dispatch.repository.js';
import { IndexDispatches } from './search/index-dispatches.service.js';
import { SearchDispatches } from './search/search-dispatches.service.js';
import { SearchDispatchesRepository } from './search/search-dispatches.repository.js';
import { SearchIndexRepository } from './search/search-index.repository.js';
import { ActivityRepository } from './sources/activity.repository.js';
import { PreviewSource } from './sources/preview-source.service.js';
import { RewordDispatch } from './life/reword-dispatch.service.js';
import { StoreDispatch } from './store/store-dispatch.service.js';

@Module({
  providers: [
    KnownDispatchRepository,
    DispatchArrivalRepository,
    DispatchLifeRepository,
    ChangeDispatch,
    TakeDownDispatchRepository,
    TakeDownDispatch,
    DispatchHistoryRepository,
    ReadDispatch,
    DispatchRepository,
    NotChosenRepository,
    DispatchPageRepository,
    SettleAlarm,
    SourceRepository,
    PollRepository,
    HealthRepository,
    AlarmRepository,
    ArrivalCountRepository,
    InheritedRightsRepository,
    LabelRepository,
    Labeller,
    StoreDispatch,
    LastSaid,
    PollSource,
    RecordPoll,
    RingSources,
    WatchSources,
    FindSources,
    AddSources,
    LookAtAddress,
    ChangeSource,
    SourceRetention,
    DispatchShelf,
    ArticleRepository,
    FetchArticle,
    PictureRepository,
    KeepPicture,
    FetchPicture,
    SweepPictures,
    PictureFiles,
    ClusterRepository,
    ClusterDispatches,
    ChangeClusters,
    ShowClusters,
    ActivityRepository,
    PreviewSource,
    RewordDispatch,
    SearchIndexRepository,
    IndexDispatches,
    SearchDispatchesRepository,
    SearchDispatches,
  ],
  exports: [
    IndexDispatches,
    SearchDispatches,
    ActivityRepository,
    PreviewSource,
    RewordDispatch,
    FetchArticle,
    ClusterDispatches,
    ChangeClusters,
    ShowClusters,
    ChangeDispatch,
    TakeDownDispatch,
    ReadDispatch,
    SourceRepository,
    Labeller,
    StoreDispatch,
    LastSaid,
    PollSource,
    RingSources,
    WatchSources,
    FindSources,
    AddSources,
    LookAtAddress,
    ChangeSource,
    SourceRetention,
    AlarmRepository,
    ArrivalCountRepository,
    SettleAlarm,
    DispatchPageRepository,
    DispatchShelf,
    KeepPicture,
    FetchPicture,
    SweepPictures,
    PictureFiles,
  ],
})
export class DispatchesModule {}
