import { Injectable } from '@nestjs/common';
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import { readerLinks, type EditionPreview } from '@app/editions';
import { automatedHeaders, buildMessage } from '@app/mail';
import { Config } from '@app/platform';

/** Nobody's address, and nobody can ever have it (RFC 2606 §3). */
const READER = 'reader@example.org';

export interface SampleParts {
  readonly from: string;
  readonly html: string;
  readonly text: string;
  readonly source: string;
  readonly htmlBytes: number;
}

/** An edition of which a message can be made. */
type SampleOf = Pick<EditionPreview, 'newsletter' | 'subject' | 'assembledAt' | 'html' | 'text'>;

/** A preview as the message a reader would get, with links that lead nowhere in the place of the reader's own. */
@Injectable()
export class SampleMessage {
  constructor(private readonly config: Config) {}

  async make(edition: SampleOf): Promise<SampleParts> {
    const { newsletter, subject, assembledAt } = edition;
    const { senderName: name, senderAddress: address } = newsletter;
    const unsubscribe = `${this.config.publicUrl}/unsubscribe/preview`;
    const preferences = `${this.config.publicUrl}/preferences/preview`;
    const view = `${this.config.publicUrl}/view/preview`;
    const html = withLinks(edition.html, { unsubscribe, preferences, view });
    const message = await buildMessage({
      from: { name, address },
      to: READER,
      ...(newsletter.replyTo === null ? {} : { replyTo: { name, address: newsletter.replyTo } }),
      subject,
      html,
      text: withLinks(edition.text, { unsubscribe, preferences, view }),
      messageId: `preview.${newsletter.id}@${this.config.bounceDomain}`,
      date: assembledAt,
      headers: {
        ...automatedHeaders,
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': `${encodeWords(newsletter.name, 'B', 52, true)} <${newsletter.listId}>`,
        Precedence: 'bulk',
      },
    });
    return {
      from: `${name} <${address}>`,
      // The screen shows these in a frame; a click there must lead out of nothing.
      html: withLinks(edition.html, NOWHERE),
      text: withLinks(edition.text, NOWHERE),
      source: message.toString('utf8'),
      htmlBytes: Buffer.byteLength(html),
    };
  }
}

const NOWHERE = { unsubscribe: '#unsubscribe', preferences: '#preferences', view: '#view' } as const;

function withLinks(content: string, links: Record<keyof typeof readerLinks, string>): string {
  return content
    .replaceAll(readerLinks.unsubscribe, () => links.unsubscribe)
    .replaceAll(readerLinks.preferences, () => links.preferences)
    .replaceAll(readerLinks.view, () => links.view);
}
