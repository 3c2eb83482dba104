import { Module } from '@nestjs/common';
import { DeliveryModule } from '@app/delivery';
import { SubscribersModule } from '@app/subscribers';
import { BounceRepository } from './bounce.repository.js';
import { BounceRecords } from './bounce-records.service.js';
import { BounceRetention } from './bounce-retention.service.js';
import { RecordBounce } from './record-bounce.service.js';

@Module({
  imports: [DeliveryModule, SubscribersModule],
  providers: [BounceRepository, BounceRecords, RecordBounce, BounceRetention],
  exports: [RecordBounce, BounceRetention],
})
export class FeedbackModule {}
