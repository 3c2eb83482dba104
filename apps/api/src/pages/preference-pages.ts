import { createHash } from 'node:crypto';
import type { NewsletterCard, PageTranslator } from './page-input.js';
import type { PageShell } from './page-shell.js';
import { cardView } from './page-views.js';

/** Hex digits that name a wording; what it says is kept beside it. */
const VERSION_LENGTH = 16;

export interface ShownWording {
  readonly wording: string;
  readonly wordingVersion: string;
}

/** One line of a choice. */
export interface ChoiceOption {
  readonly value: string;
  readonly name: string;
  readonly isChosen: boolean;
}

export interface LabelOption {
  readonly slug: string;
  readonly name: string;
  readonly isChosen: boolean;
}

/** A newsletter the reader receives, as the form shows it; all names are ready to read. */
export interface LivePanel {
  readonly newsletter: NewsletterCard;
  readonly keep: boolean;
  /** Empty: there is no other language. */
  readonly languages: readonly {
    readonly slug: string;
    readonly lang: string;
    readonly name: string;
    readonly isChosen: boolean;
  }[];
  /** Empty: nothing to choose. */
  readonly regions: readonly LabelOption[];
  readonly topics: readonly LabelOption[];
  readonly hours: readonly ChoiceOption[];
  /** The sentence that says so, or null. */
  readonly paused: string | null;
  /** `YYYY-MM-DD`, or empty. */
  readonly pausedUntil: string;
  readonly earliest: string;
  readonly latest: string;
  readonly resume: boolean;
  readonly opens: boolean;
  readonly clicks: boolean;
  readonly isOpen: boolean;
  /** The newsletter whose page this is: what a link to "pause" leads to. */
  readonly isMain: boolean;
  readonly error?: { readonly field: 'regions' | 'topics' | 'pause'; readonly text: string } | undefined;
}

export interface PreferencesInput {
  readonly token: string;
  readonly brandName: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly seen: string;
  readonly live: readonly LivePanel[];
  readonly others: readonly {
    readonly newsletter: NewsletterCard;
    readonly isPending: boolean;
    readonly isChosen: boolean;
  }[];
  /** Empty: no newsletter asks for it. */
  readonly zones: readonly ChoiceOption[];
  readonly told?: 'saved' | 'asked' | 'changed' | 'check' | undefined;
}

/** `GET /preferences/:token`. Says nothing about who the reader is: mails get forwarded, and their links with them. */
export class PreferencePages {
  constructor(private readonly shell: PageShell) {}

  page({ token, brandName, language, seen, live, others, zones, told }: PreferencesInput): string {
    const translator = this.shell.messages.translator(language);
    const isWrong = told === 'changed' || told === 'check';
    const text = told === undefined ? null : translator.t(`prefs.${told}`);
    return this.shell.page('preferences', translator, {
      title: translator.t('prefs.title'),
      brandName,
      isPrivate: true,
      action: `/preferences/${encodeURIComponent(token)}`,
      seen,
      status: isWrong ? null : text,
      alert: isWrong ? text : null,
      live: live.map((panel, at) => this.panel(panel, at, translator)),
      others: others.map(({ newsletter, ...other }, at) => ({
        ...cardView(newsletter, this.shell.messages),
        ...other,
        slug: newsletter.slug,
        at,
      })),
      zones,
    });
  }

  /** The words beside a box that asks to measure, beside the choice of a language, and of a newsletter to join. */
  wordings(language: string): {
    readonly language: string;
    readonly opens: ShownWording;
    readonly clicks: ShownWording;
    readonly move: ShownWording;
    readonly join: (newsletter: NewsletterCard) => ShownWording;
  } {
    const translator = this.shell.messages.translator(language);
    const of = (...keys: readonly string[]): ShownWording => named(keys.map((key) => translator.t(`prefs.${key}`)));
    return {
      language: translator.locale,
      opens: of('measure_help', 'opens', 'opens_help', 'save'),
      clicks: of('measure_help', 'clicks', 'clicks_help', 'save'),
      move: of('language', 'language_help', 'save'),
      join: (newsletter) => {
        const { name, promise } = cardView(newsletter, this.shell.messages);
        return named([name, promise, translator.t('prefs.join_help'), translator.t('prefs.save')]);
      },
    };
  }

  private panel(panel: LivePanel, at: number, translator: PageTranslator): Readonly<Record<string, unknown>> {
    const { newsletter, error, regions, topics, opens, clicks, ...rest } = panel;
    const { name, lang, frequency } = cardView(newsletter, this.shell.messages);
    const errorOf = (field: string): string | null => (error?.field === field ? error.text : null);
    const group = (field: 'regions' | 'topics', labels: readonly LabelOption[]) => ({
      field,
      labels,
      title: translator.t(`prefs.${field}`),
      error: errorOf(field),
    });
    const measure = (field: 'opens' | 'clicks', isChosen: boolean) => ({
      field,
      isChosen,
      title: translator.t(`prefs.${field}`),
      help: translator.t(`prefs.${field}_help`),
    });
    return {
      ...rest,
      at,
      name,
      lang,
      frequency,
      slug: newsletter.slug,
      groups: [group('regions', regions), group('topics', topics)].filter(({ labels }) => labels.length > 0),
      measures: [measure('opens', opens), measure('clicks', clicks)],
      pauseError: errorOf('pause'),
    };
  }
}

function named(words: readonly string[]): ShownWording {
  const wording = words.join('\n');
  const wordingVersion = createHash('sha256').update(wording).digest('hex').slice(0, VERSION_LENGTH);
  return { wording, wordingVersion };
}
