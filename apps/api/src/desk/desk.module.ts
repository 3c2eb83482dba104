import { Module } from '@nestjs/common';
import { DeliveryModule } from '@app/delivery';
import { DispatchesModule } from '@app/dispatches';
import { EditionsModule } from '@app/editions';
import { MailModule } from '@app/mail';
import { OperatorsModule } from '@app/operators';
import { projectPath } from '@app/platform';
import { SubscribersModule } from '@app/subscribers';
import { AccountController } from './account/account.controller.js';
import { OperatorResetsController } from './account/operator-resets.controller.js';
import { OwnSecondFactorController } from './account/own-second-factor.controller.js';
import { SecondFactorPolicyController } from './account/second-factor-policy.controller.js';
import { OwnSessionsController } from './account/own-sessions.controller.js';
import { ADMIN_FOLDER, AdminShellController } from './admin-shell.controller.js';
import { AlarmsController } from './alarms.controller.js';
import { ApprovalsController, FamilyApprovalsController } from './approvals.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { OperatorSessionsController } from './operators/operator-sessions.controller.js';
import { OperatorsController } from './operators/operators.controller.js';
import { SoloController } from './operators/solo.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { NameObjects } from './audit/name-objects.service.js';
import { CalendarController } from './calendar.controller.js';
import { DeskAlarmsController } from './desk-alarms.controller.js';
import { DeskPages } from './desk-pages.js';
import { DispatchLifeController, PicturesController } from './dispatch-life.controller.js';
import { ClustersController } from './dispatches/clusters.controller.js';
import { ConsequencesController } from './dispatches/consequences.controller.js';
import { FindDispatches } from './dispatches/find-dispatches.service.js';
import { DispatchesController } from './dispatches.controller.js';
import { EditionPreflightController } from './editions/edition-preflight.controller.js';
import { EditionDeliveriesController } from './edition-deliveries.controller.js';
import { EditionMakingController } from './edition-making.controller.js';
import { EditionProgressController } from './edition-progress.controller.js';
import { EditionUncertainController } from './edition-uncertain.controller.js';
import { EditionsController, NewsletterEditionsController } from './editions.controller.js';
import { ComparisonController } from './editions/comparison.controller.js';
import { EditionArchiveController } from './editions/edition-archive.controller.js';
import { ReportController } from './editions/report.controller.js';
import { InsertionsController } from './insertions.controller.js';
import { NewsletterSettingsController } from './newsletter-settings.controller.js';
import { NewslettersController } from './newsletters.controller.js';
import { CalendarPreviewController } from './newsletters/calendar-preview.controller.js';
import { EmbedSnippetsController } from './newsletters/embed-snippets.controller.js';
import { MakeNewsletterController } from './newsletters/make-newsletter.controller.js';
import { PagesModule } from '../pages/pages.module.js';
import { PreviewWarnings } from './preview-warnings.service.js';
import { PreviewController } from './preview.controller.js';
import { ProposalController } from './proposal.controller.js';
import { AssemblingController } from './proposals/assembling.controller.js';
import { EditionViewController } from './proposals/edition-view.controller.js';
import { ArmingController } from './settings/arming.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsRepository } from './settings/settings.repository.js';
import { ShelfController } from './proposals/shelf.controller.js';
import { RateLimits } from '../rate-limits.service.js';
import { RightsSubjects } from '../rights-subject.service.js';
import { SampleMessage } from './sample-message.service.js';
import { SessionController } from './session.controller.js';
import { OpenidController } from './sign-in/openid.controller.js';
import { SignInDoor } from './sign-in/sign-in-door.service.js';
import { SignInLinkController } from './sign-in/sign-in-link.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SourceListsController } from './source-lists.controller.js';
import { SourcePreviewController } from './sources/source-preview.controller.js';
import { SourcesController } from './sources.controller.js';
import { ImportsController } from './subscribers/imports.controller.js';
import { ReaderSight } from './subscribers/reader-sight.service.js';
import { ReadershipController } from './subscribers/readership.controller.js';
import { SubscriberActsController } from './subscribers/subscriber-acts.controller.js';
import { SubscriberExportController } from './subscribers/subscriber-export.controller.js';
import { SubscribersController } from './subscribers/subscribers.controller.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { TakeDispatches } from './take-dispatches.service.js';
import { TakedownsController } from './takedowns.controller.js';
import { LookAtNotice } from './templates/look-at-notice.service.js';
import { MakeTestMail } from './templates/make-test-mail.service.js';
import { LookAtTemplate } from './templates/look-at-template.service.js';
import { TemplateEditorController } from './templates/template-editor.controller.js';
import { SharePreviewController } from './templates/share-preview.controller.js';
import { SharedPreviewController } from './templates/shared-preview.controller.js';
import { TemplatePreviewController } from './templates/template-preview.controller.js';
import { ReadTemplates } from './templates/read-templates.service.js';
import { TemplateDraftController } from './templates/template-draft.controller.js';
import { TestMailController } from './templates/test-mail.controller.js';
import { TestSendController } from './templates/test-send.controller.js';
import { TemplatesController } from './templates/templates.controller.js';
import { AlarmMailController } from './today/alarm-mail.controller.js';
import { EventHub } from './today/event-hub.service.js';
import { EventsController } from './today/events.controller.js';
import { FirstSteps } from './today/first-steps.service.js';
import { ReadNeeds } from './today/read-needs.service.js';
import { ReadToday } from './today/read-today.service.js';
import { TodayController } from './today/today.controller.js';
import { WatchToday } from './today/watch-today.service.js';
import { DkimKeysController } from './transports/dkim-keys.controller.js';
import { LookAtSender } from './transports/look-at-sender.service.js';
import { PaceController } from './transports/pace.controller.js';
import { SenderDomainsController } from './transports/sender-domains.controller.js';
import { WarmUpsController } from './transports/warm-ups.controller.js';
import { TransportsController } from './transports.controller.js';

/** What operators reach: their application, the way in, and /api/v1. */
@Module({
  imports: [
    OperatorsModule,
    DispatchesModule,
    EditionsModule,
    MailModule,
    SubscribersModule,
    DeliveryModule,
    PagesModule,
  ],
  controllers: [
    OpenidController,
    SignInLinkController,
    SignInController,
    SessionController,
    AccountController,
    OwnSecondFactorController,
    OwnSessionsController,
    SecondFactorPolicyController,
    OperatorResetsController,
    AdminShellController,
    TodayController,
    EventsController,
    AlarmMailController,
    NewslettersController,
    MakeNewsletterController,
    NewsletterSettingsController,
    InsertionsController,
    CalendarController,
    CalendarPreviewController,
    EmbedSnippetsController,
    PreviewController,
    TemplatePreviewController,
    SharePreviewController,
    SharedPreviewController,
    TemplateEditorController,
    TemplateDraftController,
    TestSendController,
    TestMailController,
    TemplatesController,
    DispatchesController,
    DispatchLifeController,
    ConsequencesController,
    ClustersController,
    SourcePreviewController,
    PicturesController,
    SourceListsController,
    SourcesController,
    AlarmsController,
    EditionArchiveController,
    ReportController,
    ComparisonController,
    EditionsController,
    TakedownsController,
    EditionMakingController,
    EditionProgressController,
    EditionUncertainController,
    EditionDeliveriesController,
    EditionPreflightController,
    NewsletterEditionsController,
    ProposalController,
    ShelfController,
    EditionViewController,
    AssemblingController,
    ApprovalsController,
    FamilyApprovalsController,
    DeskAlarmsController,
    SubscriptionsController,
    SubscriberExportController,
    SubscribersController,
    SubscriberActsController,
    ReadershipController,
    ImportsController,
    TransportsController,
    PaceController,
    WarmUpsController,
    DkimKeysController,
    SenderDomainsController,
    AuditController,
    OperatorsController,
    OperatorSessionsController,
    SoloController,
    SettingsController,
    ArmingController,
    ApiKeysController,
  ],
  providers: [
    NameObjects,
    SettingsRepository,
    LookAtSender,
    RightsSubjects,
    ReadToday,
    ReadNeeds,
    FirstSteps,
    WatchToday,
    EventHub,
    TakeDispatches,
    FindDispatches,
    DeskPages,
    SignInDoor,
    ReaderSight,
    SampleMessage,
    LookAtNotice,
    MakeTestMail,
    LookAtTemplate,
    RateLimits,
    ReadTemplates,
    PreviewWarnings,
    { provide: ADMIN_FOLDER, useValue: projectPath('apps', 'admin', 'dist') },
  ],
  exports: [RightsSubjects, RateLimits],
})
export class DeskModule {}
