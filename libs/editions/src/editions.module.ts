import { Module } from '@nestjs/common';
import { DispatchesModule } from '@app/dispatches';
import { MailModule } from '@app/mail';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { ProposalRepository } from './desk/proposal.repository.js';
import { CorrectEditions } from './revisions/correct-editions.service.js';
import { DraftRepository } from './revisions/draft.repository.js';
import { FreezeBlocks } from './revisions/freeze-blocks.service.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';
import { MakeCorrection } from './revisions/make-correction.service.js';
import { MakeEdition } from './revisions/make-edition.service.js';
import { MakeFlash } from './revisions/make-flash.service.js';
import { MakeLetter } from './revisions/make-letter.service.js';
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
import { ChangeNewsletter } from './newsletters/change-newsletter.service.js';
import { InsertionRepository } from './newsletters/insertion.repository.js';
import { NewsletterRepository } from './newsletters/newsletter.repository.js';
import { NewsroomRepository } from './newsletters/newsroom.repository.js';
import { NewsletterWords } from './newsletters/newsletter-words.service.js';
import { PrepareEdition } from './prepare-edition.service.js';
import { PreviewEdition } from './digest/preview-edition.service.js';
import { RenderDigest } from './digest/render-digest.service.js';
import { SetUpNewsroom } from './newsletters/set-up-newsroom.service.js';
import { ViewLinks } from './digest/view-links.js';

@Module({
  imports: [MailModule, DispatchesModule],
  providers: [
    NewsletterRepository,
    InsertionRepository,
    NewsletterWords,
    EditionRepository,
    EditionAudienceRepository,
    ProposalRepository,
    RevisionRepository,
    CorrectionRepository,
    RenderDigest,
    AssembleEdition,
    CorrectEditions,
    DraftRepository,
    FreezeBlocks,
    FreezeEdition,
    MakeCorrection,
    MakeEdition,
    MakeFlash,
    MakeLetter,
    ReviseEdition,
    TaintRepository,
    WriteRevision,
    CalendarClaimRepository,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    NewsroomRepository,
    ChangeNewsletter,
    ApplyNewsroom,
    SetUpNewsroom,
    ViewLinks,
  ],
  exports: [
    NewsletterRepository,
    InsertionRepository,
    NewsletterWords,
    EditionRepository,
    EditionAudienceRepository,
    ProposalRepository,
    RevisionRepository,
    CorrectionRepository,
    AssembleEdition,
    FreezeEdition,
    MakeCorrection,
    MakeFlash,
    MakeLetter,
    ReviseEdition,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    ChangeNewsletter,
    ApplyNewsroom,
    SetUpNewsroom,
    ViewLinks,
  ],
})
export class EditionsModule {}
