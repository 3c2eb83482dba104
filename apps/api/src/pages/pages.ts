import { ArchivePages } from './archive-pages.js';
import { LeavingPages } from './leaving-pages.js';
import type {
  ConfirmInput,
  ConfirmedInput,
  HomeInput,
  MessageInput,
  NewsletterCard,
  NewsletterInput,
  PageMessages,
  PrivacyInput,
} from './page-input.js';
import { PageShell } from './page-shell.js';
import { cardView, newsletterPath } from './page-views.js';
import { PersonalPages } from './personal-pages.js';
import { PreviewPages } from './preview-pages.js';
import { PreferencePages } from './preference-pages.js';
import { readerErrorCode } from './reader-errors.js';
import { SignUpPages } from './sign-up-pages.js';

export { HONEYPOT_FIELD } from './sign-up-pages.js';

/**
 * The Content-Security-Policy pages here work under: no script at all, nothing from anywhere else. The pages
 * hold no `style` attribute; a newsletter's accent is an SVG `fill`, which `style-src` does not touch.
 */
export const READER_PAGE_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The readers' pages as HTML documents: usable without script, one style sheet (`/assets/reader.css`), usable from 320 px on, in
 * light and dark and in both writing directions. Pages of one newsletter speak the newsletter's language.
 */
export class Pages {
  /** `GET /n/:slug` and all that comes of its form. */
  readonly signUps: SignUpPages;
  /** Going, and coming back. */
  readonly leaving: LeavingPages;
  /** `GET /preferences/:token` */
  readonly preferences: PreferencePages;
  /** `GET /my/:token` and what it leads to. */
  readonly personal: PersonalPages;
  /** Past editions, as pages and as what stands in feeds. */
  readonly archive: ArchivePages;
  /** `GET /preview/:token` */
  readonly previews: PreviewPages;
  private readonly shell: PageShell;

  /** @param templateDirectory the folder of the `*.liquid` files @param messages the texts of `apps/api/locales` */
  constructor(
    templateDirectory: string,
    private readonly messages: PageMessages,
  ) {
    this.shell = new PageShell(templateDirectory, messages);
    this.archive = new ArchivePages(this.shell);
    this.previews = new PreviewPages(this.shell);
    this.signUps = new SignUpPages(this.shell);
    this.leaving = new LeavingPages(this.shell);
    this.preferences = new PreferencePages(this.shell);
    this.personal = new PersonalPages(this.shell);
  }

  /** `GET /`: the public newsletters, those in the visitor's language first. */
  home(input: HomeInput): string {
    const translator = this.messages.translator(input.locale);
    const isForeign = ({ language }: NewsletterCard): number =>
      Number(this.messages.translator(language).locale !== translator.locale);
    return this.shell.page('home', translator, {
      title: translator.t('home.title'),
      brandName: input.brandName,
      isPrivate: false,
      cards: input.newsletters
        .toSorted((one, other) => isForeign(one) - isForeign(other))
        .map((newsletter) => cardView(newsletter, this.messages)),
    });
  }

  /** See {@link SignUpPages.wording}. */
  signUpWording(newsletter: NewsletterCard, language?: string): readonly string[] {
    return this.signUps.wording(newsletter, language);
  }

  /** After the form was sent. The same for every address, so that it tells nothing about anybody (STANDARDS S3). */
  checkMailbox({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.messages.translator(newsletter.language);
    return this.shell.notice(translator, {
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
  confirm({ newsletter, others = [], token, brandName }: ConfirmInput): string {
    const translator = this.messages.translator(newsletter.language);
    const one = [translator.t('confirm.text', { newsletter: newsletter.name }), newsletter.frequency];
    const several = [translator.t('confirm.several'), ...lines([newsletter, ...others])];
    return this.shell.page('question', translator, {
      title: translator.t('confirm.title'),
      brandName,
      isPrivate: true,
      paragraphs: others.length === 0 ? one : several,
      action: `/confirm/${encodeURIComponent(token)}`,
      button: translator.t('confirm.button'),
      small: translator.t('confirm.ignore'),
    });
  }

  /** After `POST /confirm/:token`, also when it was confirmed before. */
  confirmed({ newsletter, others = [], nextEditionLabel, brandName }: ConfirmedInput): string {
    const translator = this.messages.translator(newsletter.language);
    const next = nextEditionLabel === undefined ? [] : [translator.t('confirmed.next', { when: nextEditionLabel })];
    const one = [translator.t('confirmed.text', { newsletter: newsletter.name })];
    const several = [translator.t('confirmed.several'), ...lines([newsletter, ...others])];
    return this.shell.notice(translator, {
      title: translator.t('confirmed.title'),
      heading: translator.t('confirmed.title'),
      brandName,
      isPrivate: true,
      stamp: 'done',
      paragraphs: [...(others.length === 0 ? one : several), ...next],
      small: [translator.t('confirmed.leave')],
    });
  }

  /** An error, with what to do and a stable code. Never a stack trace, never what the reader sent. */
  message({ locale, status, code, title, text, brandName }: MessageInput): string {
    const translator = this.messages.translator(locale);
    const known = readerErrorCode(code);
    const heading = title ?? translator.t(`error.${known}.title`);
    return this.shell.notice(translator, {
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
    return this.shell.page('privacy', translator, {
      title: translator.t('privacy.title'),
      brandName: brand.name,
      isPrivate: false,
      brand,
      retention: { ...retention, consentYears },
    });
  }
}

/** One newsletter a line: its name, and when it comes in its own language. */
function lines(newsletters: readonly NewsletterCard[]): string[] {
  return newsletters.map(({ name, frequency }) => `${name} · ${frequency}`);
}
