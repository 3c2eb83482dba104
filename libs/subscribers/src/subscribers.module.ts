import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { ConsentRepository } from './consent.repository.js';
import { LeaveNewsletter } from './leaving/leave-newsletter.service.js';
import { ReaderLinks } from './reader-links.js';
import { ConfirmSubscription } from './sign-up/confirm-subscription.service.js';
import { ReaderRecords } from './personal/reader-records.js';
import { SignUp } from './sign-up/sign-up.service.js';
import { SubscriberRepository } from './subscriber.repository.js';
import { SubscriptionRepository } from './subscription.repository.js';
import { SuppressReader } from './suppression/suppress-reader.service.js';
import { SuppressionRepository } from './suppression.repository.js';
import { TendReaders } from './tend-readers.service.js';

const repositories = [SubscriberRepository, SubscriptionRepository, ConsentRepository, SuppressionRepository];
const rights = [ReaderRecords, SuppressReader];
const services = [ReaderLinks, SignUp, ConfirmSubscription, LeaveNewsletter, TendReaders];

@Module({
  imports: [MailModule, EditionsModule],
  providers: [...repositories, ...rights, ...services],
  exports: [SubscriptionRepository, SuppressionRepository, ...rights, ...services],
})
export class SubscribersModule {}
