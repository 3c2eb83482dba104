import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { ConfirmSubscription } from './confirm-subscription.service.js';
import { LeaveNewsletter } from './leave-newsletter.service.js';
import { ReaderLinks } from './reader-links.js';
import { SignUp } from './sign-up.service.js';
import { SubscriberRepository } from './subscriber.repository.js';

@Module({
  imports: [MailModule, EditionsModule],
  providers: [SubscriberRepository, ReaderLinks, SignUp, ConfirmSubscription, LeaveNewsletter],
  exports: [SubscriberRepository, ReaderLinks, SignUp, ConfirmSubscription, LeaveNewsletter],
})
export class SubscribersModule {}
