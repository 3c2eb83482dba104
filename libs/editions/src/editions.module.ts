import { Module } from '@nestjs/common';
import { DispatchesModule } from '@app/dispatches';
import { MailModule } from '@app/mail';
import { ClaimEditions } from './claim-editions.service.js';
import { EditionRepository } from './edition.repository.js';
import { NewsletterRepository } from './newsletter.repository.js';
import { NewsletterWords } from './newsletter-words.service.js';
import { PrepareEdition } from './prepare-edition.service.js';
import { PreviewEdition } from './preview-edition.service.js';
import { RenderDigest } from './render-digest.service.js';
import { SetUpNewsroom } from './set-up-newsroom.service.js';
import { ViewLinks } from './view-links.js';

@Module({
  imports: [MailModule, DispatchesModule],
  providers: [
    NewsletterRepository,
    NewsletterWords,
    EditionRepository,
    RenderDigest,
    ClaimEditions,
    PrepareEdition,
    PreviewEdition,
    SetUpNewsroom,
    ViewLinks,
  ],
  exports: [
    NewsletterRepository,
    NewsletterWords,
    EditionRepository,
    ClaimEditions,
    PrepareEdition,
    PreviewEdition,
    SetUpNewsroom,
    ViewLinks,
  ],
})
export class EditionsModule {}
