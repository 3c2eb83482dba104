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
export { submittedNotices, unsentNotices } from './notice.repository.js';
export { NoticeOutbox, type OwedNotice } from './notice-outbox.service.js';
export type { NoticeTrace } from './notice.repository.js';
export { EDITION_RELAY } from './relays.js';
export { SendNotice } from './send-notice.service.js';
export { SmtpRelay, type Submission } from './smtp/smtp-relay.js';
export type { RelayReply, SubmissionOutcome } from './smtp/submission-outcome.js';
export { TemplateRepository, type TemplateVersion } from './template.repository.js';
export { TemplateError } from './template.errors.js';
export { Transports, type TransportWish } from './transports/transports.service.js';
export { transportPurposes, type OpenTransport, type TransportPurpose } from './transports/transport.js';
export { OpenTemplate } from './open-template.js';
export { renderTemplate } from './template-rendering.js';
