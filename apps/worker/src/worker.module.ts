import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { PlatformModule, ReadinessProbe, type Clock, type Config, type Log } from '@app/platform';
import { DispatchesModule } from '@app/dispatches';
import { DeliveryModule } from '@app/delivery';
import { EditionsModule } from '@app/editions';
import { FeedbackModule } from '@app/feedback';
import { MailModule } from '@app/mail';
import { OperatorsModule } from '@app/operators';
import { SubscribersModule } from '@app/subscribers';
import { Drain } from './drain.service.js';
import { KeepRetention } from './keep-retention.service.js';
import {
  DeliveriesProcessor,
  EditionsProcessor,
  FetchesProcessor,
  JobHandlers,
  NoticesProcessor,
  SourcesProcessor,
} from './processors.js';
import { Schedules } from './schedules.service.js';
import { TellAlarms } from './tell-alarms.service.js';

/** Queues and clock. No HTTP but the health of a worker that runs alone. */
@Module({})
export class WorkerModule {
  static forRoot(config: Config, log: Log, clock?: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(config, log, clock),
        ScheduleModule.forRoot(),
        MailModule,
        DispatchesModule,
        EditionsModule,
        SubscribersModule,
        DeliveryModule,
        FeedbackModule,
        OperatorsModule,
      ],
      providers: [
        ReadinessProbe,
        JobHandlers,
        EditionsProcessor,
        DeliveriesProcessor,
        NoticesProcessor,
        SourcesProcessor,
        FetchesProcessor,
        Schedules,
        KeepRetention,
        TellAlarms,
        Drain,
      ],
    };
  }
}
