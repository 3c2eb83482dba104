import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { SubscribersModule } from '@app/subscribers';
import { ArmInstallation } from './arming/arm-installation.service.js';
import { UnknownRowsRepository } from './arming/unknown-rows.repository.js';
import { AudienceRepository } from './audience/audience.repository.js';
import { CutAudience } from './audience/cut-audience.service.js';
import { ForeseeAudience } from './audience/foresee-audience.service.js';
import { FreezeAudience } from './audience/freeze-audience.service.js';
import { ReadersRepository } from './audience/readers.repository.js';
import { TendAudience } from './audience/tend-audience.service.js';
import { WaveRepository } from './audience/wave.repository.js';
import { ClickRepository } from './clicks/click.repository.js';
import { NoteClicks } from './clicks/note-clicks.service.js';
import { DeliveryRecordsRepository } from './ledger/delivery-records.repository.js';
import { DeliveryRecords } from './ledger/delivery-records.service.js';
import { DeliveryRepository } from './ledger/delivery.repository.js';
import { EditionMessage } from './submitting/edition-message.service.js';
import { EditionRoute } from './submitting/edition-route.service.js';
import { ReadEditionStatus } from './progress/edition-status.service.js';
import { FindDelivery } from './ledger/find-delivery.service.js';
import { LedgerRetention } from './ledger/ledger-retention.service.js';
import { LedgerSweepRepository } from './ledger/ledger-sweep.repository.js';
import { MailDomainRepository } from './pace/mail-domain.repository.js';
import { MailProviders } from './pace/mail-providers.service.js';
import { ManageWarmUps } from './pace/manage-warm-ups.service.js';
import { PaceRetention } from './pace/pace-retention.service.js';
import { Pacing } from './pace/pacing.service.js';
import { PermitRepository } from './pace/permit.repository.js';
import { Permits } from './pace/permits.service.js';
import { Reactions } from './pace/reactions.service.js';
import { ReadPace } from './pace/read-pace.service.js';
import { SendingCountRepository } from './pace/sending-count.repository.js';
import { SendingCounts } from './pace/sending-counts.service.js';
import { WarmUpRepository } from './pace/warm-up.repository.js';
import { WarmUps } from './pace/warm-ups.service.js';
import { PauseEdition } from './pause-edition.service.js';
import { OnTimeRepository } from './progress/on-time.repository.js';
import { OnTime } from './progress/on-time.service.js';
import { PaceRepository } from './progress/pace.repository.js';
import { ProgressRepository } from './progress/progress.repository.js';
import { ForeseeConsequences } from './progress/foresee-consequences.service.js';
import { ReachRepository } from './progress/reach.repository.js';
import { WaysRepository } from './progress/ways.repository.js';
import { RunningSendings } from './progress/running-sendings.service.js';
import { SendingsRepository } from './progress/sendings.repository.js';
import { ReadReport } from './report/read-report.service.js';
import { ReportRepository } from './report/report.repository.js';
import { ReturnPath } from './return-path.js';
import { RingChunks } from './submitting/ring-chunks.service.js';
import { SettleRows } from './submitting/settle-rows.service.js';
import { StartEdition } from './start-edition.service.js';
import { DeliveryStoryRepository } from './story/delivery-story.repository.js';
import { TellDeliveryStory } from './story/tell-delivery-story.service.js';
import { StoryLinks } from './clicks/story-links.js';
import { ResolveUncertain } from './uncertain/resolve-uncertain.service.js';
import { UncertainRepository } from './uncertain/uncertain.repository.js';
import { SubmitChunk } from './submitting/submit-chunk.service.js';
import { SweepLedger } from './ledger/sweep-ledger.service.js';

@Module({
  imports: [MailModule, EditionsModule, SubscribersModule],
  providers: [
    UncertainRepository,
    ResolveUncertain,
    ArmInstallation,
    UnknownRowsRepository,
    AudienceRepository,
    ReadersRepository,
    WaveRepository,
    CutAudience,
    FreezeAudience,
    ForeseeAudience,
    TendAudience,
    ProgressRepository,
    ReachRepository,
    ForeseeConsequences,
    PaceRepository,
    OnTimeRepository,
    OnTime,
    WaysRepository,
    SendingsRepository,
    RunningSendings,
    MailDomainRepository,
    MailProviders,
    ManageWarmUps,
    PaceRetention,
    Pacing,
    PermitRepository,
    Permits,
    Reactions,
    ReadPace,
    SendingCountRepository,
    SendingCounts,
    WarmUpRepository,
    WarmUps,
    DeliveryRepository,
    DeliveryRecords,
    DeliveryRecordsRepository,
    DeliveryStoryRepository,
    TellDeliveryStory,
    FindDelivery,
    LedgerRetention,
    LedgerSweepRepository,
    ReturnPath,
    EditionMessage,
    StoryLinks,
    ClickRepository,
    NoteClicks,
    EditionRoute,
    SettleRows,
    RingChunks,
    StartEdition,
    SubmitChunk,
    SweepLedger,
    ReadEditionStatus,
    ReportRepository,
    ReadReport,
    PauseEdition,
  ],
  exports: [
    ReadReport,
    ForeseeConsequences,
    ForeseeAudience,
    RunningSendings,
    ManageWarmUps,
    ReadPace,
    PaceRetention,
    ResolveUncertain,
    ArmInstallation,
    TellDeliveryStory,
    Pacing,
    DeliveryRepository,
    TendAudience,
    LedgerSweepRepository,
    LedgerRetention,
    FindDelivery,
    ReturnPath,
    StoryLinks,
    NoteClicks,
    StartEdition,
    SubmitChunk,
    SweepLedger,
    ReadEditionStatus,
    PauseEdition,
  ],
})
export class DeliveryModule {}
