export { ArmInstallation, type Armed, type ArmingFindings } from './arming/arm-installation.service.js';
export { startEdition, submitChunk } from './delivery.jobs.js';
export { DeliveryModule } from './delivery.module.js';
export { ReadEditionStatus, type EditionStatus } from './progress/edition-status.service.js';
export { LedgerSweepRepository } from './ledger/ledger-sweep.repository.js';
export type { LedgerCounts, WaveProgress } from './progress/progress.js';
export type { CorrectionProof, UncertainDelivery } from './progress/progress.repository.js';
export { RunningSendings, type Sending, type SendingTarget } from './progress/running-sendings.service.js';
export type { OpenUncertain, SentCount } from './progress/sendings.repository.js';
export type { WayCount } from './progress/ways.repository.js';
export { ForeseeAudience, type AudienceForecast } from './audience/foresee-audience.service.js';
export { TendAudience } from './audience/tend-audience.service.js';
export { DeliveryRepository } from './ledger/delivery.repository.js';
export { PauseEdition } from './pause-edition.service.js';
export type { DeliveryReport, ReportCounts } from './report/delivery-report.js';
export { ReadReport, type EditionSum } from './report/read-report.service.js';
export { ReturnPath } from './return-path.js';
export { NoteClicks } from './clicks/note-clicks.service.js';
export { StoryLinks, type StoryLinkOf } from './clicks/story-links.js';
export { ForeseeConsequences, type Consequences } from './progress/foresee-consequences.service.js';
export { StartEdition } from './start-edition.service.js';
export { SubmitChunk } from './submitting/submit-chunk.service.js';
export { SweepLedger } from './ledger/sweep-ledger.service.js';
export { explainDelivery, type DeliveryStory } from './story/delivery-story.js';
export { TellDeliveryStory } from './story/tell-delivery-story.service.js';
export { FindDelivery, type DeliveryKey } from './ledger/find-delivery.service.js';
export { LEDGER_DAYS, LedgerRetention } from './ledger/ledger-retention.service.js';
export { refusalClass, type RefusalClass } from './ledger/refusal-class.js';
export {
  Pacing,
  type Cohort,
  type Grant,
  type PacedOutcome,
  type PacedTransport,
  type PacedWay,
} from './pace/pacing.service.js';
export { retryAfterSeconds, type Postponed } from './pace/retry-after.js';
export { ManageWarmUps, type WarmUpShown, type WarmUpStart } from './pace/manage-warm-ups.service.js';
export { paceErrors } from './pace/pace.errors.js';
export { mailProviders } from './pace/providers.js';
export { WHOLE } from './pace/permit.repository.js';
export { MAX_FACTOR, MAX_FIRST, MAX_WARM_UP_DAYS } from './pace/warm-up-caps.js';
export { PaceRetention } from './pace/pace-retention.service.js';
export { ReadPace, type PaceReport, type WayPace } from './pace/read-pace.service.js';
export { explainUncertain, type UncertainCause } from './uncertain/explain-uncertain.js';
export {
  ResolveUncertain,
  type ExplainedUncertain,
  type UncertainDecision,
} from './uncertain/resolve-uncertain.service.js';
export { uncertainErrors } from './uncertain/uncertain.errors.js';
