import { Module } from '@nestjs/common';
import { DispatchesModule } from '@app/dispatches';
import { DeliveryModule } from '@app/delivery';
import { EditionsModule } from '@app/editions';
import { FeedbackModule } from '@app/feedback';
import { SubscribersModule } from '@app/subscribers';
import { PagesModule } from '../pages/pages.module.js';
import { AddressChangeController } from './address-change.controller.js';
import { AddressRefusal } from './address-refusal.service.js';
import { ArchiveFeedController } from './archive-feed.controller.js';
import { ArchiveFeed } from './archive-feed.service.js';
import { ArchivePage } from './archive-page.service.js';
import { ArchiveController } from './archive.controller.js';
import { AssetsController } from './assets.controller.js';
import { ConfirmController } from './confirm.controller.js';
import { EmbedCors } from './embed-cors.service.js';
import { EmbedController } from './embed.controller.js';
import { FrameController } from './frame.controller.js';
import { MediaController } from './media.controller.js';
import { MyDataPage } from './my-data-page.service.js';
import { NewsletterPagesController } from './newsletter-pages.controller.js';
import { PersonalController } from './personal.controller.js';
import { PostedForm } from './posted-form.service.js';
import { PreferencePage } from './preference-page.service.js';
import { PreferencesController } from './preferences.controller.js';
import { PrivacyController } from './privacy.controller.js';
import { PublicApiController } from './public-api.controller.js';
import { PublicFiles } from './public-files.service.js';
import { ReaderErrorPage } from './reader-error-page.service.js';
import { ReaderLabels } from './reader-labels.service.js';
import { SampleHeadlines } from './sample-headlines.service.js';
import { SignUpPage } from './sign-up-page.service.js';
import { SignUpController } from './sign-up.controller.js';
import { Storefront } from './storefront.service.js';
import { StoryLinkController } from './story-link.controller.js';
import { TakeSignUp } from './take-sign-up.service.js';
import { UnsubscribeController } from './unsubscribe.controller.js';
import { ViewNotes } from './view-notes.service.js';
import { ViewController } from './view.controller.js';

/** What readers and their mail programs reach. Nothing here knows who is signed in. */
@Module({
  imports: [PagesModule, SubscribersModule, EditionsModule, DispatchesModule, DeliveryModule, FeedbackModule],
  controllers: [
    AssetsController,
    NewsletterPagesController,
    SignUpController,
    FrameController,
    EmbedController,
    ConfirmController,
    UnsubscribeController,
    PreferencesController,
    PersonalController,
    AddressChangeController,
    ViewController,
    StoryLinkController,
    ArchiveController,
    ArchiveFeedController,
    MediaController,
    PrivacyController,
    PublicApiController,
  ],
  providers: [
    PreferencePage,
    ReaderLabels,
    MyDataPage,
    AddressRefusal,
    Storefront,
    SampleHeadlines,
    SignUpPage,
    PostedForm,
    TakeSignUp,
    EmbedCors,
    PublicFiles,
    ArchivePage,
    ArchiveFeed,
    ViewNotes,
    ReaderErrorPage,
  ],
  exports: [ReaderErrorPage],
})
export class ReadersModule {}
