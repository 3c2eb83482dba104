import { PageEngine } from './page-engine.js';
import type { TemplateName } from './page-engine.js';
import type {
  ConfirmedInput,
  HomeInput,
  MessageInput,
  NewsletterCard,
  NewsletterInput,
  PageMessages,
  PageTranslator,
  PrivacyInput,
  SignUpInput,
  TokenInput,
} from './page-input.js';
import { cardView, newsletterPath, sampleView } from './page-views.js';
import { readerErrorCode } from './reader-errors.js';

/** A field people never see; whoever fills it is a machine (STANDARDS S3). */
export const HONEYPOT_FIELD = 'website';

/**
 * The Content-Security-Policy every page here works under: no script at all, nothing from anywhere else. The pages
 * hold no `style` attribute; a newsletter's accent is an SVG `fill`, which `style-src` does not touch.
 */
export const READER_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

interface Frame {
  /** The page's own title, the brand is added. */
  readonly title: string;
  readonly brandName: string | undefined;
  /** What only its receiver should find: kept out of search engines. */
  readonly isPrivate: boolean;
}

interface Notice extends Frame {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly small?: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
  /** The postmark's drawing: a letter on its way, or a thing done. */
  readonly stamp?: 'letter' | 'done';
  readonly code?: { readonly status: number; readonly code: string };
}

/**
 * The readers' pages as HTML documents: no script, one style sheet (`/assets/reader.css`), usable from 320 px on, in
 * light and dark and in both writing directions. Pages of one newsletter speak the newsletter's language.
 */
export class Pages {
  private readonly engine: PageEngine;

  /** @param templateDirectory the folder of the `*.liquid` files @param messages the texts of `apps/api/locales` */
  constructor(
    templateDirectory: string,
    private readonly messages: PageMessages,
  ) {
    this.engine = new PageEngine(templateDirectory);
  }

  /** `GET /`: the public newsletters, those in the visitor's language first. */
  home(input: HomeInput): string {
    const translator = this.messages.translator(input.locale);
    const isForeign = ({ language }: NewsletterCard): number =>
      Number(this.messages.translator(language).locale !== translator.locale);
    return this.page('home', translator, {
      title: translator.t('home.title'),
      brandName: input.brandName,
      isPrivate: false,
      cards: input.newsletters
        .toSorted((one, other) => isForeign(one) - isForeign(other))
        .map((newsletter) => cardView(newsletter, this.messages)),
    });
  }

  /** `GET /n/:slug`, and the answer to a refused `POST /n/:slug/subscribe`. */
  signUp(input: SignUpInput): string {
    const translator = this.messages.translator(input.newsletter.language);
    const { newsletter, form, error } = input;
    const title =
      error === undefined ? newsletter.name : translator.t('signup.error_title', { newsletter: newsletter.name });
    return this.page('sign-up', translator, {
      title,
      brandName: input.brandName,
      isPrivate: false,
      newsletter: cardView(newsletter, this.messages),
      sample: sampleView(input.sample?.headlines ?? []),
      others: input.otherNewsletters.map((other) => cardView(other, this.messages)),
      action: `${newsletterPath(newsletter)}/subscribe`,
      form,
      honeypot: HONEYPOT_FIELD,
      error: error === undefined ? null : translator.t(`error.${readerErrorCode(error.code)}`),
    });
  }

  /**
   * The words a reader agrees to by pressing the button, as they stand on the page: the promise, the sentence about the
   * address, the button. For the consent record (STANDARDS S4).
   */
  signUpWording(newsletter: NewsletterCard): readonly string[] {
    const translator = this.messages.translator(newsletter.language);
    const { promise } = cardView(newsletter, this.messages);
    return [promise, translator.t('signup.privacy'), translator.t('signup.button')];
  }

  /** After the form was sent. The same for every address, so that it tells nothing about anybody (STANDARDS S3). */
  checkMailbox({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.notice(translator, {
      title: translator.t('check.title'),
      heading: translator.t('check.title'),
      brandName,
      isPrivate: true,
      stamp: 'letter',
      paragraphs: [translator.t('check.sent', { newsletter: newsletter.name }), translator.t('check.next')],
      small: [translator.t('check.nothing')],
      link: { href: newsletterPath(newsletter), label: translator.t('check.again') },
    });
  }

  /** `GET /confirm/:token`: one button; opening the page changes nothing (STANDARDS S1). */
  confirm({ newsletter, token, brandName }: TokenInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.page('question', translator, {
      title: translator.t('confirm.title'),
      brandName,
      isPrivate: true,
      paragraphs: [translator.t('confirm.text', { newsletter: newsletter.name }), newsletter.frequency],
      action: `/confirm/${encodeURIComponent(token)}`,
      button: translator.t('confirm.button'),
      small: translator.t('confirm.ignore'),
    });
  }

  /** After `POST /confirm/:token`, also when it was confirmed before. */
  confirmed({ newsletter, nextEditionLabel, brandName }: ConfirmedInput): string {
    const translator = this.messages.translator(newsletter.language);
    const next = nextEditionLabel === undefined ? [] : [translator.t('confirmed.next', { when: nextEditionLabel })];
    return this.notice(translator, {
      title: translator.t('confirmed.title'),
      heading: translator.t('confirmed.title'),
      brandName,
      isPrivate: true,
      stamp: 'done',
      paragraphs: [translator.t('confirmed.text', { newsletter: newsletter.name }), ...next],
      small: [translator.t('confirmed.leave')],
    });
  }

  /** `GET /unsubscribe/:token`: one button, no question why. */
  unsubscribe({ newsletter, token, brandName }: TokenInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.page('question', translator, {
      title: translator.t('unsubscribe.title', { newsletter: newsletter.name }),
      brandName,
      isPrivate: true,
      paragraphs: [translator.t('unsubscribe.text')],
      action: `/unsubscribe/${encodeURIComponent(token)}`,
      button: translator.t('unsubscribe.button'),
      small: translator.t('unsubscribe.stay'),
    });
  }

  /** After `POST /unsubscribe/:token` from the page. */
  goodbye({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.notice(translator, {
      title: translator.t('goodbye.title'),
      heading: translator.t('goodbye.title'),
      brandName,
      isPrivate: true,
      stamp: 'done',
      paragraphs: [translator.t('goodbye.text', { newsletter: newsletter.name })],
      small: [translator.t('goodbye.late')],
      link: { href: newsletterPath(newsletter), label: translator.t('goodbye.return') },
    });
  }

  /** The unsubscribe link of a subscription that has ended. */
  alreadyLeft({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.notice(translator, {
      title: translator.t('left.title'),
      heading: translator.t('left.title'),
      brandName,
      isPrivate: true,
      paragraphs: [translator.t('left.text', { newsletter: newsletter.name })],
      link: { href: newsletterPath(newsletter), label: translator.t('goodbye.return') },
    });
  }

  /** An error, with what to do and a stable code. Never a stack trace, never what the reader sent. */
  message({ locale, status, code, title, text, brandName }: MessageInput): string {
    const translator = this.messages.translator(locale);
    const known = readerErrorCode(code);
    const heading = title ?? translator.t(`error.${known}.title`);
    return this.notice(translator, {
      title: heading,
      heading,
      brandName,
      isPrivate: true,
      paragraphs: [text ?? translator.t(`error.${known}`)],
      link: { href: '/', label: translator.t('error.home') },
      code: { status, code },
    });
  }

  /** `GET /privacy`: who sends, what is kept, why, how long, and the reader's rights. */
  privacy({ locale, brand, retention }: PrivacyInput): string {
    const translator = this.messages.translator(locale);
    const consentYears = retention.consentYears ?? null;
    return this.page('privacy', translator, {
      title: translator.t('privacy.title'),
      brandName: brand.name,
      isPrivate: false,
      brand,
      retention: { ...retention, consentYears },
    });
  }

  private notice(translator: PageTranslator, notice: Notice): string {
    return this.page('notice', translator, { stamp: null, small: [], link: null, code: null, ...notice });
  }

  private page(template: TemplateName, translator: PageTranslator, view: Frame & Record<string, unknown>): string {
    const { title, brandName } = view;
    const documentTitle =
      brandName === undefined ? title : translator.t('page.title', { page: title, brand: brandName });
    return this.engine.render(template, translator, {
      ...view,
      brandName: brandName ?? null,
      documentTitle,
      lang: translator.locale,
      dir: translator.direction,
    });
  }
}
