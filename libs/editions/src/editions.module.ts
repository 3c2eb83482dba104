import { Module } from '@nestjs/common';
import { DispatchesModule } from '@app/dispatches';
import { MailModule } from '@app/mail';
import { ArchiveRepository } from './archive/archive.repository.js';
import { DispatchPlacesRepository } from './places/dispatch-places.repository.js';
import { CompareEditions } from './archive/compare-editions.service.js';
import { EditionListRepository } from './archive/edition-list.repository.js';
import { ReadArchive } from './archive/read-archive.service.js';
import { AssembleDay } from './assembly/assemble-day.service.js';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { ReadAssembly } from './assembly/read-assembly.service.js';
import { ToldRepository } from './assembly/told.repository.js';
import { ActOnDeadlines } from './desk/act-on-deadlines.service.js';
import { ApprovalRepository } from './desk/approval.repository.js';
import { ApproveEdition } from './desk/approve-edition.service.js';
import { ApproveFamily } from './desk/approve-family.service.js';
import { CancelEdition } from './desk/cancel-edition.service.js';
import { ChangeProposal } from './desk/change-proposal.service.js';
import { DeskAlarmRepository } from './desk/desk-alarm.repository.js';
import { DeskAlarms } from './desk/desk-alarms.service.js';
import { DeskProposalRepository } from './desk/desk-proposal.repository.js';
import { EditionPageRepository } from './desk/edition-page.repository.js';
import { ProposalRepository } from './desk/proposal.repository.js';
import { ReadProposal } from './desk/read-proposal.service.js';
import { ReopenEdition } from './desk/reopen-edition.service.js';
import { CorrectEditions } from './revisions/correct-editions.service.js';
import { DraftRepository } from './revisions/draft.repository.js';
import { FreezeBlocks } from './revisions/freeze-blocks.service.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';
import { MakeCorrection } from './revisions/make-correction.service.js';
import { MakeEdition } from './revisions/make-edition.service.js';
import { MakeFlash } from './revisions/make-flash.service.js';
import { MakeLetter } from './revisions/make-letter.service.js';
import { ReleaseEdition } from './revisions/release-edition.service.js';
import { ReviseEdition } from './revisions/revise-edition.service.js';
import { TaintRepository } from './revisions/taint.repository.js';
import { WriteRevision } from './revisions/write-revision.service.js';
import { CorrectionRepository } from './revisions/correction.repository.js';
import { RevisionRepository } from './revisions/revision.repository.js';
import { CalendarClaimRepository } from './calendar/calendar-claim.repository.js';
import { ClaimEditions } from './calendar/claim-editions.service.js';
import { ReaderMornings } from './calendar/reader-mornings.js';
import { EditionAudienceRepository } from './edition-audience.repository.js';
import { EditionRepository } from './edition.repository.js';
import { ApplyNewsroom } from './newsletters/apply-newsroom.service.js';
import { BelongingRepository } from './newsletters/belonging.repository.js';
import { BookInsertions } from './newsletters/book-insertions.service.js';
import { ChangeNewsletter } from './newsletters/change-newsletter.service.js';
import { InsertionRepository } from './newsletters/insertion.repository.js';
import { HouseSender } from './newsletters/house-sender.service.js';
import { NewsletterRepository } from './newsletters/newsletter.repository.js';
import { NewsroomRepository } from './newsletters/newsroom.repository.js';
import { NewsletterWords } from './newsletters/newsletter-words.service.js';
import { PrepareEdition } from './prepare-edition.service.js';
import { PreviewEdition } from './digest/preview-edition.service.js';
import { PreviewProposal } from './digest/preview-proposal.service.js';
import { EditionTemplate } from './digest/edition-template.service.js';
import { RenderDigest } from './digest/render-digest.service.js';
import { AssembleNow } from './desk/assemble-now.service.js';
import { ReadShelf } from './shelf/read-shelf.service.js';
import { MakeNewsletter } from './newsletters/make-newsletter.service.js';
import { SetUpNewsroom } from './newsletters/set-up-newsroom.service.js';
import { SharePreview } from './sharing/share-preview.service.js';
import { SharedPreviewRepository } from './sharing/shared-preview.repository.js';
import { ForgetProposalRepository } from './takedown/forget-proposal.repository.js';
import { RedactRevisions } from './takedown/redact-revisions.service.js';
import { TakeDown } from './takedown/take-down.service.js';
import { TodayEditionRepository } from './today/today-edition.repository.js';
import { TakedownRepository } from './takedown/takedown.repository.js';
import { EditionVariants } from './variants/edition-variants.service.js';
import { OpenEditions } from './variants/open-editions.service.js';
import { StoryLinkRepository } from './variants/story-link.repository.js';
import { VariantRepository } from './variants/variant.repository.js';
import { ViewLinks } from './digest/view-links.js';
import { LinkLookRepository } from './preflight/link-look.repository.js';
import { LookAtLinks } from './preflight/look-at-links.service.js';
import { PreflightEdition } from './preflight/preflight-edition.service.js';
import { PreflightGate } from './preflight/preflight-gate.service.js';
import { PreflightRepository } from './preflight/preflight.repository.js';
import { JudgeTemplate } from './workshop/judge-template.service.js';
import { RenderWorkshop } from './workshop/render-workshop.service.js';
import { FillWorkshop } from './workshop/fill-workshop.service.js';

@Module({
  imports: [MailModule, DispatchesModule],
  providers: [
    NewsletterRepository,
    HouseSender,
    BelongingRepository,
    InsertionRepository,
    NewsletterWords,
    EditionRepository,
    EditionAudienceRepository,
    ProposalRepository,
    PreflightRepository,
    PreflightEdition,
    PreflightGate,
    LinkLookRepository,
    LookAtLinks,
    ActOnDeadlines,
    ApprovalRepository,
    ApproveEdition,
    ApproveFamily,
    CancelEdition,
    ChangeProposal,
    DeskAlarmRepository,
    DeskAlarms,
    DeskProposalRepository,
    EditionPageRepository,
    ReadProposal,
    ReopenEdition,
    RevisionRepository,
    VariantRepository,
    StoryLinkRepository,
    OpenEditions,
    EditionVariants,
    CorrectionRepository,
    EditionTemplate,
    RenderDigest,
    AssembleDay,
    AssembleEdition,
    ReadAssembly,
    ToldRepository,
    CorrectEditions,
    DraftRepository,
    FreezeBlocks,
    FreezeEdition,
    MakeCorrection,
    MakeEdition,
    MakeFlash,
    MakeLetter,
    ReleaseEdition,
    ReviseEdition,
    TaintRepository,
    WriteRevision,
    CalendarClaimRepository,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    PreviewProposal,
    AssembleNow,
    ReadShelf,
    NewsroomRepository,
    ChangeNewsletter,
    ApplyNewsroom,
    BookInsertions,
    SetUpNewsroom,
    MakeNewsletter,
    EditionListRepository,
    CompareEditions,
    ArchiveRepository,
    ReadArchive,
    TakedownRepository,
    ForgetProposalRepository,
    RedactRevisions,
    TakeDown,
    DispatchPlacesRepository,
    TodayEditionRepository,
    ViewLinks,
    FillWorkshop,
    RenderWorkshop,
    JudgeTemplate,
    SharePreview,
    SharedPreviewRepository,
  ],
  exports: [
    LookAtLinks,
    PreflightEdition,
    PreflightGate,
    NewsletterRepository,
    HouseSender,
    BelongingRepository,
    InsertionRepository,
    NewsletterWords,
    EditionRepository,
    EditionAudienceRepository,
    ProposalRepository,
    ActOnDeadlines,
    ApproveEdition,
    ApproveFamily,
    CancelEdition,
    ChangeProposal,
    DeskAlarms,
    EditionPageRepository,
    ReadProposal,
    RevisionRepository,
    EditionVariants,
    OpenEditions,
    CorrectionRepository,
    AssembleDay,
    AssembleEdition,
    ToldRepository,
    FreezeEdition,
    MakeCorrection,
    MakeFlash,
    MakeLetter,
    ReleaseEdition,
    ReviseEdition,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    PreviewProposal,
    AssembleNow,
    ReadShelf,
    ChangeNewsletter,
    ApplyNewsroom,
    BookInsertions,
    SetUpNewsroom,
    MakeNewsletter,
    EditionListRepository,
    CompareEditions,
    ReadArchive,
    TakeDown,
    DispatchPlacesRepository,
    TodayEditionRepository,
    StoryLinkRepository,
    ViewLinks,
    RenderWorkshop,
    JudgeTemplate,
    SharePreview,
  ],
})
export class EditionsModule {}
