import { Injectable } from '@nestjs/common';
import { NewsletterWords, nextDue, type Newsletter } from '@app/editions';
import type { OwedNotice } from '@app/mail';
import { Clock, Config } from '@app/platform';
import { noticeFrame } from '../notice-frame.js';
import { ReaderLinks } from '../reader-links.js';

/** Two confirmations to one address, over all newsletters, leave at least this far apart (STANDARDS S3). */
const CONFIRMATIONS_APART_SECONDS = 300;
/** Who is subscribed and signs up again is told so, but not for every press of the button. */
const ALREADY_APART_SECONDS = 3_600;
const DAY_MS = 86_400_000;
/** What passes between the form and its notice takes no day off the promise: nobody is told 13 days of 14. */
const ALMOST_A_DAY_MS = 3_600_000;

export interface NoticeAbout {
  readonly reader: {
    readonly id: string;
    /** The address on file, never one that was typed just now in other letters. */
    readonly address: string;
  };
  /** At least one; the notice names exactly these, in the language of the first. */
  readonly newsletters: readonly Newsletter[];
  /** The first of the subscriptions it is about. */
  readonly subscriptionId: string;
}

/** What readers are written about their sign-ups: who it is from, what it names, where its button leads. */
@Injectable()
export class ReaderNotices {
  constructor(
    private readonly words: NewsletterWords,
    private readonly links: ReaderLinks,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The reminder repeats the confirmation's link, so that whichever the reader opens works. */
  confirmation(about: NoticeAbout, requestedAt: Date, kind: 'confirmation' | 'reminder' = 'confirmation'): OwedNotice {
    const usefulUntil = new Date(requestedAt.getTime() + this.config.env.CONFIRMATION_DAYS * DAY_MS);
    const days = Math.floor((usefulUntil.getTime() - this.clock.now().getTime() + ALMOST_A_DAY_MS) / DAY_MS);
    const actionUrl = this.links.confirmUrl(about.subscriptionId, requestedAt);
    return {
      ...framed(kind, about, { values: { days }, actionUrl }),
      usefulUntil,
      apartSeconds: CONFIRMATIONS_APART_SECONDS,
    };
  }

  /** True for who has paused as well. About the reader, so that one waits however many newsletters are tried. */
  alreadySubscribed(about: NoticeAbout): OwedNotice {
    const actionUrl = this.links.preferencesUrl(about.subscriptionId);
    return {
      ...framed('already_subscribed', about, { values: {}, actionUrl }),
      subjectId: about.reader.id,
      usefulUntil: this.inOneDay(),
      apartSeconds: ALREADY_APART_SECONDS,
    };
  }

  welcome(about: NoticeAbout): OwedNotice {
    const values = { nextEdition: this.nextEdition(about.newsletters) };
    const actionUrl = this.links.preferencesUrl(about.subscriptionId);
    return { ...framed('welcome', about, { values, actionUrl }), usefulUntil: this.inOneDay() };
  }

  private inOneDay(): Date {
    return new Date(this.clock.now().getTime() + DAY_MS);
  }

  /** Of several newsletters, whose edition leaves first; said in the language of the notice, which is the first one's. */
  private nextEdition(newsletters: readonly Newsletter[]): string {
    const now = this.clock.now();
    const dueAt = (newsletter: Newsletter): number => nextDue(newsletter, now)?.dueAt.getTime() ?? Infinity;
    const [soonest] = newsletters.toSorted((one, other) => (dueAt(one) < dueAt(other) ? -1 : 1));
    return soonest === undefined ? '' : this.words.nextEdition(soonest, now, newsletters[0]?.language);
  }
}

function framed(
  kind: OwedNotice['kind'],
  { reader, newsletters, subscriptionId }: NoticeAbout,
  { values, actionUrl }: { values: OwedNotice['content']['values']; actionUrl: string },
): Omit<OwedNotice, 'usefulUntil'> {
  const [first] = newsletters;
  if (first === undefined) throw new Error('a notice about no newsletter');
  return {
    kind,
    address: reader.address,
    locale: first.language,
    recipientId: reader.id,
    subjectId: subscriptionId,
    content: {
      ...noticeFrame(first),
      values: { newsletters: newsletters.map(({ name }) => name), count: newsletters.length, ...values },
      actionUrl,
    },
  };
}
