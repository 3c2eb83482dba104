import type { FrameInput, NewsletterCard, NewsletterInput, PageTranslator, SignUpInput } from './page-input.js';
import type { PageShell } from './page-shell.js';
import { cardView, newsletterPath, sampleView } from './page-views.js';
import { readerErrorCode } from './reader-errors.js';

/** A field people never see; whoever fills it is a machine (STANDARDS S3). */
export const HONEYPOT_FIELD = 'website';

/** What the form does more where script runs; a module, which a browser too old for it leaves alone. */
const SCRIPT = 'sign-up.js';

/**
 * As {@link READER_PAGE_POLICY}, and our own script, which may start a worker of ours.
 *
 * @param frameAncestors who may show the page in a frame: `'none'`, or origins
 */
export function signUpPolicy(frameAncestors: string): string {
  return `default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors}`;
}

/** "Je m'abonne": the page with the form, and the same form in a frame on another site's page. */
export class SignUpPages {
  constructor(private readonly shell: PageShell) {}

  /** `GET /n/:slug`, and the answer to a refused `POST /n/:slug/subscribe`. */
  page(input: SignUpInput): string {
    const { newsletter, otherNewsletters, further, sample, archiveHref = null } = input;
    const translator = this.translator(newsletter);
    return this.shell.page('sign-up', translator, {
      ...this.formView(input, translator, `${newsletterPath(newsletter)}/subscribe`),
      isPrivate: false,
      sample: sampleView(sample?.headlines ?? [], translator),
      archiveHref,
      hasChosen: further.some(({ isChosen }) => isChosen),
      further: further.map((one) => ({
        ...cardView(one, this.shell.messages),
        slug: one.slug,
        isChosen: one.isChosen,
      })),
      others: otherNewsletters.map((other) => cardView(other, this.shell.messages)),
    });
  }

  /** `GET /n/:slug/frame`, and the answer to what its form posted. */
  frame(input: FrameInput): string {
    const translator = this.translator(input.newsletter);
    return this.shell.page('frame', translator, {
      ...this.formView(input, translator, `${newsletterPath(input.newsletter)}/frame`),
      isPrivate: true,
      isSent: false,
      hasChosen: false,
      further: [],
    });
  }

  /** Says in the frame what {@link Pages.checkMailbox} says on a page: the same for every address there is. */
  frameSent({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.translator(newsletter);
    return this.shell.page('frame', translator, {
      title: translator.t('check.title'),
      brandName,
      isPrivate: true,
      isSent: true,
      newsletter: cardView(newsletter, this.shell.messages),
    });
  }

  /**
   * The words a reader agrees to by pressing the button, as they stand on the page: the promise, the sentence about the
   * address, the button. For the consent record (STANDARDS S4).
   *
   * @param language of the form, where the newsletter was a further one on the form of another
   */
  wording(newsletter: NewsletterCard, language = newsletter.language): readonly string[] {
    const translator = this.shell.messages.translator(language);
    const { promise } = cardView(newsletter, this.shell.messages);
    return [promise, translator.t('signup.privacy'), translator.t('signup.button')];
  }

  private translator(newsletter: NewsletterCard): PageTranslator {
    return this.shell.messages.translator(newsletter.language);
  }

  /** What the one form is made of, wherever it stands. */
  private formView({ newsletter, form, refusal, brandName }: FrameInput, translator: PageTranslator, action: string) {
    const { name } = newsletter;
    const isAddress = refusal !== undefined && !refusal.code.startsWith('sign_up.');
    const text = refusal === undefined ? null : refusalText(refusal, form.address, translator);
    return {
      title: refusal === undefined ? name : translator.t('signup.error_title', { newsletter: name }),
      brandName,
      script: SCRIPT,
      newsletter: cardView(newsletter, this.shell.messages),
      action,
      form: { ...form, proof: refusal?.proof?.waitToken ?? form.proof },
      honeypot: HONEYPOT_FIELD,
      challenge: refusal?.proof?.challenge ?? null,
      error: isAddress ? text : null,
      note: isAddress ? null : text,
      suggestion: refusal?.suggestion ?? null,
    };
  }
}

function refusalText(
  { code, suggestion, proof }: NonNullable<FrameInput['refusal']>,
  typed: string,
  translator: PageTranslator,
): string {
  if (suggestion !== undefined)
    return translator.t('signup.suspected', { typed: domainOf(typed), suggested: domainOf(suggestion) });
  if (proof !== undefined) return translator.t('signup.wait', { seconds: proof.waitSeconds });
  return translator.t(`error.${readerErrorCode(code)}`);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).trim();
}
