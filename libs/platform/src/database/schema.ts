import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/**
 * The tables as TypeScript sees them. The document is the migrations with their comments; a spec proves that this file and a migrated database say the same. `date` is a string `YYYY-MM-DD`, `timestamptz` a Date.
 */

type Timestamp = ColumnType<Date, Date | string, Date | string>;
type DefaultNow = ColumnType<Date, Date | string | undefined, Date | string>;
type Day = ColumnType<string, string, string>;
type Json<T extends object | null> = JSONColumnType<T>;
type JsonDefault<T extends object> = ColumnType<T, string | undefined, string>;

export type Access = 'free' | 'metered' | 'paid';
export type DispatchStatus = 'usable' | 'withheld' | 'killed';
export type SourceKind = 'feed' | 'api' | 'operator';
export type SourceState = 'active' | 'paused' | 'stopped';
export type OperatorRole = 'admin' | 'editor' | 'designer' | 'viewer';
export type TemplateKind = 'digest' | 'flash' | 'letter' | 'correction' | 'notice' | 'partial';
export type ApprovalPolicy = 'automatic' | 'desk';
export type EditionKind = 'digest' | 'flash' | 'letter' | 'correction';
export type EditionState =
  'claimed' | 'proposed' | 'held' | 'approved' | 'frozen' | 'sending' | 'sent' | 'empty' | 'cancelled';
export type UnapprovedPolicy = 'send' | 'send_short' | 'hold';
export type SlowDayRule = 'send' | 'skip' | 'hold';
export type ArchiveVisibility = 'public' | 'none';
export type TakedownObject = 'dispatch' | 'picture' | 'edition';
export type TakedownMode = 'redact' | 'remove';
export type BlockKind = 'dispatch' | 'text' | 'promotion' | 'sponsor';
export type SubscriptionState = 'pending' | 'active' | 'paused' | 'ended';
export type ConsentAct = 'requested' | 'given' | 'withdrawn';
export type ConsentBasis = 'confirmed' | 'imported' | 'attested';
export type EndedBy = 'reader' | 'one_click' | 'operator' | 'suppression' | 'erasure' | 'inactivity' | 'moved';
export type SuppressionCause = 'hard_bounce' | 'complaint' | 'operator' | 'erased' | 'imported';
export type ConsentPurpose = 'newsletter' | 'opens' | 'clicks';
export type LeaveReason = 'too_often' | 'not_interesting' | 'not_asked' | 'not_readable' | 'other';
export type UploadState = 'receiving' | 'ready' | 'waiting' | 'running' | 'rehearsed' | 'done' | 'failed' | 'cancelled';
export type ImportState = 'reading' | 'applying' | 'done' | 'failed';
export type InactivityState = 'proposed' | 'approved' | 'done' | 'cancelled';
export type DeliveryState =
  'planned' | 'claimed' | 'submitting' | 'submitted' | 'deferred' | 'rejected' | 'skipped' | 'uncertain';
export type SkipCause =
  | 'unsubscribed'
  | 'paused'
  | 'suppressed'
  | 'no_consent'
  | 'stale'
  | 'cancelled'
  | 'flash_cap'
  | 'not_allowed'
  | 'warm_up';
export type TransportTls = 'none' | 'offered' | 'required' | 'implicit';
export type TransportState = 'active' | 'paused' | 'retired';
export type DkimState = 'pending' | 'active' | 'retiring' | 'retired';
export type UncertainPolicy = 'hold' | 'resend' | 'leave';
export type DisarmedCause = 'copied' | 'restored' | 'unknown_history' | 'operator';
export type NoticeState = 'owed' | 'sending' | 'submitted' | 'failed';
export type BounceClass = 'hard' | 'soft' | 'policy';
export type PollOutcome = 'read' | 'not_modified' | 'failed';
export type DispatchActor = 'machine' | 'source' | 'operator';
export type CopyState = 'none' | 'due' | 'stored' | 'refused';
export type LabelKind = 'region' | 'topic';
export type ClusterDecisionKind = 'opened' | 'joined' | 'split' | 'merged';

/** What a dispatch or a picture may be used for. Unknown means excerpt and link only. */
export interface RightsColumns {
  may_mail: boolean;
  may_archive: boolean;
  may_feed: boolean;
  use_until: Timestamp | null;
  credit: string | null;
}

export interface AuditEntryTable {
  id: Generated<number>;
  occurred_at: DefaultNow;
  operator_id: string | null;
  action: string;
  object: string;
  detail: JsonDefault<Record<string, unknown>>;
  api_key_id: string | null;
}

export interface TemplateTable {
  id: string;
  slug: string;
  kind: TemplateKind;
  name: string;
  created_at: DefaultNow;
  archived_at: Timestamp | null;
}

export interface TemplateVersionTable {
  id: string;
  template_id: string;
  version: number;
  mjml: string;
  plain_text: string;
  note: Generated<string>;
  author_id: string | null;
  created_at: DefaultNow;
  partials: JsonDefault<Record<string, TemplatePartial>>;
  is_shipped: Generated<boolean>;
}

/** A partial as a template version took it when it was saved. */
export interface TemplatePartial {
  mjml: string;
  text: string;
}

export interface TemplateDraftTable {
  template_id: string;
  operator_id: string;
  base_version: number;
  mjml: string;
  plain_text: string;
  revision: Generated<number>;
  updated_at: DefaultNow;
}

export interface SharedPreviewTable {
  id: string;
  token_hash: Buffer;
  template_id: string;
  edition_id: string | null;
  holds: string[];
  subject: string;
  html: string;
  plain_text: string;
  operator_id: string;
  created_at: DefaultNow;
  expires_at: Timestamp;
}

export interface LinkLookTable {
  address_hash: Buffer;
  verdict: string;
  answer: string;
  looked_at: Timestamp;
}

export interface NoticeTable {
  id: string;
  kind: string;
  address: string | null;
  locale: string;
  recipient_id: string;
  subject_id: string;
  content: Json<Record<string, unknown>>;
  state: Generated<NoticeState>;
  not_before: DefaultNow;
  useful_until: Timestamp;
  attempts: Generated<number>;
  claim_token: string | null;
  lease_until: Timestamp | null;
  rung_at: Timestamp | null;
  last_reply: string | null;
  created_at: DefaultNow;
  settled_at: Timestamp | null;
  avoid_transport: string | null;
}

export interface InstallationTable {
  the_only: Generated<boolean>;
  id: Generated<string>;
  seal: string | null;
  beat: Generated<number>;
  alive_at: DefaultNow;
  disarmed_at: Timestamp | null;
  disarmed_cause: DisarmedCause | null;
  armed_at: DefaultNow;
}

export interface UnknownTimeTable {
  ended_at: Timestamp;
  began_at: Timestamp;
  armed_by: string | null;
}

export interface SystemAlarmTable {
  id: string;
  code: string;
  object: string;
  detail: JsonDefault<Record<string, unknown>>;
  transport: string | null;
  raised_at: DefaultNow;
  told_at: Timestamp | null;
  settled_at: Timestamp | null;
}

export interface TransportTable {
  id: string;
  name: string;
  host: string;
  port: number;
  tls: Generated<TransportTls>;
  username: string | null;
  password: Buffer | null;
  /** `editions`, `flash`, `notices`. */
  purposes: Generated<string[]>;
  weight: Generated<number>;
  connections: Generated<number>;
  per_second: number | null;
  sending_domains: string[] | null;
  state: Generated<TransportState>;
  version: Generated<number>;
  created_at: DefaultNow;
  changed_at: DefaultNow;
}

export interface TransportHealthTable {
  transport: string;
  failing_since: Timestamp | null;
  failures: Generated<number>;
  last_failure: string | null;
  next_try_at: Timestamp | null;
  noticed_at: DefaultNow;
}

export interface DkimKeyTable {
  id: string;
  domain: string;
  selector: string;
  public_key: string;
  private_key: Buffer;
  state: Generated<DkimState>;
  created_at: DefaultNow;
  active_at: Timestamp | null;
  retiring_at: Timestamp | null;
  retired_at: Timestamp | null;
}

export interface SourceTable {
  weight: Generated<number>;
  id: string;
  slug: string;
  kind: SourceKind;
  name: string;
  url: string | null;
  language: string | null;
  state: Generated<SourceState>;
  may_mail: Generated<boolean>;
  may_archive: Generated<boolean>;
  may_feed: Generated<boolean>;
  use_until: Timestamp | null;
  credit: string | null;
  excerpt_length: number | null;
  access: Generated<Access>;
  etag: string | null;
  last_modified: string | null;
  poll_seconds: Generated<number>;
  next_poll_at: DefaultNow;
  last_success_at: Timestamp | null;
  last_failure_at: Timestamp | null;
  last_failure: string | null;
  consecutive_failures: Generated<number>;
  created_at: DefaultNow;
  site_url: string | null;
  folder: string | null;
  territories: string[] | null;
  usage_terms: string | null;
  full_text: Generated<boolean>;
  is_trusted: Generated<boolean>;
  poll_min_seconds: number | null;
  poll_max_seconds: number | null;
  host: string | null;
  polling_until: Timestamp | null;
  poll_token: string | null;
  rung_at: Timestamp | null;
  body_hash: Buffer | null;
  last_polled_at: Timestamp | null;
  last_new_at: Timestamp | null;
  failing_since: Timestamp | null;
  state_reason: string | null;
  usual_gap_seconds: number | null;
  version: Generated<number>;
}

export interface SourcePollTable {
  id: string;
  source_id: string;
  polled_at: DefaultNow;
  outcome: PollOutcome;
  http_status: number | null;
  bytes: Generated<number>;
  millis: Generated<number>;
  created: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  duplicate: Generated<number>;
  refused: Generated<number>;
  damaged: Generated<number>;
  reason: string | null;
  message: string | null;
}

export interface ClusterTable {
  id: string;
  language: string;
  opened_at: DefaultNow;
}

export interface DispatchTable extends RightsColumns {
  id: string;
  source_id: string;
  external_id: string;
  version: Generated<number>;
  status: Generated<DispatchStatus>;
  language: string;
  headline: string;
  standfirst: Generated<string>;
  body_html: Generated<string>;
  byline: string | null;
  dateline: string | null;
  link: string | null;
  related: JsonDefault<{ title: string; link?: string }[]>;
  is_update: Generated<boolean>;
  urgency: Generated<number>;
  countries: Generated<string[]>;
  regions: Generated<string[]>;
  topics: Generated<string[]>;
  label_reasons: JsonDefault<{ label: string; kind: string; because: string }[]>;
  published_at: Timestamp;
  published_is_first_seen: Generated<boolean>;
  first_seen_at: DefaultNow;
  updated_at: DefaultNow;
  embargoed_until: Timestamp | null;
  excerpt_length: number | null;
  access: Access;
  replaces_id: string | null;
  canonical_link: string | null;
  status_reason: string | null;
  is_back_catalogue: Generated<boolean>;
  territories: string[] | null;
  usage_terms: string | null;
  rights_by_desk: Generated<boolean>;
  desk_labels: JsonDefault<{ countries?: string[]; regions?: string[]; topics?: string[] }>;
  embargo_by_desk: Generated<boolean>;
  cluster_id: string | null;
  cluster_by_desk: Generated<boolean>;
  article_state: Generated<CopyState>;
  article_tries: Generated<number>;
  article_next_at: Timestamp | null;
  article_reason: string | null;
}

export interface DispatchProvenanceTable {
  source_id: string;
  external_id: string;
  dispatch_id: string;
  link: string | null;
  first_seen_at: DefaultNow;
}

export interface DispatchEventTable {
  id: Generated<number>;
  dispatch_id: string;
  occurred_at: DefaultNow;
  kind: string;
  actor: DispatchActor;
  operator_id: string | null;
  reason: string | null;
  detail: JsonDefault<Record<string, unknown>>;
}

export interface DispatchSearchTable {
  dispatch_id: string;
  published_at: Timestamp;
  kind: string;
  /** tsvector */
  words: string;
  marks: string[];
}

export interface DispatchSearchDueTable {
  id: Generated<number>;
  dispatch_id: string;
}

export interface DispatchAlarmTable {
  id: string;
  code: string;
  source_id: string | null;
  dispatch_id: string | null;
  detail: JsonDefault<Record<string, unknown>>;
  raised_at: DefaultNow;
  settled_at: Timestamp | null;
}

export interface ClusterDecisionTable {
  id: Generated<number>;
  decided_at: DefaultNow;
  dispatch_id: string;
  cluster_id: string;
  kind: ClusterDecisionKind;
  score: number | null;
  reasons: JsonDefault<Record<string, unknown>>;
  settings: string;
  operator_id: string | null;
}

export interface LabelTable {
  kind: LabelKind;
  slug: string;
  position: number;
  names: Json<Record<string, string>>;
  countries: Generated<string[]>;
  rules: JsonDefault<Record<string, unknown>>;
}

export interface DispatchVersionTable {
  dispatch_id: string;
  version: number;
  content: Json<Record<string, unknown>>;
  received_at: DefaultNow;
}

export interface PictureTable {
  id: string;
  dispatch_id: string;
  url: string;
  width: number | null;
  height: number | null;
  alt: Generated<string>;
  caption: string | null;
  credit: string | null;
  may_mail: Generated<boolean>;
  may_archive: Generated<boolean>;
  may_feed: Generated<boolean>;
  use_until: Timestamp | null;
  killed_at: Timestamp | null;
  territories: string[] | null;
  rights_by_desk: Generated<boolean>;
  is_lead: Generated<boolean>;
  state: Generated<CopyState>;
  tries: Generated<number>;
  next_try_at: Timestamp | null;
  refused_reason: string | null;
  killed_reason: string | null;
}

export interface PictureFileTable {
  picture_id: string;
  width: number;
  height: number;
  hash: string;
  media_type: string;
  bytes: number;
}

export interface OperatorTable {
  id: string;
  address: string;
  name: string;
  role: OperatorRole;
  locale: Generated<string>;
  created_at: DefaultNow;
  disabled_at: Timestamp | null;
  password_hash: string | null;
  password_changed_at: Timestamp | null;
  totp_secret: Buffer | null;
  totp_confirmed_at: Timestamp | null;
  totp_last_step: number | null;
  oidc_issuer: string | null;
  oidc_subject: string | null;
  invited_by: string | null;
  last_signed_in_at: Timestamp | null;
  version: Generated<number>;
  alarm_mail: Generated<boolean>;
}

export interface AlarmToldTable {
  alarm_id: string;
  listener: string;
  told_at: DefaultNow;
}

export interface OperatorGrantTable {
  id: string;
  operator_id: string;
  newsletter_id: string | null;
  family_id: string | null;
  rights: string[];
  created_at: DefaultNow;
  is_from_provider: Generated<boolean>;
}

export interface RecoveryCodeTable {
  operator_id: string;
  code_hash: Buffer;
  created_at: DefaultNow;
  used_at: Timestamp | null;
}

export interface SignInFailureTable {
  key: Buffer;
  failures: Generated<number>;
  last_at: DefaultNow;
  locked_until: Timestamp | null;
}

export interface OperatorSettingTable {
  the_only: Generated<boolean>;
  solo_since: Timestamp | null;
  solo_by: string | null;
  second_factor_for: Generated<string[]>;
}

export interface OperatorSessionTable {
  id: string;
  operator_id: string;
  token_hash: Buffer;
  created_at: DefaultNow;
  last_seen_at: DefaultNow;
  expires_at: Timestamp;
  revoked_at: Timestamp | null;
  user_agent: Generated<string>;
  /** `link`, `password`, `oidc`. */
  method: Generated<string>;
  awaits_second_factor: Generated<boolean>;
  second_factor_at: Timestamp | null;
  previous_token_hash: Buffer | null;
  rotated_at: Timestamp | null;
  revoked_by: string | null;
}

export interface SignInLinkTable {
  id: string;
  operator_id: string;
  token_hash: Buffer;
  created_at: DefaultNow;
  expires_at: Timestamp;
  used_at: Timestamp | null;
  /** `invitation`, `sign_in`, `password_reset`. */
  purpose: Generated<string>;
}

export interface ApiKeyTable {
  id: string;
  operator_id: string;
  name: string;
  prefix: string;
  key_hash: Buffer;
  scopes: string[];
  created_at: DefaultNow;
  last_used_at: Timestamp | null;
  expires_at: Timestamp | null;
  revoked_at: Timestamp | null;
  newsletter_id: string | null;
  family_id: string | null;
  created_by: string | null;
  requests_per_minute: Generated<number>;
}

export interface IdempotentRequestTable {
  caller_id: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  answer: JsonDefault<Record<string, unknown>>;
  created_at: DefaultNow;
}

export interface BrandTable {
  id: string;
  slug: string;
  name: string;
  legal_name: string;
  postal_address: string;
  contact_address: string;
  site_url: string;
  sender_domain: string;
  accent: string;
  created_at: DefaultNow;
  own_hosts: Generated<string[]>;
}

export interface NewsletterFamilyTable {
  id: string;
  brand_id: string;
  slug: string;
  name: string;
}

export interface NewsletterTable {
  id: string;
  brand_id: string;
  family_id: string | null;
  slug: string;
  name: string;
  promise: string;
  language: string;
  time_zone: string;
  sender_name: string;
  sender_address: string;
  reply_to: string | null;
  list_id: string;
  template_id: string;
  approval: Generated<ApprovalPolicy>;
  max_dispatches: Generated<number>;
  window_hours: Generated<number>;
  freeze_lead_minutes: Generated<number>;
  useful_hours: Generated<number>;
  accent: string | null;
  is_public: Generated<boolean>;
  created_at: DefaultNow;
  allowed_origins: Generated<string[]>;
  offers_regions: Generated<boolean>;
  offers_topics: Generated<boolean>;
  offers_time_zone: Generated<boolean>;
  delivery_times: Generated<string[]>;
  inactivity_months: number | null;
  contact_address: string | null;
  logo: Json<NewsletterLogo> | null;
  section_rules: JsonDefault<SectionRuleColumn[]>;
  proposal_lead_minutes: Generated<number>;
  unapproved: Generated<UnapprovedPolicy>;
  approvals_needed: Generated<number>;
  approval_delay_minutes: Generated<number>;
  seed_lead_minutes: number | null;
  short_dispatches: Generated<number>;
  slow_day_min: Generated<number>;
  slow_day: Generated<SlowDayRule>;
  told_days: Generated<number>;
  cut_min: Generated<number>;
  flash_per_day: Generated<number>;
  archive: Generated<ArchiveVisibility>;
  link_parameters: JsonDefault<Record<string, string>>;
  slots: JsonDefault<SlotColumn[]>;
  version: Generated<number>;
  changed_at: DefaultNow;
  target_percent: Generated<number>;
  target_minutes: number | null;
  uncertain_policy: Generated<UncertainPolicy>;
}

export interface StoryLinkTable {
  edition_id: string;
  n: number;
  url: string;
}

export interface NewsletterLogo {
  url: string;
  width: number;
  height: number;
  alt: string;
}

/** One section of a digest: a region, a topic, or the rest that no other one takes. */
export interface SectionRuleColumn {
  label: 'region' | 'topic' | 'rest';
  slug: string;
  min: number;
  max: number | null;
  /** ISO 8601; null: every day. */
  weekdays: number[] | null;
}

export interface SlotColumn {
  name: string;
  /** IANA zones; `*` stands for all that no other slot names. */
  zones: string[];
}

export interface CalendarBreakTable {
  newsletter_id: string;
  first_day: Day;
  last_day: Day;
  reason: Generated<string>;
}

export interface InsertionTable {
  id: string;
  newsletter_id: string;
  kind: BlockKind;
  advertiser: string | null;
  title: string;
  body: Generated<string>;
  link: string;
  link_label: string;
  after_blocks: Generated<number>;
  first_day: Day;
  last_day: Day;
  created_by: string | null;
  created_at: DefaultNow;
  withdrawn_at: Timestamp | null;
}

export interface CalendarDayTable {
  newsletter_id: string;
  weekday: number;
  local_time: string;
}

export interface EditionTable {
  id: string;
  number: Generated<number>;
  newsletter_id: string;
  kind: EditionKind;
  edition_date: Day;
  sequence: Generated<number>;
  state: Generated<EditionState>;
  due_at: Timestamp;
  useful_until: Timestamp;
  window_from: Timestamp | null;
  cut_off: Timestamp | null;
  current_revision: number | null;
  reason: string | null;
  paused_at: Timestamp | null;
  cancelled_at: Timestamp | null;
  frozen_at: Timestamp | null;
  audience_frozen_at: Timestamp | null;
  sent_at: Timestamp | null;
  created_at: DefaultNow;
  slot: string | null;
  last_due_at: Timestamp;
  propose_at: Timestamp;
  freeze_at: Timestamp;
  proposal_version: Generated<number>;
  subject: string | null;
  preheader: string | null;
  assembled: Json<Record<string, unknown>> | null;
  release_at: Timestamp | null;
  unattended: UnapprovedPolicy | null;
  audience_seen_at: Timestamp | null;
  created_by: string | null;
  start_lead_minutes: Generated<number>;
}

export interface BlockTable {
  id: string;
  edition_id: string;
  position: number;
  kind: BlockKind;
  section: string;
  dispatch_id: string | null;
  content: JsonDefault<Record<string, unknown>>;
  reasons: JsonDefault<{ code: string; text: string }[]>;
  is_pinned: Generated<boolean>;
  edits: JsonDefault<Record<string, string>>;
  added_by: string | null;
}

export interface BlockExclusionTable {
  edition_id: string;
  dispatch_id: string;
  reason: string;
  excluded_by: string | null;
  excluded_at: DefaultNow;
}

export interface EditionApprovalTable {
  edition_id: string;
  operator_id: string;
  proposal_version: number;
  approved_at: DefaultNow;
}

export interface EditionOverrideTable {
  id: string;
  edition_id: string;
  proposal_version: number;
  codes: string[];
  findings: string[];
  reason: string;
  operator_id: string | null;
  created_at: DefaultNow;
}

export interface RevisionTable {
  edition_id: string;
  number: number;
  subject: string;
  preheader: string;
  template_version_id: string;
  approved_by: string | null;
  approved_at: DefaultNow;
  content_hash: Buffer;
  reason: Generated<string>;
  is_subject_by_desk: Generated<boolean>;
  marks: JsonDefault<RevisionMark[]>;
}

/** What readers of the web view and the archive are told about a later revision. */
export interface RevisionMark {
  kind: 'killed' | 'picture_killed' | 'corrected' | 'taken_down';
  /** ISO 8601 */
  at: string;
  /** Of the block it was about. */
  section: string;
}

export interface RevisionBlockTable {
  edition_id: string;
  revision: number;
  position: number;
  kind: BlockKind;
  section: string;
  dispatch_id: string | null;
  dispatch_version: number | null;
  content: Json<Record<string, unknown>>;
  picture_id: string | null;
}

export interface EditionCutTable {
  edition_id: string;
  cut: number;
  key: string;
  choice: Json<{ regions: string[]; topics: string[] }>;
}

export interface RenderingTable {
  hash: Buffer;
  html: string;
  plain_text: string;
  created_at: DefaultNow;
}

export interface VariantTable {
  id: string;
  edition_id: string;
  revision: number;
  key: string;
  rendering_hash: Buffer;
  subject: string | null;
  preheader: string | null;
  positions: Generated<number[]>;
}

export interface VariantCutTable {
  edition_id: string;
  revision: number;
  cut: number;
  variant_id: string;
}

export interface CorrectionTable {
  edition_id: string;
  dispatch_id: string;
  versions: number[];
  explanation: string;
}

export interface TakedownTable {
  id: string;
  object: TakedownObject;
  mode: TakedownMode;
  dispatch_id: string | null;
  picture_id: string | null;
  edition_id: string | null;
  reference: string;
  public_reason: Generated<string>;
  ordered_by: string | null;
  ordered_at: DefaultNow;
  renderings: number | null;
  renderings_done: Generated<number>;
  done_at: Timestamp | null;
}

export interface DeskAlarmTable {
  id: string;
  newsletter_id: string;
  edition_id: string | null;
  code: string;
  detail: JsonDefault<Record<string, unknown>>;
  raised_at: DefaultNow;
  settled_at: Timestamp | null;
}

export interface SubscriberTable {
  id: string;
  address: string | null;
  canonical_address: string | null;
  address_hash: Buffer;
  locale: string;
  time_zone: string | null;
  created_at: DefaultNow;
  last_contact_at: DefaultNow;
  erased_at: Timestamp | null;
  new_address: string | null;
  new_asked_at: Timestamp | null;
  old_confirmed_at: Timestamp | null;
  new_confirmed_at: Timestamp | null;
}

export interface ConsentTable {
  id: string;
  subscriber_id: string;
  newsletter_id: string;
  act: ConsentAct;
  basis: ConsentBasis | null;
  wording: string;
  wording_version: string;
  language: string;
  page: string | null;
  placement: string | null;
  occurred_at: DefaultNow;
  purpose: Generated<ConsentPurpose>;
  evidence: JsonDefault<Record<string, unknown>>;
  network_hash: Buffer | null;
  network_key_id: string | null;
}

export interface SubscriptionTable {
  id: string;
  subscriber_id: string;
  newsletter_id: string;
  state: Generated<SubscriptionState>;
  consent_id: string | null;
  requested_at: DefaultNow;
  activated_at: Timestamp | null;
  ended_at: Timestamp | null;
  ended_by: EndedBy | null;
  ended_edition_id: string | null;
  regions: string[] | null;
  topics: string[] | null;
  delivery_time: string | null;
  paused_until: Timestamp | null;
  open_consent_id: string | null;
  click_consent_id: string | null;
  reminded_at: Timestamp | null;
  leave_reason: LeaveReason | null;
  held_until: Timestamp | null;
  import_id: string | null;
  cohort: number | null;
  inactivity_told_at: Timestamp | null;
  is_seed: Generated<boolean>;
}

export interface SuppressionTable {
  address_hash: Buffer;
  cause: SuppressionCause;
  evidence: JsonDefault<Record<string, unknown>>;
  created_at: DefaultNow;
}

export interface WithdrawalOutboxTable {
  id: Generated<number>;
  kind: string;
  subscription_id: string | null;
  subscriber_id: string | null;
  address_hash: Buffer | null;
  detail: JsonDefault<Record<string, unknown>>;
  happened_at: DefaultNow;
}

export interface EvidenceKeyTable {
  id: string;
  month: Day;
  secret: Buffer;
  created_at: DefaultNow;
}

export interface ReaderImportTable {
  id: string;
  newsletter_id: string;
  file_hash: Buffer;
  state: Generated<ImportState>;
  layout: string;
  mapping: JsonDefault<Record<string, string>>;
  basis: JsonDefault<Record<string, unknown>>;
  attested_by: string;
  cohorts: number | null;
  rows_read: Generated<number>;
  rows_applied: Generated<number>;
  counts: JsonDefault<Record<string, number>>;
  report: Json<Record<string, unknown>> | null;
  report_mac: Buffer | null;
  started_at: DefaultNow;
  finished_at: Timestamp | null;
}

export interface ImportRowTable {
  import_id: string;
  line: number;
  address: string;
  canonical_address: string;
  address_hash: Buffer;
  standing: string;
  locale: string | null;
  time_zone: string | null;
  consented_at: Timestamp | null;
  last_contact_at: Timestamp | null;
  wording: string | null;
  page: string | null;
  outcome: string | null;
}

export interface ReadershipCountTable {
  the_only: Generated<boolean>;
  counted_through: Timestamp;
  counted_at: DefaultNow;
}

export interface ReadershipDayTable {
  newsletter_id: string;
  day: Day;
  signed_up: number;
  confirmed: number;
  brought: number;
  returned: number;
  ended: number;
  causes: JsonDefault<Record<string, number>>;
}

export interface ReadershipPlacementTable {
  newsletter_id: string;
  day: Day;
  page: string;
  placement: string;
  signed_up: number;
  confirmed: number;
}

export interface ReaderUploadTable {
  id: string;
  newsletter_id: string;
  operator_id: string;
  file_name: string;
  bytes: Generated<number>;
  state: Generated<UploadState>;
  task: string | null;
  options: JsonDefault<Record<string, unknown>>;
  progress: JsonDefault<Record<string, unknown>>;
  result: Json<Record<string, unknown>> | null;
  error: string | null;
  cancelled_at: Timestamp | null;
  alive_at: Timestamp | null;
  import_id: string | null;
  created_at: DefaultNow;
  claim_id: string | null;
}

export interface ReaderUploadPartTable {
  upload_id: string;
  number: number;
  content: Buffer;
}

export interface InactivityRoundTable {
  id: string;
  newsletter_id: string;
  months: number;
  inactive: number;
  readers: number;
  state: Generated<InactivityState>;
  proposed_by: string;
  approved_by: string | null;
  proposed_at: DefaultNow;
  approved_at: Timestamp | null;
  ends_at: Timestamp | null;
  ended: number | null;
  finished_at: Timestamp | null;
}

export interface SignUpCounterTable {
  key: Buffer;
  window_start: Timestamp;
  count: number;
}

export interface SpentProofTable {
  hash: Buffer;
  expires_at: Timestamp;
}

export interface DeliveryChunkTable {
  edition_id: string;
  edition_date: Day;
  chunk: number;
  due_at: Timestamp;
  size: number;
  submitted: Generated<number>;
  rejected: Generated<number>;
  skipped: Generated<number>;
  uncertain: Generated<number>;
  open: number;
  rung_at: Timestamp | null;
  begun: Generated<boolean>;
}

export interface DeliveryTable {
  edition_date: Day;
  edition_id: string;
  subscriber_id: string;
  subscription_id: string;
  chunk: number;
  due_at: Timestamp;
  state: Generated<DeliveryState>;
  skip_cause: SkipCause | null;
  claim_token: string | null;
  lease_until: Timestamp | null;
  not_before: Timestamp | null;
  attempts: Generated<number>;
  revision: number | null;
  variant_id: string | null;
  submitting_at: Timestamp | null;
  settled_at: Timestamp | null;
  smtp_code: number | null;
  enhanced_code: string | null;
  reply: string | null;
  bounced_at: Timestamp | null;
  complained_at: Timestamp | null;
  opened_at: Timestamp | null;
  clicked_at: Timestamp | null;
  cut: Generated<number>;
  transport: string | null;
  provider: string | null;
  evidence: string | null;
}

export interface EditionRateTable {
  edition_id: string;
  per_minute: number;
}

export interface DeliveryAttemptTable {
  edition_date: Day;
  edition_id: string;
  subscriber_id: string;
  attempt: number;
  ended_at: DefaultNow;
  transport: string | null;
  provider: string | null;
  state: DeliveryState;
  smtp_code: number | null;
  enhanced_code: string | null;
  reply: string | null;
}

export interface MailDomainTable {
  domain: string;
  provider: string;
  asked_at: DefaultNow;
  expires_at: Timestamp;
}

export interface ProviderPaceTable {
  transport: string;
  provider: string;
  suspended_until: Timestamp | null;
  slowed_until: Timestamp | null;
  reason: string | null;
  enhanced_code: string | null;
  next_at: Timestamp | null;
  changed_at: DefaultNow;
}

export interface PacePermitTable {
  transport: string;
  provider: string;
  worker: string;
  connections: number;
  wanted: number;
  lease_until: Timestamp;
}

export interface SendingCountTable {
  domain: string;
  provider: string;
  day: Day;
  messages: Generated<number>;
}

export interface WarmUpTable {
  domain: string;
  transport: string | null;
  caps: number[];
  started_on: Day;
  ended_at: Timestamp | null;
}

export interface WaveTable {
  edition_id: string;
  due_at: Timestamp;
  is_seed: Generated<boolean>;
  size: number;
  opened_at: Timestamp | null;
}

export interface EditionPaceTable {
  edition_id: string;
  noted_at: DefaultNow;
  settled: number;
}

export interface EditionSummaryTable {
  edition_id: string;
  recipients: number;
  submitted: number;
  rejected: number;
  skipped: number;
  uncertain: number;
  closed_at: DefaultNow;
}

export interface BounceTable {
  id: string;
  edition_id: string;
  edition_date: Day;
  subscriber_id: string;
  class: BounceClass;
  status: string;
  diagnostic: Generated<string>;
  received_at: DefaultNow;
}

export interface Schema {
  audit_entry: AuditEntryTable;
  installation: InstallationTable;
  unknown_time: UnknownTimeTable;
  system_alarm: SystemAlarmTable;
  template: TemplateTable;
  template_version: TemplateVersionTable;
  template_draft: TemplateDraftTable;
  shared_preview: SharedPreviewTable;
  link_look: LinkLookTable;
  notice: NoticeTable;
  transport: TransportTable;
  transport_health: TransportHealthTable;
  dkim_key: DkimKeyTable;
  source: SourceTable;
  dispatch: DispatchTable;
  dispatch_version: DispatchVersionTable;
  picture: PictureTable;
  picture_file: PictureFileTable;
  source_poll: SourcePollTable;
  cluster: ClusterTable;
  cluster_decision: ClusterDecisionTable;
  dispatch_provenance: DispatchProvenanceTable;
  dispatch_event: DispatchEventTable;
  dispatch_alarm: DispatchAlarmTable;
  dispatch_search: DispatchSearchTable;
  dispatch_search_due: DispatchSearchDueTable;
  label: LabelTable;
  operator: OperatorTable;
  operator_grant: OperatorGrantTable;
  operator_setting: OperatorSettingTable;
  recovery_code: RecoveryCodeTable;
  sign_in_failure: SignInFailureTable;
  alarm_told: AlarmToldTable;
  operator_session: OperatorSessionTable;
  sign_in_link: SignInLinkTable;
  api_key: ApiKeyTable;
  idempotent_request: IdempotentRequestTable;
  brand: BrandTable;
  newsletter_family: NewsletterFamilyTable;
  newsletter: NewsletterTable;
  calendar_day: CalendarDayTable;
  calendar_break: CalendarBreakTable;
  insertion: InsertionTable;
  edition: EditionTable;
  block: BlockTable;
  block_exclusion: BlockExclusionTable;
  edition_approval: EditionApprovalTable;
  edition_override: EditionOverrideTable;
  revision: RevisionTable;
  revision_block: RevisionBlockTable;
  rendering: RenderingTable;
  edition_cut: EditionCutTable;
  variant: VariantTable;
  variant_cut: VariantCutTable;
  correction: CorrectionTable;
  takedown: TakedownTable;
  desk_alarm: DeskAlarmTable;
  story_link: StoryLinkTable;
  subscriber: SubscriberTable;
  consent: ConsentTable;
  subscription: SubscriptionTable;
  suppression: SuppressionTable;
  withdrawal_outbox: WithdrawalOutboxTable;
  evidence_key: EvidenceKeyTable;
  reader_import: ReaderImportTable;
  import_row: ImportRowTable;
  reader_upload: ReaderUploadTable;
  reader_upload_part: ReaderUploadPartTable;
  readership_count: ReadershipCountTable;
  readership_day: ReadershipDayTable;
  readership_placement: ReadershipPlacementTable;
  inactivity_round: InactivityRoundTable;
  sign_up_counter: SignUpCounterTable;
  spent_proof: SpentProofTable;
  delivery_chunk: DeliveryChunkTable;
  wave: WaveTable;
  edition_pace: EditionPaceTable;
  delivery: DeliveryTable;
  edition_summary: EditionSummaryTable;
  edition_rate: EditionRateTable;
  delivery_attempt: DeliveryAttemptTable;
  mail_domain: MailDomainTable;
  provider_pace: ProviderPaceTable;
  pace_permit: PacePermitTable;
  sending_count: SendingCountTable;
  warm_up: WarmUpTable;
  bounce: BounceTable;
}
