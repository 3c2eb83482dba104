import { Module } from '@nestjs/common';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { MailDomains } from './address/mail-domains.service.js';
import { ConsentRepository } from './consent.repository.js';
import { CountAsks } from './gate/count-asks.service.js';
import { CounterRepository } from './gate/counter.repository.js';
import { GateRetention } from './gate/gate-retention.service.js';
import { GateTickets } from './gate/gate-tickets.service.js';
import { ProofOfWork } from './gate/proof-of-work.service.js';
import { SignUpGate } from './gate/sign-up-gate.service.js';
import { EndSubscription } from './leaving/end-subscription.service.js';
import { LeaveNewsletter } from './leaving/leave-newsletter.service.js';
import { LeavingRepository } from './leaving/leaving.repository.js';
import { UndoLeaving } from './leaving/undo-leaving.service.js';
import { CarryOutImport } from './moving/carry-out-import.service.js';
import { CohortRepository } from './moving/cohort.repository.js';
import { ExportReaders } from './moving/export-readers.service.js';
import { ExportRepository } from './moving/export.repository.js';
import { ImportReaders } from './moving/import-readers.service.js';
import { ImportRepository } from './moving/import.repository.js';
import { RehearseImport } from './moving/rehearse-import.service.js';
import { StagingRepository } from './moving/staging.repository.js';
import { RunUploads } from './moving/uploads/run-uploads.service.js';
import { TakeUploads } from './moving/uploads/take-uploads.service.js';
import { UploadRepository } from './moving/uploads/upload.repository.js';
import { SteerImports } from './moving/steer-imports.service.js';
import { ApplyChoices } from './preferences/apply-choices.service.js';
import { PreferencesRepository } from './preferences/preferences.repository.js';
import { ReaderPreferences } from './preferences/reader-preferences.service.js';
import { EndInactive } from './inactivity/end-inactive.service.js';
import { InactivityRepository } from './inactivity/inactivity.repository.js';
import { InactivityRoundRepository } from './inactivity/inactivity-round.repository.js';
import { InactivityRounds } from './inactivity/inactivity-rounds.service.js';
import { ReplayWithdrawals } from './journal/replay-withdrawals.service.js';
import { ShipWithdrawals } from './journal/ship-withdrawals.service.js';
import { WithdrawalRepository } from './journal/withdrawal.repository.js';
import { ReaderLinks } from './reader-links.js';
import { EvidenceKeyRepository } from './evidence-key.repository.js';
import { NetworkEvidence } from './network-evidence.service.js';
import { AttestSubscriptions } from './sign-up/attest-subscriptions.service.js';
import { NamedNewsletters } from './sign-up/named-newsletters.service.js';
import { NewReadersRepository } from './sign-up/new-readers.repository.js';
import { ReaderNotices } from './sign-up/reader-notices.service.js';
import { ReminderRepository } from './sign-up/reminder.repository.js';
import { RemindSignUps } from './sign-up/remind-sign-ups.service.js';
import { WriteNewReaders } from './sign-up/write-new-readers.service.js';
import { WriteSignUp } from './sign-up/write-sign-up.service.js';
import { WriteTogether } from './sign-up/write-together.service.js';
import { ConfirmSubscription } from './sign-up/confirm-subscription.service.js';
import { AddressChangeRepository } from './personal/address-change.repository.js';
import { AskPersonalLink } from './personal/ask-personal-link.service.js';
import { ChangeAddress } from './personal/change-address.service.js';
import { ConsentReceipts } from './personal/consent-receipts.service.js';
import { EraseReader } from './personal/erase-reader.service.js';
import { ErasureRepository } from './personal/erasure.repository.js';
import { PersonalLinks } from './personal/personal-links.js';
import { PersonalRepository } from './personal/personal.repository.js';
import { ReaderRecords } from './personal/reader-records.js';
import { TellReaderStory } from './personal/reader-story.service.js';
import { SignUp } from './sign-up/sign-up.service.js';
import { SubscriberRepository } from './subscriber.repository.js';
import { SeedRepository } from './seed.repository.js';
import { ReaderTotals } from './reader-totals.service.js';
import { CountReadership } from './readership/count-readership.service.js';
import { ReadReadership } from './readership/read-readership.service.js';
import { ReadershipRepository } from './readership/readership.repository.js';
import { FindReaders } from './finding/find-readers.service.js';
import { FindRepository } from './finding/find.repository.js';
import { SteerReader } from './personal/steer-reader.service.js';
import { SubscriptionRepository } from './subscription.repository.js';
import { OperatorBans } from './suppression/operator-bans.service.js';
import { SuppressReader } from './suppression/suppress-reader.service.js';
import { SuppressionRepository } from './suppression.repository.js';
import { TendReaders } from './tend-readers.service.js';

const repositories = [
  SeedRepository,
  SubscriberRepository,
  SubscriptionRepository,
  ConsentRepository,
  SuppressionRepository,
];
const personalTables = [PersonalRepository, AddressChangeRepository, ErasureRepository];
const rights = [
  ReaderRecords,
  PersonalLinks,
  TellReaderStory,
  AskPersonalLink,
  ChangeAddress,
  EraseReader,
  ConsentReceipts,
  SuppressReader,
  OperatorBans,
];
const choices = [
  LeavingRepository,
  EndSubscription,
  UndoLeaving,
  PreferencesRepository,
  ApplyChoices,
  ReaderPreferences,
];
const movingTables = [
  ImportRepository,
  StagingRepository,
  CohortRepository,
  ExportRepository,
  RehearseImport,
  CarryOutImport,
  UploadRepository,
];
const moving = [ImportReaders, SteerImports, ExportReaders, TakeUploads, RunUploads];
const gate = [CounterRepository, CountAsks, ProofOfWork, GateTickets, GateRetention, SignUpGate];
const signingUp = [
  EvidenceKeyRepository,
  NetworkEvidence,
  ReaderNotices,
  NewReadersRepository,
  WriteNewReaders,
  WriteSignUp,
  WriteTogether,
  NamedNewsletters,
  AttestSubscriptions,
  ReminderRepository,
  RemindSignUps,
];
const looking = [FindRepository, FindReaders, ReadershipRepository, CountReadership, ReadReadership, SteerReader];
const journal = [WithdrawalRepository, ShipWithdrawals, ReplayWithdrawals];
const silence = [InactivityRepository, InactivityRoundRepository, EndInactive];
const services = [
  ReaderTotals,
  InactivityRounds,
  MailDomains,
  ReaderLinks,
  SignUp,
  ConfirmSubscription,
  LeaveNewsletter,
  TendReaders,
];

@Module({
  imports: [MailModule, EditionsModule],
  providers: [
    ...repositories,
    ...signingUp,
    ...choices,
    ...personalTables,
    ...rights,
    ...gate,
    ...silence,
    ...journal,
    ...movingTables,
    ...moving,
    ...services,
    ...looking,
  ],
  exports: [
    SubscriptionRepository,
    SeedRepository,
    SuppressionRepository,
    ...rights,
    ...moving,
    ShipWithdrawals,
    ReplayWithdrawals,
    NetworkEvidence,
    AttestSubscriptions,
    SignUpGate,
    EndSubscription,
    UndoLeaving,
    ReaderPreferences,
    ...services,
    FindReaders,
    CountReadership,
    ReadReadership,
    SteerReader,
  ],
})
export class SubscribersModule {}
