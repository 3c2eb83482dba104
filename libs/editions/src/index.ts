export { dueBetween, localDate, nextDue, type DueInstant } from './calendar/calendar.js';
export { readerDueAt, readerZone, slotOf, WHOLE_DAY, type ReaderMorning } from './calendar/reader-due.js';
export { ReaderMornings, type ReaderMorningsSource } from './calendar/reader-mornings.js';
export { upcoming, type UpcomingDay } from './calendar/upcoming.js';
export { foreseenDays, type ForeseenDay } from './calendar/foreseen-days.js';
export { slotDays, type SlotDue } from './calendar/slot-days.js';
export { EditionListRepository, type ListedEdition, type RevisionEntry } from './archive/edition-list.repository.js';
export { CompareEditions, type EditionComparison } from './archive/compare-editions.service.js';
export { MakeNewsletter, type NewNewsletter } from './newsletters/make-newsletter.service.js';
export { AssembleEdition, type Assembled } from './assembly/assemble-edition.service.js';
export { AssembleDay, type AssembledDay } from './assembly/assemble-day.service.js';
export { draftsOf } from './assembly/kept-blocks.js';
export type { Omission, Proposal, ProposedBlock, ProposedDispatch } from './assembly/proposal.js';
export { ToldRepository } from './assembly/told.repository.js';
export { FreezeEdition } from './revisions/freeze-edition.service.js';
export { MakeCorrection } from './revisions/make-correction.service.js';
export { MakeFlash } from './revisions/make-flash.service.js';
export { MakeLetter } from './revisions/make-letter.service.js';
export { correctionWords, flashWords, letterWords } from './revisions/made-texts.js';
export { ReleaseEdition } from './revisions/release-edition.service.js';
export { ReviseEdition } from './revisions/revise-edition.service.js';
export { ActOnDeadlines } from './desk/act-on-deadlines.service.js';
export type { Approval } from './desk/approval.repository.js';
export { ApproveEdition, type ApprovalResult } from './desk/approve-edition.service.js';
export { ApproveFamily } from './desk/approve-family.service.js';
export { CancelEdition } from './desk/cancel-edition.service.js';
export { ChangeProposal, type ProposalChange } from './desk/change-proposal.service.js';
export { MAX_ACTS, deskAct, readActs, type DeskAct, type DeskActInput } from './desk/desk-act.js';
export type { DeskAlarm } from './desk/desk-alarm.repository.js';
export { DeskAlarms } from './desk/desk-alarms.service.js';
export { DESK_LIMITS, deskLine, wordedLine } from './desk/desk-texts.js';
export type { ProposalDiff } from './desk/diff-proposal.js';
export { EditionPageRepository } from './desk/edition-page.repository.js';
export { ProposalRepository } from './desk/proposal.repository.js';
export { ReadProposal, type ProposalBlockView, type ProposalView } from './desk/read-proposal.service.js';
export { CorrectionRepository, type Correction } from './revisions/correction.repository.js';
export { RevisionRepository, type CurrentRevision } from './revisions/revision.repository.js';
export { ClaimEditions } from './calendar/claim-editions.service.js';
export { readerLinks } from './digest/digest-view.js';
export { EditionAudienceRepository, type SiblingEdition } from './edition-audience.repository.js';
export { EditionRepository, type Edition } from './edition.repository.js';
export { editionErrors } from './editions.errors.js';
export { prepareEdition, reviseEdition } from './editions.jobs.js';
export { EditionsModule } from './editions.module.js';
export type { Brand, Newsletter } from './newsletters/newsletter.js';
export { ApplyNewsroom, type AppliedPart } from './newsletters/apply-newsroom.service.js';
export { ChangeNewsletter, type StatedSettings } from './newsletters/change-newsletter.service.js';
export { BelongingRepository, type Belonging } from './newsletters/belonging.repository.js';
export { BookInsertions } from './newsletters/book-insertions.service.js';
export { insertionInput, type InsertionInput } from './newsletters/insertion.js';
export {
  InsertionRepository,
  type BookedInsertion,
  type StandingInsertion,
} from './newsletters/insertion.repository.js';
export { linkWithParameters, type LinkPlace } from './newsletters/link-parameters.js';
export { HouseSender } from './newsletters/house-sender.service.js';
export { NewsletterRepository } from './newsletters/newsletter.repository.js';
export { NewsletterWords } from './newsletters/newsletter-words.service.js';
export { PrepareEdition } from './prepare-edition.service.js';
export { PreviewProposal, type ProposalPreview } from './digest/preview-proposal.service.js';
export { AssembleNow } from './desk/assemble-now.service.js';
export { ReadShelf, type OnShelf, type ShelfPage, type ShelfQuery } from './shelf/read-shelf.service.js';
export { readShelfCursor } from './shelf/shelf-rank.js';
export { PreviewEdition, type EditionPreview } from './digest/preview-edition.service.js';
export {
  currentVariants,
  editionStandings,
  editionsWithTarget,
  variantsHolding,
  type HeldError,
} from './edition-standing.js';
export { RenderDigest, type RenderedDigest } from './digest/render-digest.service.js';
export { ReadArchive, type ArchivedEdition, type ArchiveListing } from './archive/read-archive.service.js';
export type { ArchiveStanding } from './archive/archive.repository.js';
export { archivePath, isDay, readEditionName, type EditionName } from './archive/edition-name.js';
export type { DigestBlock, DispatchBlock } from './digest/digest-data.js';
export { TodayEditionRepository, type TodayEdition } from './today/today-edition.repository.js';
export { TakeDown } from './takedown/take-down.service.js';
export { MAX_PUBLIC_REASON, MAX_REFERENCE, type Takedown, type TakedownOrder } from './takedown/takedown.js';
export { storyLinks, storyMark, withStoryMarks, type MarkedRendering } from './digest/story-marks.js';
export { StoryLinkRepository, type StoryLink } from './variants/story-link.repository.js';
export { ViewLinks } from './digest/view-links.js';
export type { BrandSetUp, NewsletterSetUp, NewsroomSetUp } from './newsletters/newsroom-set-up.js';
export { SetUpNewsroom } from './newsletters/set-up-newsroom.service.js';
export type { NewsletterSettings } from './newsletters/newsletter-settings.js';
export type { Difference } from './newsletters/settings-differences.js';
export { senderProblems, settingsProblems } from './newsletters/settings-problems.js';
export {
  changeFields,
  colourText,
  dayText,
  hostText,
  linkText,
  lineOf,
  originList,
  settingFields,
  slugText,
  type SettingsChange,
} from './newsletters/settings-schema.js';
export { choiceKey, EVERYTHING, type Choice } from './variants/cut.js';
export { EditionVariants } from './variants/edition-variants.service.js';
export { OpenEditions, type OpenEdition, type RenderedVariant } from './variants/open-editions.service.js';
export type { FrozenBlock } from './digest/frozen-block.js';
export {
  DispatchPlacesRepository,
  publishedDispatches,
  type DispatchPlace,
} from './places/dispatch-places.repository.js';
export { uncertainPolicies } from './uncertain-policies.js';
export {
  RenderWorkshop,
  type WorkshopRendering,
  type WorkshopTemplate,
  type WorkshopWish,
} from './workshop/render-workshop.service.js';
export {
  SAMPLE_PICTURE,
  sampleBlocks,
  sampleLanguages,
  sampleNames,
  type SampleLanguage,
  type SampleName,
} from './workshop/samples.js';
export { MAX_SHARED_DAYS, SharePreview } from './sharing/share-preview.service.js';
export { describeData, describeMessages } from './workshop/describe-data.js';
export type { WorkshopContent } from './workshop/fill-workshop.service.js';
export { JudgeTemplate, newslettersUsing, type Judging } from './workshop/judge-template.service.js';
export { checkTemplateSource, type TemplateSource } from './preflight/check-template-source.js';
export { LookAtLinks } from './preflight/look-at-links.service.js';
export { PreflightEdition } from './preflight/preflight-edition.service.js';
export { inSource } from './preflight/source-places.js';
export { PreflightGate } from './preflight/preflight-gate.service.js';
export type { EditionOverride } from './preflight/preflight.repository.js';
