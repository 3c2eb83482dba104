import { Injectable } from '@nestjs/common';
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import { Clock, Database } from '@app/platform';
import {
  EditionRepository,
  NewsletterRepository,
  RevisionRepository,
  ViewLinks,
  editionErrors,
  readerLinks,
  type Edition,
  type Newsletter,
} from '@app/editions';
import { automatedHeaders, buildMessage, type Submission } from '@app/mail';
import { ReaderLinks } from '@app/subscribers';
import type { SubmittableRow } from './delivery.repository.js';
import { ReturnPath } from './return-path.js';

/** What all messages of one variant share. */
interface Variant {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly viewUrl: string;
}

/**
 * Characters of renderings kept ready. A chunk's readers share few variants and four chunks are served at once; an
 * ordinary rendering has 60,000, so these are some 500 variants and 64 MB at most.
 */
const CACHED_CHARACTERS = 32_000_000;

/** Makes one reader's copy of an edition: the frozen rendering, this reader's links, and the headers STANDARDS asks for. */
@Injectable()
export class EditionMessage {
  private readonly variants = new Map<string, Promise<Variant>>();
  /** Of those that are loaded, by variant. */
  private readonly sizes = new Map<string, number>();
  private cached = 0;

  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly revisions: RevisionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly readerLinks: ReaderLinks,
    private readonly viewLinks: ViewLinks,
    private readonly returnPath: ReturnPath,
    private readonly clock: Clock,
  ) {}

  async build(row: SubmittableRow): Promise<Submission> {
    const variant = await this.variant(row.variantId);
    const { edition, newsletter } = variant;
    const unsubscribeUrl = this.readerLinks.unsubscribeUrl(row.subscriptionId, edition.id);
    const preferencesUrl = this.readerLinks.preferencesUrl(row.subscriptionId);
    const personal = (content: string): string =>
      content
        .replaceAll(readerLinks.unsubscribe, unsubscribeUrl)
        .replaceAll(readerLinks.preferences, preferencesUrl)
        .replaceAll(readerLinks.view, variant.viewUrl);
    const message = await buildMessage({
      from: { name: newsletter.senderName, address: newsletter.senderAddress },
      to: row.address,
      ...(newsletter.replyTo === null ? {} : { replyTo: { name: newsletter.senderName, address: newsletter.replyTo } }),
      subject: variant.subject,
      html: personal(variant.html),
      text: personal(variant.text),
      messageId: this.returnPath.messageId(edition.number, row.subscriberId),
      date: this.clock.now(),
      headers: {
        ...automatedHeaders,
        // RFC 8058 §3.1: exactly one https address, opaque.
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': `${encodeWords(newsletter.name, 'B', 52, true)} <${newsletter.listId}>`,
        Precedence: 'bulk',
        // At most four fields, the last one constant, no personal data.
        'Feedback-ID': `${edition.number}:${newsletter.slug}:${edition.kind}:colporteur`,
      },
    });
    return { from: this.returnPath.address(edition.number, row.subscriberId), to: row.address, message };
  }

  private variant(variantId: string): Promise<Variant> {
    const known = this.variants.get(variantId);
    if (known !== undefined) return known;
    const loading = this.load(variantId);
    this.variants.set(variantId, loading);
    loading.then(
      (variant) => { this.keep(variantId, variant); },
      // A failed look-up must not be remembered; the caller sees the error.
      () => { this.variants.delete(variantId); },
    ); // prettier-ignore
    return loading;
  }

  /** The oldest make room; the newest stays whatever its size. */
  private keep(variantId: string, { html, text }: Variant): void {
    this.sizes.set(variantId, html.length + text.length);
    this.cached += html.length + text.length;
    for (const [oldest, size] of this.sizes) {
      if (this.cached <= CACHED_CHARACTERS || oldest === variantId) return;
      this.sizes.delete(oldest);
      this.variants.delete(oldest);
      this.cached -= size;
    }
  }

  private async load(variantId: string): Promise<Variant> {
    const rendering = await this.revisions.rendering(variantId);
    const edition = rendering === undefined ? undefined : await this.editions.byId(this.database, rendering.editionId);
    if (rendering === undefined || edition === undefined) throw editionErrors.error('edition.unknown', { variantId });
    const newsletter = await this.newsletters.byId(this.database, edition.newsletterId);
    if (newsletter === undefined)
      throw editionErrors.error('newsletter.unknown', { newsletterId: edition.newsletterId });
    return { edition, newsletter, ...rendering, viewUrl: this.viewLinks.viewUrl(edition.id, rendering.cut) };
  }
}
