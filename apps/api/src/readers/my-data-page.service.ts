import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Newsletter } from '@app/editions';
import { Clock, Config, type Messages } from '@app/platform';
import { PERSONAL_LINK_MINUTES, type ReaderStory } from '@app/subscribers';
import type { FactSection, FactSheet, MyDataInput } from '../pages/personal-pages.js';
import { Pages } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import { ReaderLabels, type ReaderLabelBook } from './reader-labels.service.js';
import { DELIVERY_DAYS } from './retention.js';
import { StoryWords } from './story-words.js';

/** Deliveries, notices and bounces on the page: a month of a daily letter. All of them are in the file. */
const MOST_LINES = 30;

const deliveries = z.array(
  z.object({ editionDate: z.string(), newsletter: z.string(), state: z.string(), skipCause: z.string().nullable() }),
);
const bounces = z.array(z.object({ receivedAt: z.date(), class: z.string(), status: z.string() }));

export interface MyDataRequest {
  readonly token: string;
  readonly story: ReaderStory;
  /** In whose name the page speaks. */
  readonly newsletter: Newsletter;
  readonly form?: MyDataInput['form'];
}

/** A reader's whole record in plain words, in the reader's language and zone. Every fact of the file has its line. */
@Injectable()
export class MyDataPage {
  constructor(
    private readonly pages: Pages,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly labels: ReaderLabels,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async render({ token, story, newsletter, form }: MyDataRequest): Promise<string> {
    const words = this.wordsFor(story, newsletter);
    const { t } = words;
    return this.pages.personal.myData({
      token,
      locale: story.subscriber.language,
      brandName: newsletter.brand.name,
      intro: t('my.intro', {
        brand: newsletter.brand.name,
        when: words.moment(this.clock.now()),
        zone: words.zoneLabel,
        minutes: PERSONAL_LINK_MINUTES,
      }),
      sections: [
        this.person(story, words),
        this.subscriptions(story, words, await this.labels.book()),
        this.consents(story, words),
        this.deliveries(story, words),
        this.notices(story, words),
        this.bounces(story, words),
        this.suppressions(story, words),
        this.retention(words),
      ].filter((section) => section !== undefined),
      form: form ?? { address: '', error: null, suggestion: null },
    });
  }

  private wordsFor(story: ReaderStory, newsletter: Newsletter): StoryWords {
    return new StoryWords(
      this.messages.translator(story.subscriber.language),
      story.subscriber.timeZone ?? newsletter.timeZone,
    );
  }

  private person({ subscriber, addressChange }: ReaderStory, words: StoryWords): FactSection {
    const { t } = words;
    return {
      title: t('my.you'),
      facts: [
        { name: t('my.address'), value: subscriber.address ?? '', isCode: true },
        { name: t('my.language'), value: words.language(subscriber.language) },
        { name: t('my.zone'), value: subscriber.timeZone === null ? t('my.zone_none') : words.zoneLabel },
        { name: t('my.since'), value: words.moment(subscriber.since) },
        { name: t('my.contact'), value: words.moment(subscriber.lastContactAt) },
        { name: t('my.id'), value: subscriber.id, isCode: true },
        ...(addressChange === null
          ? []
          : [
              { name: t('my.change_to'), value: addressChange.newAddress, isCode: true },
              ...words.dated('my.change_', {
                asked_at: addressChange.askedAt,
                old_at: addressChange.confirmedByOldAt,
                new_at: addressChange.confirmedByNewAt,
              }),
            ]),
      ],
    };
  }

  private subscriptions({ subscriptions }: ReaderStory, words: StoryWords, labels: ReaderLabelBook): FactSection {
    const { t } = words;
    const sheets = subscriptions.map((one): FactSheet => {
      const names = (kind: 'region' | 'topic', slugs: readonly string[] | null): string =>
        slugs === null ? t('my.all') : words.list(slugs.map((slug) => labels.nameOf(kind, slug, words.locale)));
      return {
        heading: one.newsletter.name,
        lang: one.newsletter.language,
        facts: [
          { name: t('my.state'), value: t(`my.state.${one.state}`) },
          ...words.dated('my.', {
            requested: one.requestedAt,
            reminded: one.remindedAt,
            activated: one.activatedAt,
            paused_until: one.pausedUntil,
            inactivity_told: one.inactivityToldAt,
            ended: one.endedAt,
          }),
          ...words.optional('my.ended_by', one.endedBy, (by) => t(`my.by.${by}`)),
          ...words.optional('my.leave_reason', one.leaveReason, (reason) => t(`goodbye.reason.${reason}`)),
          { name: t('my.regions'), value: names('region', one.choices.regions) },
          { name: t('my.topics'), value: names('topic', one.choices.topics) },
          ...words.optional('my.hour', one.choices.deliveryTime, (time) => words.clock(time)),
          { name: t('my.opens'), value: words.yesNo(one.openConsentId !== null) },
          { name: t('my.clicks'), value: words.yesNo(one.clickConsentId !== null) },
          ...words.optional('my.origin', one.importId, () => t('my.imported')),
          ...words.optional('my.held', one.isHeld ? 'held' : null, () => t('my.held_text')),
        ],
      };
    });
    return { title: t('my.subscriptions'), sheets };
  }

  private consents({ consents, subscriptions }: ReaderStory, words: StoryWords): FactSection {
    const { t } = words;
    const nameOf = new Map(subscriptions.map(({ newsletter }) => [newsletter.slug, newsletter.name]));
    const sheets = consents.toReversed().map((one): FactSheet => ({
      heading: `${t(`my.act.${one.act}`)} · ${nameOf.get(one.newsletter) ?? one.newsletter}`,
      facts: [
        { name: t('my.when'), value: words.moment(one.occurredAt) },
        { name: t('my.for'), value: t(`my.for.${one.purpose}`) },
        ...words.optional('my.basis', one.basis, (basis) => t(`my.basis.${basis}`)),
        ...words.optional('my.page', one.page, (page) => page, true),
        ...words.optional('my.placement', one.placement, (placement) => placement, true),
        { name: t('my.wording'), value: one.wording },
        { name: t('my.version'), value: `${one.wordingVersion} (${one.language})`, isCode: true },
        ...words.optional('my.network', one.network, ({ hash }) => hash, true),
        ...words.optional('my.evidence', evidenceText(one.evidence), (text) => text, true),
      ],
    }));
    return { title: t('my.consents'), text: t('my.consents_text'), sheets, isLong: sheets.length > 2 };
  }

  private deliveries({ records, subscriptions }: ReaderStory, words: StoryWords): FactSection {
    const { t } = words;
    const nameOf = new Map(subscriptions.map(({ newsletter }) => [newsletter.slug, newsletter.name]));
    const all = deliveries.parse(records['deliveries'] ?? []);
    const facts = all.slice(0, MOST_LINES).map((one) => ({
      name: `${words.day(one.editionDate)} · ${nameOf.get(one.newsletter) ?? one.newsletter}`,
      value: one.skipCause === null ? t(`my.delivery.${one.state}`) : t(`my.skipped.${one.skipCause}`),
    }));
    const text = all.length === 0 ? t('my.deliveries_none') : t('my.deliveries_text', { days: DELIVERY_DAYS, count: all.length, shown: facts.length }); // prettier-ignore
    return { title: t('my.deliveries'), text, facts, isLong: facts.length > 5 };
  }

  private notices({ notices }: ReaderStory, words: StoryWords): FactSection | undefined {
    if (notices.length === 0) return undefined;
    const { t } = words;
    const facts = notices.slice(0, MOST_LINES).map(({ kind, createdAt, state }) => ({
      name: words.moment(createdAt),
      value: `${words.noticeName(kind)} · ${t(`my.notice_state.${state}`)}`,
    }));
    return { title: t('my.notices'), facts, isLong: facts.length > 5 };
  }

  private bounces({ records }: ReaderStory, words: StoryWords): FactSection | undefined {
    const all = bounces.parse(records['bounces'] ?? []);
    if (all.length === 0) return undefined;
    const facts = all.slice(0, MOST_LINES).map((one) => ({
      name: words.moment(one.receivedAt),
      value: `${words.t(`my.bounce.${one.class}`)} (${one.status})`,
    }));
    return { title: words.t('my.bounces'), facts };
  }

  private suppressions({ suppressions }: ReaderStory, words: StoryWords): FactSection {
    const { t } = words;
    const facts = suppressions.map((one) => ({ name: words.moment(one.since), value: t(`my.cause.${one.cause}`) }));
    return { title: t('my.suppressions'), facts, ...(facts.length === 0 ? { text: t('my.suppressions_none') } : {}) };
  }

  private retention({ t }: StoryWords): FactSection {
    const facts = [
      t('privacy.long_active'),
      t('privacy.long_consent'),
      t('privacy.long_delivery', { days: DELIVERY_DAYS }),
      t('privacy.long_unconfirmed', { days: this.config.env.CONFIRMATION_DAYS }),
      t('privacy.long_suppression'),
    ];
    return { title: t('privacy.long'), text: facts.join(' ') };
  }
}

/** What a basis rests on is data: shown as it is kept. */
function evidenceText(evidence: Readonly<Record<string, unknown>>): string | null {
  return Object.keys(evidence).length === 0 ? null : JSON.stringify(evidence);
}
