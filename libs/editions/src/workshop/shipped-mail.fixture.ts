import { encodeWords } from 'nodemailer/lib/mime-funcs';
import {
  automatedHeaders,
  buildMessage,
  loadNoticeMessages,
  noticeSample,
  renderNotice,
  type MessageParts,
  type NoticeKind,
} from '@app/mail';
import type { EditionKind } from '@app/platform';
import { readerLinks } from '../digest/reader-links.js';
import { sampleNewsletter } from './sample-newsletter.js';
import type { SampleLanguage } from './samples.js';
import { shippedEdition } from './shipped-edition.fixture.js';

/** A mail of the product's own templates, as it stands on the wire, and its HTML. */
export interface ShippedMail {
  /** `digest-fr`, `confirmation-en`. */
  readonly name: string;
  readonly html: string;
  readonly eml: Buffer;
}

/** When the mails are dated: the same bytes today and in a year. */
export const SHIPPED_AT = new Date('2026-11-22T05:30:00Z');
/** Nobody's address, and nobody can ever have it (RFC 2606 §3). */
const READER = 'reader@example.org';
/** As long as a real one. */
const TOKEN = 'Ab3'.repeat(32);

/** Links filled in and headers as `delivery` writes them. */
export async function shippedEditionMail(kind: EditionKind, language: SampleLanguage): Promise<ShippedMail> {
  const edition = await shippedEdition(kind, language);
  const newsletter = sampleNewsletter(language);
  const link = (name: string): string => `https://news.newsroom.example/${name}/${TOKEN}`;
  const filled = (part: string): string =>
    Object.entries(readerLinks).reduce((sum, [name, mark]) => sum.replaceAll(mark, () => link(name)), part);
  const html = filled(edition.html);
  const name = `${kind}-${language}`;
  const eml = await mailOf(name, {
    from: { name: newsletter.senderName, address: newsletter.senderAddress },
    subject: edition.subject,
    html,
    text: filled(edition.text),
    headers: {
      'List-Unsubscribe': `<${link('unsubscribe')}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `${encodeWords(newsletter.name, 'B', 52, true)} <${newsletter.listId}>`,
      Precedence: 'bulk',
      'Feedback-ID': `12:${newsletter.slug}:${kind}:colporteur`,
    },
  });
  return { name, html, eml };
}

export async function shippedNoticeMail(kind: NoticeKind, language: SampleLanguage): Promise<ShippedMail> {
  const sample = noticeSample(kind);
  const { subject, html, text } = await renderNotice(kind, sample, loadNoticeMessages().translator(language));
  const from = { name: sample.brand.name, address: sample.brand.contactAddress };
  const name = `${kind}-${language}`;
  return { name, html, eml: await mailOf(name, { from, subject, html, text, headers: {} }) };
}

async function mailOf(
  name: string,
  parts: Pick<MessageParts, 'from' | 'subject' | 'html' | 'text' | 'headers'>,
): Promise<Buffer> {
  const host = parts.from.address.slice(parts.from.address.indexOf('@') + 1);
  const headers = { ...automatedHeaders, ...parts.headers };
  return buildMessage({ ...parts, headers, to: READER, date: SHIPPED_AT, messageId: `sample.${name}@${host}` });
}
