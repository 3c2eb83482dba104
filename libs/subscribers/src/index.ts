export { addressProblems, judgeAddress, type AddressProblem, type AddressVerdict } from './address/address.js';
export { MailDomains, type DomainVerdict } from './address/mail-domains.service.js';
export { SignUpGate, type GateRequest, type GateVerdict } from './gate/sign-up-gate.service.js';
export { ConfirmSubscription } from './sign-up/confirm-subscription.service.js';
export { EndSubscription, type Ending } from './leaving/end-subscription.service.js';
export { InactivityRounds, type InactivityForecast } from './inactivity/inactivity-rounds.service.js';
export type { InactivityRound } from './inactivity/inactivity-round.repository.js';
export { departures } from './leaving/departures.js';
export { LeaveNewsletter, type LeavePage } from './leaving/leave-newsletter.service.js';
export { UndoLeaving } from './leaving/undo-leaving.service.js';
export * from './preferences/choices.js';
export type { NewsletterWish, PreferenceWish } from './preferences/planned-changes.js';
export { ReaderPreferences, type ShownPage } from './preferences/reader-preferences.service.js';
export { NetworkEvidence } from './network-evidence.service.js';
export type { ExportFilter } from './moving/export.repository.js';
export { ExportReaders, type ExportRequest } from './moving/export-readers.service.js';
export { ImportReaders } from './moving/import-readers.service.js';
export { RunUploads } from './moving/uploads/run-uploads.service.js';
export { TakeUploads } from './moving/uploads/take-uploads.service.js';
export type { UploadPreview } from './moving/uploads/preview-upload.js';
export type { UploadOptions, UploadRecord } from './moving/uploads/upload.repository.js';
export type { ImportRequest, ImportResult, ImportWatch } from './moving/import-run.js';
export type { JournalEntry } from './journal/journal-entry.js';
export { ReplayWithdrawals, type ReplayedWithdrawals } from './journal/replay-withdrawals.service.js';
export { ShipWithdrawals } from './journal/ship-withdrawals.service.js';
export type { FileProblem } from './moving/reader-list.js';
export { FIELDS, LAYOUTS } from './moving/layouts.js';
export { SteerImports } from './moving/steer-imports.service.js';
export { ReaderLinks } from './reader-links.js';
export {
  AttestSubscriptions,
  type Attestation,
  type AttestedNewsletter,
} from './sign-up/attest-subscriptions.service.js';
export { SignUp, type AskedNewsletter, type SignUpRequest } from './sign-up/sign-up.service.js';
export { AskPersonalLink } from './personal/ask-personal-link.service.js';
export { ChangeAddress, type AddressChangePage, type AddressWish } from './personal/change-address.service.js';
export { ConsentReceipts, type ConsentReceipt, type ReceiptVerdict } from './personal/consent-receipts.service.js';
export { EraseReader } from './personal/erase-reader.service.js';
export { explainStanding, explainSuppression } from './personal/explain-standing.js';
export { ADDRESS_CHANGE_HOURS, PERSONAL_LINK_MINUTES } from './personal/personal-links.js';
export type { ConsentRecord, ReaderStory, SubscriptionStory, SuppressionRecord } from './personal/reader-story.js';
export { newestFirst, timelineKinds, timelineOf, type TimelineEvent, type TimelineKind } from './personal/timeline.js';
export { SteerReader, type OperatorsWord } from './personal/steer-reader.service.js';
export { FindReaders, type ListWish, type MaySee } from './finding/find-readers.service.js';
export type { ListPlace } from './finding/find.repository.js';
export { maskAddress } from './finding/mask-address.js';
export { CountReadership } from './readership/count-readership.service.js';
export { ReadReadership, type Readership, type ReadershipWish } from './readership/read-readership.service.js';
export { steps as readershipSteps } from './readership/readership.repository.js';
export { TellReaderStory, type FoundStory } from './personal/reader-story.service.js';
export { OperatorBans } from './suppression/operator-bans.service.js';
export { ReaderTotals, type CountedReaders } from './reader-totals.service.js';
export { ReaderRecords, type ReaderRecordKeeper } from './personal/reader-records.js';
export { SeedRepository, type Seed } from './seed.repository.js';
export { SubscriptionRepository } from './subscription.repository.js';
export { SuppressReader } from './suppression/suppress-reader.service.js';
export { SuppressionRepository } from './suppression.repository.js';
export { subscriberErrors } from './subscribers.errors.js';
export { SubscribersModule } from './subscribers.module.js';
export {
  activations,
  activeMorningCounts,
  activeMornings,
  addressDomains,
  eligibleMornings,
  eligibleReaders,
  eligibleSubscriptions,
  subscriptionStandings,
  type Standing,
} from './subscription-standing.js';
export { TendReaders } from './tend-readers.service.js';
