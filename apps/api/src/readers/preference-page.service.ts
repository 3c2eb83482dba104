import { Inject, Injectable } from '@nestjs/common';
import { Clock, type CatalogueError, type Messages, type Translator } from '@app/platform';
import {
  pauseDays,
  pauseZone,
  startOfDay,
  versionOf,
  type LiveSubscription,
  type NewsletterWish,
  type PreferenceWish,
  type ReaderChoices,
} from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { READER_MESSAGES } from '../pages/pages.module.js';
import type { ChoiceOption, LivePanel, PreferencesInput } from '../pages/preference-pages.js';
import type { ReaderLabelBook } from './reader-labels.service.js';
import { READER_ZONES } from './reader-zones.js';
import { Storefront } from './storefront.service.js';

/** The page as it is asked for: fresh, or given back with what was wrong with it. */
export interface PreferencePageRequest {
  readonly token: string;
  readonly choices: ReaderChoices;
  readonly labels: ReaderLabelBook;
  readonly told?: PreferencesInput['told'];
  /** What the reader had filled in, and the error it met. */
  readonly refused?: { readonly wish: PreferenceWish; readonly error: CatalogueError };
}

interface PanelContext extends PreferencePageRequest {
  readonly words: Translator;
  readonly now: Date;
}

/** Puts a reader's choices, and what the newsletters offer, into the words of the page. */
@Injectable()
export class PreferencePage {
  constructor(
    private readonly pages: Pages,
    @Inject(READER_MESSAGES) private readonly messages: Messages,
    private readonly storefront: Storefront,
    private readonly clock: Clock,
  ) {}

  render(request: PreferencePageRequest): string {
    const { token, choices, told, refused } = request;
    const { newsletter } = choices;
    const words = this.messages.translator(newsletter.language);
    const context: PanelContext = { ...request, words, now: this.clock.now() };
    return this.pages.preferences.page({
      token,
      brandName: newsletter.brand.name,
      language: newsletter.language,
      seen: this.version(choices),
      told,
      live: choices.live.map((live) => ({
        ...panelOf(live, context),
        newsletter: this.storefront.card(live.newsletter),
      })),
      others: choices.others.map(({ newsletter: other, isPending }) => ({
        newsletter: this.storefront.card(other),
        isPending,
        isChosen: refused?.wish.joins.includes(other.slug) === true,
      })),
      zones: zoneOptions(context),
    });
  }

  private version(choices: ReaderChoices): string {
    const { opens, clicks, move } = this.pages.preferences.wordings(choices.newsletter.language);
    return versionOf(
      choices,
      [opens, clicks, move].map(({ wordingVersion }) => wordingVersion),
    );
  }
}

/** What stands in the fields: as it is, or as the reader had it when something was wrong. */
function filledIn(live: LiveSubscription, refused: PreferencePageRequest['refused']): NewsletterWish {
  const { newsletter, choices, regions, topics } = live;
  const { slug } = newsletter;
  const wish = refused?.wish.newsletters.find((one) => one.slug === slug);
  if (wish !== undefined) return wish;
  return {
    slug,
    keep: true,
    moveTo: slug,
    regions: choices.regions ?? regions,
    topics: choices.topics ?? topics,
    deliveryTime: choices.deliveryTime,
    pausedUntil: choices.pausedUntil,
    resume: false,
    opens: choices.opens,
    clicks: choices.clicks,
  };
}

function panelOf(live: LiveSubscription, context: PanelContext): Omit<LivePanel, 'newsletter'> {
  const { choices, labels, refused, words, now } = context;
  const { newsletter } = live;
  const wish = filledIn(live, refused);
  const zone = pauseZone(choices.timeZone, newsletter);
  const error = errorOf(live, zone, context);
  const isMain = newsletter.id === choices.newsletter.id;
  return {
    keep: wish.keep,
    languages: languageOptions(live, wish),
    regions: live.regions.map((slug) => ({
      slug,
      name: labels.nameOf('region', slug, words.locale),
      isChosen: wish.regions.includes(slug),
    })),
    topics: live.topics.map((slug) => ({
      slug,
      name: labels.nameOf('topic', slug, words.locale),
      isChosen: wish.topics.includes(slug),
    })),
    hours: hourOptions(live, wish, words),
    paused: pauseSentence(live, zone, words),
    pausedUntil: wish.pausedUntil ?? '',
    ...pauseDays(zone, now),
    resume: wish.resume,
    opens: wish.opens,
    clicks: wish.clicks,
    isOpen: isMain || choices.live.length === 1 || error !== undefined,
    isMain,
    error,
  };
}

function languageOptions({ newsletter, sisters }: LiveSubscription, wish: NewsletterWish): LivePanel['languages'] {
  if (sisters.length === 0) return [];
  return [newsletter, ...sisters].map(({ slug, language }) => ({
    slug,
    lang: language,
    // Each in its own words: who cannot read the page finds their own language.
    name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
    isChosen: slug === (wish.moveTo ?? newsletter.slug),
  }));
}

function hourOptions({ newsletter }: LiveSubscription, wish: NewsletterWish, words: Translator): ChoiceOption[] {
  const { deliveryTimes } = newsletter.offers;
  if (deliveryTimes.length === 0) return [];
  const own = { value: '', name: words.t('prefs.hour_default'), isChosen: (wish.deliveryTime ?? null) === null };
  const times = deliveryTimes.map((value) => ({
    value,
    name: words.formatTime(new Date(`2026-01-01T${value}:00Z`), 'UTC'),
    isChosen: value === wish.deliveryTime,
  }));
  return [own, ...times];
}

function pauseSentence({ choices }: LiveSubscription, zone: string, words: Translator): string | null {
  if (!choices.isPaused) return null;
  if (choices.pausedUntil === null) return words.t('prefs.paused_open');
  return words.t('prefs.paused', { date: words.formatDate(startOfDay(choices.pausedUntil, zone), zone, 'full') });
}

function errorOf(
  { newsletter }: LiveSubscription,
  zone: string,
  { refused, words, now }: PanelContext,
): LivePanel['error'] {
  if (refused?.error.details['newsletter'] !== newsletter.slug) return undefined;
  const { code, details } = refused.error;
  if (code === 'preferences.pause_date') {
    const { earliest, latest } = pauseDays(zone, now);
    const date = (day: string): string => words.formatDate(startOfDay(day, zone), zone, 'long');
    return {
      field: 'pause',
      text: words.t('prefs.pause_wrong', { earliest: date(earliest), latest: date(latest) }),
    };
  }
  const field = details['field'] === 'topics' ? 'topics' : 'regions';
  return { field, text: words.t('prefs.nothing_chosen') };
}

/** The reader's own zone is always among them, wherever it came from. */
function zoneOptions({ choices, refused, words }: PanelContext): ChoiceOption[] {
  if (!choices.live.some(({ newsletter }) => newsletter.offers.timeZone)) return [];
  const wished = refused === undefined ? choices.timeZone : (refused.wish.timeZone ?? null);
  const isListed = choices.timeZone === null || READER_ZONES.includes(choices.timeZone);
  const zones = isListed ? READER_ZONES : [choices.timeZone, ...READER_ZONES];
  return [
    { value: '', name: words.t('prefs.zone_default'), isChosen: wished === null },
    ...zones.map((value) => ({ value, name: words.zoneLabel(value), isChosen: value === wished })),
  ];
}
