import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { ConsentRepository } from './consent.repository.js';
import { CountAsks } from './gate/count-asks.service.js';
import { CounterRepository } from './gate/counter.repository.js';
import { GateTickets } from './gate/gate-tickets.service.js';
import { ProofOfWork } from './gate/proof-of-work.service.js';
import { SignUpGate } from './gate/sign-up-gate.service.js';
import { EndSubscription } from './leaving/end-subscription.service.js';
import { LeaveNewsletter } from './leaving/leave-newsletter.service.js';
import { LeavingRepository } from './leaving/leaving.repository.js';
import { UndoLeaving } from './leaving/undo-leaving.service.js';
import { ApplyChoices } from './preferences/apply-choices.service.js';
import { PreferencesRepository } from './preferences/preferences.repository.js';
import { ReaderPreferences } from './preferences/reader-preferences.service.js';
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
const choices = [
  LeavingRepository,
  EndSubscription,
  UndoLeaving,
  PreferencesRepository,
  ApplyChoices,
  ReaderPreferences,
];
const gate = [CounterRepository, CountAsks, ProofOfWork, GateTickets, SignUpGate];
const services = [ReaderLinks, SignUp, ConfirmSubscription, LeaveNewsletter, TendReaders];

@Module({
  imports: [MailModule, EditionsModule],
  providers: [...repositories, ...choices, ...rights, ...gate, ...services],
  exports: [
    SubscriptionRepository,
    SuppressionRepository,
    ...rights,
    SignUpGate,
    EndSubscription,
    UndoLeaving,
    ReaderPreferences,
    ...services,
  ],
})
export class SubscribersModule {}
