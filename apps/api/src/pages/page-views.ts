import type { NewsletterCard, PageMessages, PageTranslator, SampleHeadline } from './page-input.js';

/** What fits beside the form without pushing it around; the example is a glance, not a digest. */
const SAMPLE_HEADLINES_MAX = 4;

/** A newsletter as the templates show it: wholly in its own language, so that whoever reads that language finds it. */
export interface CardView {
  readonly href: string;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly name: string;
  readonly promise: string;
  readonly frequency: string;
  /** "En français" */
  readonly spoken: string;
  /** "Newsletter en français" */
  readonly kicker: string;
  /** An SVG `fill`. */
  readonly accent: string;
}

export function cardView(newsletter: NewsletterCard, messages: PageMessages): CardView {
  const translator = messages.translator(newsletter.language);
  const language = languageName(newsletter.language, translator.locale);
  const accent = newsletter.accent ?? '';
  return {
    href: newsletterPath(newsletter),
    lang: newsletter.language,
    dir: translator.direction,
    name: translator.isolated(newsletter.name),
    promise:
      newsletter.promise.trim() === '' ? translator.t('signup.promise') : translator.isolated(newsletter.promise),
    frequency: newsletter.frequency,
    spoken: translator.t('newsletter.language', { language }),
    kicker: translator.t('newsletter.kicker', { language }),
    accent: /^#[0-9a-f]{6}$/i.test(accent) ? accent : 'currentColor',
  };
}

export function newsletterPath({ slug }: NewsletterCard): string {
  return `/n/${encodeURIComponent(slug)}`;
}

/** "français" for `fr` in a French page; the tag itself where the platform knows no name. */
function languageName(language: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
}

export interface SampleSection {
  readonly region: string;
  readonly regionKey: string;
  readonly headlines: readonly string[];
}

/** The example's headlines under their regions, in the order in which the regions first appear. */
export function sampleView(headlines: readonly SampleHeadline[], translator: PageTranslator): readonly SampleSection[] {
  const shown = headlines.slice(0, SAMPLE_HEADLINES_MAX);
  const byRegion = Map.groupBy(shown, ({ region }) => region);
  return Array.from(byRegion, ([region, ofRegion]) => ({
    region,
    regionKey: ofRegion[0]?.regionKey ?? '',
    headlines: ofRegion.map(({ headline }) => translator.isolated(headline)),
  }));
}
