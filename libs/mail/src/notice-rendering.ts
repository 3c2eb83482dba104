import { loadMessages, projectPath } from '@app/platform';
import type { Messages, MessageValues, Translator } from '@app/platform';
import { singleLine } from './rendering/plain-text.js';
import { renderTemplate } from './rendering/template-rendering.js';
import { shippedTemplates } from './templates/shipped-templates.js';
import type { TemplateVersion } from './templates/template-version.js';

/** What the product writes to one person because of something that person did. */
export const noticeKinds = [
  'confirmation',
  'welcome',
  'goodbye',
  'sign_in',
  'reminder',
  'already_subscribed',
  'personal_link',
  'address_change_old',
  'address_change_new',
  'address_changed',
  'inactivity',
  'alarm',
  'alarm_settled',
  'desk_alarms',
  'invitation',
  'password_changed',
  'second_factor_off',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Who sends: every mail names its sender and gives a contact address (STANDARDS S9). */
export interface NoticeBrand {
  readonly name: string;
  readonly contactAddress: string;
  readonly legalName: string;
  readonly postalAddress: string;
  readonly siteUrl: string;
}

/** A list holds names: the notice's language joins them and puts each into its quotation marks. */
export type NoticeValues = Readonly<Record<string, string | number | readonly string[]>>;

export interface NoticeData {
  readonly brand: NoticeBrand;
  /** `#rrggbb`; without one, the house's vermilion. */
  readonly accent?: string;
  /**
   * What the kind's texts name, besides `brand`, which is always known:
   * confirmation and reminder `newsletters`, `count`, `days` · welcome `newsletters`, `count`, `nextEdition` (ready to
   * read) · already_subscribed `newsletters`, `count` · inactivity `newsletters`, `months`, `until` (ready to read) · alarm and alarm_settled `what`, `at` (ready to read, from `alarmWords`) · desk_alarms `what` (a list), `first`, `count` · goodbye `newsletter` · sign_in and personal_link `minutes` · invitation `hours` · address_change_old and _new `hours`. Never anything a submitter typed: a confirmation that carries a stranger's words is spam.
   */
  readonly values: NoticeValues;
  /** Where the button leads; without it the notice has none. */
  readonly actionUrl?: string;
}

export interface RenderedNotice {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const vermilion = '#a8321f';

/** The words of the notices; their translators are what {@link renderNotice} takes. Incomplete locale files throw. */
export function loadNoticeMessages(): Messages {
  return loadMessages(projectPath('libs', 'mail', 'locales'));
}

/** What a notice is framed by. */
export type NoticeTemplate = Pick<TemplateVersion, 'mjml' | 'plainText' | 'partials'>;

/**
 * A notice in the product's own frame, or in another one.
 *
 * @throws TemplateError
 */
export async function renderNotice(
  kind: NoticeKind,
  data: NoticeData,
  translator: Translator,
  { mjml, plainText, partials }: NoticeTemplate = shippedNotice(kind),
): Promise<RenderedNotice> {
  const { subject, values } = noticeParts(kind, data, translator);
  const { html, text } = await renderTemplate({ mjml, text: plainText, partials, translator, data: values });
  return { subject, html, text };
}

/**
 * What a notice's template is given, and its subject. The texts are found by their keys: `notice.<kind>.subject`,
 * `.preheader`, `.title`, `.p1`…, `.action`, `.small1`…
 */
export function noticeParts(
  kind: NoticeKind,
  data: NoticeData,
  translator: Translator,
): { readonly subject: string; readonly values: Readonly<Record<string, unknown>> } {
  const named = { ...readable(data.values, translator), brand: data.brand.name };
  const text = (part: string): string => translator.t(`notice.${kind}.${part}`, named);
  const numbered = (part: string): string[] => {
    const texts: string[] = [];
    for (let n = 1; translator.has(`notice.${kind}.${part}${n}`); n += 1) texts.push(text(`${part}${n}`));
    return texts;
  };
  const action = data.actionUrl === undefined ? null : { label: text('action'), url: data.actionUrl };
  const values = {
    brand: data.brand,
    accent: data.accent ?? vermilion,
    subject: text('subject'),
    preheader: text('preheader'),
    title: text('title'),
    paragraphs: numbered('p'),
    action,
    fallbackNote: action === null ? null : translator.t('notice.fallback'),
    small: numbered('small'),
  };
  return { subject: singleLine(values.subject), values };
}

/** Slugs of the templates that may frame a notice of the kind; the first one there is does. */
export function noticeSlugs(kind: NoticeKind): readonly [string, string] {
  return [`notice-${kind.replaceAll('_', '-')}`, 'notice'];
}

function shippedNotice(kind: NoticeKind): NoticeTemplate {
  const found = noticeSlugs(kind).map((slug) => shippedTemplates().find((template) => template.slug === slug));
  const shipped = found.find((template) => template !== undefined);
  if (shipped === undefined) throw new Error('no template for notices is shipped');
  return shipped;
}

function readable(values: NoticeValues, translator: Translator): MessageValues {
  const text = (value: NoticeValues[string]): string | number =>
    typeof value === 'object'
      ? translator.formatList(value.map((name) => translator.t('notice.quoted', { name })))
      : value;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));
}
