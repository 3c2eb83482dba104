import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { SubscribersModule } from '@app/subscribers';
import { AudienceRepository } from './audience/audience.repository.js';
import { CutAudience } from './audience/cut-audience.service.js';
import { FreezeAudience } from './audience/freeze-audience.service.js';
import { ReadersRepository } from './audience/readers.repository.js';
import { TendAudience } from './audience/tend-audience.service.js';
import { WaveRepository } from './audience/wave.repository.js';
import { DeliveryRecordsRepository } from './delivery-records.repository.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { DeliveryRepository } from './delivery.repository.js';
import { EditionMessage } from './edition-message.service.js';
import { EditionRoute } from './edition-route.service.js';
import { ReadEditionStatus } from './edition-status.service.js';
import { FindDelivery } from './find-delivery.service.js';
import { LedgerRetention } from './ledger-retention.service.js';
import { LedgerSweepRepository } from './ledger-sweep.repository.js';
import { Pacing } from './pace/pacing.service.js';
import { PauseEdition } from './pause-edition.service.js';
import { PaceRepository } from './progress/pace.repository.js';
import { ProgressRepository } from './progress/progress.repository.js';
import { WaysRepository } from './progress/ways.repository.js';
import { ReturnPath } from './return-path.js';
import { RingChunks } from './ring-chunks.service.js';
import { SettleRows } from './settle-rows.service.js';
import { StartEdition } from './start-edition.service.js';
import { DeliveryStoryRepository } from './story/delivery-story.repository.js';
import { TellDeliveryStory } from './story/tell-delivery-story.service.js';
import { SubmitChunk } from './submit-chunk.service.js';
import { SweepLedger } from './sweep-ledger.service.js';

@Module({
  imports: [MailModule, EditionsModule, SubscribersModule],
  providers: [
    AudienceRepository,
    ReadersRepository,
    WaveRepository,
    CutAudience,
    FreezeAudience,
    TendAudience,
    ProgressRepository,
    PaceRepository,
    WaysRepository,
    Pacing,
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
    EditionRoute,
    SettleRows,
    RingChunks,
    StartEdition,
    SubmitChunk,
    SweepLedger,
    ReadEditionStatus,
    PauseEdition,
  ],
  exports: [
    TellDeliveryStory,
    Pacing,
    DeliveryRepository,
    TendAudience,
    LedgerSweepRepository,
    LedgerRetention,
    FindDelivery,
    ReturnPath,
    StartEdition,
    SubmitChunk,
    SweepLedger,
    ReadEditionStatus,
    PauseEdition,
  ],
})
export class DeliveryModule {}
