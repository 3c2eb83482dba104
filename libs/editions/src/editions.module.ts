import { Module } from '@nestjs/common';
import { DispatchesModule } from '@app/dispatches';
import { MailModule } from '@app/mail';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { ProposalRepository } from './desk/proposal.repository.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';
import { CorrectionRepository } from './revisions/correction.repository.js';
import { RevisionRepository } from './revisions/revision.repository.js';
import { ClaimEditions } from './calendar/claim-editions.service.js';
import { ReaderMornings } from './calendar/reader-mornings.js';
import { EditionRepository } from './edition.repository.js';
import { InsertionRepository } from './newsletters/insertion.repository.js';
import { NewsletterRepository } from './newsletters/newsletter.repository.js';
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
    ProposalRepository,
    RevisionRepository,
    CorrectionRepository,
    RenderDigest,
    AssembleEdition,
    FreezeEdition,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    SetUpNewsroom,
    ViewLinks,
  ],
  exports: [
    NewsletterRepository,
    InsertionRepository,
    NewsletterWords,
    EditionRepository,
    ProposalRepository,
    RevisionRepository,
    CorrectionRepository,
    AssembleEdition,
    FreezeEdition,
    ClaimEditions,
    ReaderMornings,
    PrepareEdition,
    PreviewEdition,
    SetUpNewsroom,
    ViewLinks,
  ],
})
export class EditionsModule {}
