import { Injectable } from '@nestjs/common';
import { encodeWords } from 'nodemailer/lib/mime-funcs';
import { Clock, Database } from '@app/platform';
import {
  EditionRepository,
  NewsletterRepository,
  RevisionRepository,
  StoryLinkRepository,
  ViewLinks,
  editionErrors,
  readerLinks,
  storyMark,
  withStoryMarks,
  type Edition,
  type MarkedRendering,
  type Newsletter,
} from '@app/editions';
import { DkimKeys, automatedHeaders, pressMessage, type PressedMessage, type Submission } from '@app/mail';
import { ReaderLinks } from '@app/subscribers';
import type { SubmittableRow } from '../ledger/delivery.repository.js';
import { ReturnPath } from '../return-path.js';
import { MOST_STORIES, StoryLinks } from '../clicks/story-links.js';

/** What all messages of one variant share, with plain links to stories or with counted ones. */
interface Variant {
  readonly edition: Edition;
  readonly pressed: PressedMessage;
  /** Stories with a counted link, in the order of the pressed message's marks. */
  readonly stories: readonly number[];
  readonly fromDomain: string;
}

/**
 * Bytes of pressed messages kept ready; a signed one is kept twice, as it is and as it is hashed. A chunk's readers share
 * few variants; an ordinary one has 70,000, so these are some 450 variants and 64 MB at most.
 */
const CACHED_BYTES = 32_000_000;

/** Makes one reader's copy of an edition: the pressed variant, this reader's links, and a signature where there is a key. */
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
    private readonly storyTargets: StoryLinkRepository,
    private readonly readerLinks: ReaderLinks,
    private readonly viewLinks: ViewLinks,
    private readonly storyLinks: StoryLinks,
    private readonly returnPath: ReturnPath,
    private readonly dkim: DkimKeys,
    private readonly clock: Clock,
  ) {}

  /** @throws `edition.unknown`, `newsletter.unknown`, `message.header_unsafe`, `message.link_unsafe`, `secret.unreadable` */
  async build(row: SubmittableRow): Promise<Submission> {
    const { edition, pressed, stories, fromDomain } = await this.variant(row);
    const { subscriptionId } = row;
    const { address, messageId } = this.returnPath.of(edition.number, row.subscriberId);
    const unsubscribeUrl = this.readerLinks.unsubscribeUrl(subscriptionId, edition.id);
    const reader = {
      to: row.address,
      messageId,
      date: this.clock.now(),
      unsubscribeUrl,
      links: [
        unsubscribeUrl,
        this.readerLinks.preferencesUrl(subscriptionId),
        ...stories.map((n) => this.storyLinks.storyUrl({ editionNumber: edition.number, n, subscriptionId })),
      ],
    };
    const signer = await this.dkim.signerFor(fromDomain);
    const { headers, body } =
      signer === undefined ? pressed.splice(reader) : await pressed.spliceSigned(reader, signer);
    return { from: address, to: row.address, message: [headers, ...body] };
  }

  private variant({ variantId, countsClicks }: SubmittableRow): Promise<Variant> {
    const key = countsClicks ? `${variantId}/clicks` : variantId;
    const known = this.variants.get(key);
    if (known !== undefined) return known;
    const loading = this.load(variantId, countsClicks);
    this.variants.set(key, loading);
    loading.then(
      (variant) => { this.keep(key, variant.pressed.size); },
      // A failed look-up must not be remembered; the caller sees the error.
      () => { this.variants.delete(key); },
    ); // prettier-ignore
    return loading;
  }

  /** The oldest make room; the newest stays whatever its size. */
  private keep(key: string, bytes: number): void {
    this.sizes.set(key, bytes);
    this.cached += bytes;
    for (const [oldest, size] of this.sizes) {
      if (this.cached <= CACHED_BYTES || oldest === key) return;
      this.sizes.delete(oldest);
      this.variants.delete(oldest);
      this.cached -= size;
    }
  }

  private async load(variantId: string, countsClicks: boolean): Promise<Variant> {
    const rendering = await this.revisions.rendering(variantId);
    const edition = rendering === undefined ? undefined : await this.editions.byId(this.database, rendering.editionId);
    if (rendering === undefined || edition === undefined) throw editionErrors.error('edition.unknown', { variantId });
    const newsletter = await this.newsletters.byId(this.database, edition.newsletterId);
    if (newsletter === undefined)
      throw editionErrors.error('newsletter.unknown', { newsletterId: edition.newsletterId });
    const viewUrl = this.viewLinks.viewUrl(edition.id, rendering.cut);
    const targets = countsClicks ? await this.storyTargets.ofEdition(edition.id) : [];
    const marked = withStoryMarks(rendering, targets.filter(({ n }) => n <= MOST_STORIES)); // prettier-ignore
    return {
      edition,
      pressed: press({ edition, newsletter, subject: rendering.subject, viewUrl, marked }),
      stories: marked.numbers,
      fromDomain: newsletter.senderAddress.slice(newsletter.senderAddress.lastIndexOf('@') + 1),
    };
  }
}

/** The web view's link is the same for all who have the variant. */
function press({
  edition,
  newsletter,
  subject,
  viewUrl,
  marked,
}: {
  edition: Edition;
  newsletter: Newsletter;
  subject: string;
  viewUrl: string;
  marked: MarkedRendering;
}): PressedMessage {
  const { senderName, senderAddress, replyTo } = newsletter;
  return pressMessage({
    from: { name: senderName, address: senderAddress },
    ...(replyTo === null ? {} : { replyTo: { name: senderName, address: replyTo } }),
    subject,
    html: marked.html.replaceAll(readerLinks.view, () => viewUrl),
    text: marked.text.replaceAll(readerLinks.view, () => viewUrl),
    marks: [readerLinks.unsubscribe, readerLinks.preferences, ...marked.numbers.map(storyMark)],
    headers: {
      ...automatedHeaders,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `${encodeWords(newsletter.name, 'B', 52, true)} <${newsletter.listId}>`,
      Precedence: 'bulk',
      // At most four fields, the last one constant, no personal data.
      'Feedback-ID': `${edition.number}:${newsletter.slug}:${edition.kind}:colporteur`,
    },
  });
}
