export { AllowList } from './allow-list.service.js';
export { darkeners, forceDark, forcedColour, type ColourRole, type Darkener } from './dark/forced-dark.js';
export { inScheme, withoutPictures } from './dark/shown-scheme.js';
export { dkimFindings, type PublishedKey } from './authentication/dkim-findings.js';
export { DnsNames } from './authentication/dns-names.js';
export { verdicts, type DnsRecord, type Finding, type Verdict } from './authentication/finding.js';
export { addressesOf, reverseFindings } from './authentication/mail-host-findings.js';
export type { Names } from './authentication/names.js';
export { inLanguage, type SenderFinding } from './authentication/sender-words.js';
export { returnPathFindings, senderFindings } from './authentication/sending-domain.js';
export type { SendingRelay } from './authentication/spf-findings.js';
export { isLocalName, localNameFinding, reservedNameFindings } from './authentication/unowned-names.js';
export { DkimKeys } from './dkim/dkim-keys.service.js';
export { dkimErrors } from './dkim/dkim.errors.js';
export type { DkimRecord } from './dkim/dkim-record.js';
export { ManageDkim, type Rotation, type ShownKey } from './dkim/manage-dkim.service.js';
export type { DkimSigner } from './dkim/signature.js';
export { MailModule } from './mail.module.js';
export { automatedHeaders, buildMessage, type Mailbox, type MessageParts } from './message/message-building.js';
export {
  pressMessage,
  type PressedMessage,
  type PressParts,
  type ReaderParts,
  type SplicedMessage,
} from './message/pressed-message.js';
export { sendNotice, type NoticeContent } from './notice.js';
export { JudgeNotice } from './notices/judge-notice.service.js';
export { noticeSample } from './notices/notice-samples.js';
export {
  loadNoticeMessages,
  noticeKinds,
  noticeParts,
  noticeSlugs,
  renderNotice,
  type NoticeBrand,
  type NoticeData,
  type NoticeKind,
} from './notice-rendering.js';
export { submittedNotices, unsentNotices } from './notice.repository.js';
export { NoticeOutbox, SETTLED_DAYS, type OwedNotice } from './notice-outbox.service.js';
export type { NoticeTrace } from './notice.repository.js';
export { noticeSchema, type NoticeTemplateData } from './notice-schema.js';
export { SendNotice } from './send-notice.service.js';
export { SmtpRelay, type Submission } from './smtp/smtp-relay.js';
export type { RelayReply, SubmissionOutcome } from './smtp/submission-outcome.js';
export {
  ManageTemplates,
  type TemplateCandidate,
  type TemplateJudge,
  type TemplateMaker,
  type VersionToPublish,
} from './templates/manage-templates.service.js';
export { PartialSnapshot } from './templates/partial-snapshot.service.js';
export { SendTestMail, TEST_MAIL_PATH, type TestMail, type TestMailSent } from './templates/send-test-mail.service.js';
export { ShippedTemplates } from './templates/shipped-templates.service.js';
export { shippedTemplate, shippedTemplates, type ShippedTemplate } from './templates/shipped-templates.js';
export type { DraftContent, TemplateDraft } from './templates/template-draft.repository.js';
export { TemplateDrafts } from './templates/template-drafts.service.js';
export { templateErrors } from './templates/template-store.errors.js';
export { TemplateRepository } from './templates/template.repository.js';
export {
  TEMPLATE_CHARACTERS,
  TEMPLATE_SLUG_LENGTH,
  templateSlug,
  type TemplateContent,
  type TemplateVersion,
  type VersionTrace,
} from './templates/template-version.js';
export { TemplateError, type TemplateErrorCode, type TemplateProblem } from './templates/template.errors.js';
export { environmentTransports } from './transports/environment-transports.js';
export { probeRelay } from './transports/probe-relay.js';
export { Transports, type TransportWish } from './transports/transports.service.js';
export {
  ManageTransports,
  type By as TransportChangedBy,
  type ShownTransport,
  type TransportChange,
} from './transports/manage-transports.service.js';
export { TestTransport, type TransportTest } from './transports/test-transport.service.js';
export {
  transportDefaults,
  transportFields,
  transportName,
  transportPassword,
} from './transports/transport-settings.js';
export { RotateSecrets, type SecretRotation } from './secrets/rotate-secrets.service.js';
export { callWords, type DeskCallWords } from './call-words.js';
export { alarmWords, type AlarmWords } from './alarm-words.js';
export {
  transportPurposes,
  type OpenTransport,
  type RelayPlace,
  type TransportPurpose,
  type TransportSettings,
} from './transports/transport.js';
export { OpenTemplate } from './rendering/open-template.js';
export { describeSchema, type DataField } from './rendering/data-description.js';
export { formatTemplate } from './rendering/format-template.js';
export { partialNames } from './rendering/partial-tag.js';
export type { MessageCatalogue, SandboxRequest } from './rendering/sandbox-messages.js';
export { sandboxLimits, TemplateSandbox, type SandboxLimits } from './rendering/template-sandbox.js';
export {
  renderTemplate,
  type RenderedTemplate,
  type TemplatePartials,
  type TemplateSource,
} from './rendering/template-rendering.js';
export { liquidFilters, liquidTags, type LiquidFilter, type LiquidTag } from './vocabulary/liquid-words.js';
export { mjmlElements, type MjmlAttribute, type MjmlElement } from './vocabulary/mjml-elements.js';
export { checkClientSupport } from './preflight/client-support.js';
export { checkMessage } from './preflight/check-message.js';
export { checkRaw, readEml, RAW_LIMIT } from './preflight/check-raw.js';
export { isBlocked, worded, type PreflightFinding, type RawFinding } from './preflight/finding.js';
export { findingRules, ruleOf, type FindingLevel, type FindingName } from './preflight/finding-rules.js';
export { readerMarks, withLinks, type MessageContext, type MessageToCheck } from './preflight/message-to-check.js';
export { preflightErrors } from './preflight/preflight.errors.js';
export { plainWords } from './preflight/plain-words.js';
export { readingOfText, readingsOf, type Reading } from './preflight/reading.js';
export { sizeFinding } from './preflight/check-size.js';
export { deadLinkFindings, lookAtLinks, webLinksIn, type LinkLook } from './preflight/dead-links.js';
